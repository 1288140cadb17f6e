"""Words whose forms no rule brings together, and words that a rule would bring together though they mean another thing.

One line for each word, in folded letters, with all its forms; the first one stands for all of them. After a change here
raise ``lexemes.VERSION``, so that what was written before is indexed again.
"""

from helpdesk.enums import Language

ENGLISH = """
mouse mice
person persons people
child children
man men
woman women
foot feet
index indexes indices
appendix appendices
matrix matrices
analysis analyses
criterion criteria
shelf shelves
half halves
break breaks breaking broke broken
bring brings bringing brought
build builds building buildings built
buy buys buying bought
choose chooses choosing chose chosen choice choices
find finds finding found
freeze freezes freezing froze frozen
give gives giving gave given
go goes going went gone
hang hangs hanging hung
hold holds holding held
keep keeps keeping kept
leave leaves leaving left
lose loses losing lost loss losses
make makes making made
pay pays paying paid payment payments
run runs running ran
sell sells selling sold
send sends sending sent
shut shuts shutting shutdown
speak speaks speaking spoke spoken
spend spends spending spent
steal steals stealing stole stolen
stick sticks sticking stuck
take takes taking took taken
tell tells telling told
think thinks thinking thought
withdraw withdraws withdrew withdrawn
write writes writing wrote written
cancel cancels canceled cancelled canceling cancelling cancellation cancellations
catalog catalogs catalogue catalogues
center centers centre centres
color colors colour colours
licence licences license licenses licensed licensing
meter meters metre metres
program programs programme programmes
organization organizations organisation organisations
organize organizes organized organise organises organised
accountant accountants
authority authorities
business businesses
customer customers
executive executives
important importance
news
operator operators
organ organs
paste pastes pasted pasting
universal
university universities
"""

FRENCH = """
travail travaux
bail baux
oeil yeux
connexion connexions connecter connecte connectes connectee connectees
envoyer envoi envois envoie envoient envoye envoyes envoyee envoyees enverrai enverra
essayer essai essais essaie essaient essaye essayes
eteindre eteint eteinte eteints eteintes
faire fais fait faits faite faites font
imprimer imprime imprimes imprimee imprimees imprimante imprimantes impression impressions
joindre joint joints jointe jointes
mettre mets met mettent mis mise mises
offre offres offrir offert offerte
ouvrir ouvre ouvrent ouvert ouverte ouverts ouvertes ouverture ouvertures
payer paye payes payee payees paie paient paiement paiements
perdre perd perdu perdue perdus perdues perte pertes
prendre prend prennent pris prise prises
recevoir recois recoit recoivent recu recus recue recues reception receptions
repondre repond repondent repondu reponse reponses
venir vient viennent venu venue
ecrire ecris ecrit ecrits ecrite ecrites
police polices
policier policiers
"""

ITALIAN = """
amico amici amica amiche
uomo uomini
mano mani
aprire apre apri aprono aperto aperta aperti aperte apertura
chiudere chiude chiudi chiudono chiuso chiusa chiusi chiuse chiusura
accendere accende accendi acceso accesa accesi accese accensione
spegnere spegne spegni spento spenta spenti spente spegnimento
connettere connette connesso connessa connessi connesse connessione connessioni
inviare invia invii invio inviato inviata inviati inviate
mettere mette messo messa messi messe
perdere perde perso persa persi perse perdita perdite
prendere prende preso presa presi prese
rispondere risponde risposto risposta risposte
rompere rompe rotto rotta rotti rotte rottura
scrivere scrive scritto scritta scritti scritte
leggere legge letto lettura letture
richiedere richiede richiesto richiesta richieste
installare installa installato installata installazione installazioni
correggere corregge corretto corretta corrette correzione correzioni
posto posti
porta porte
parte parti
caso casi
banco banchi
file files
foglio fogli
"""

ROMANIAN = """
zi ziua zile zilei zilele zilelor
om omul omului oameni oamenii oamenilor
comanda comenzi comenzii comenzile comenzilor comandat comandata comandate
strada strazi strazii strazile strazilor
coada cozi cozii cozile
usa usi usii usile
ora ore orei orele orelor
nume numele numelui
nou noul noua noi noile
defect defecte defecta defecti defectul defectele defectat defectiune defectiunea defectiuni defectiunii defectiunile
deschide deschid deschis deschisa deschisi deschise deschidere deschiderea deschiderii deschideri
inchide inchid inchis inchisa inchisi inchise inchidere inchiderea inchiderii inchideri
trimite trimit trimis trimisa trimisi trimise trimitere trimiterea trimiteri
scrie scriu scris scrisa scrise scriere scrierea
sterge sterg sters stearsa sterse stergere stergerea
raspunde raspund raspuns raspunsul raspunsului raspunsuri raspunsurile raspundere
pierde pierd pierdut pierduta pierdute pierdere pierderea pierderi
pune pun pus pusa puse punere
rupe rup rupt rupta rupte
merge merg mers
"""


def _forms(lines: str) -> dict[str, str]:
    """Return the first word of its line for each word."""
    return {form: line.split()[0] for line in lines.strip().splitlines() for form in line.split()}


IRREGULAR = {
    Language.EN: _forms(ENGLISH),
    Language.FR: _forms(FRENCH),
    Language.IT: _forms(ITALIAN),
    Language.RO: _forms(ROMANIAN),
}
