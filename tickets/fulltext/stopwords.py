"""Words that say nothing about a text but its language, in folded letters."""

from helpdesk.enums import Language

ENGLISH = """
a about after again all also am an and any are as at be because been before being but by can cannot could did do does
doing don down during each even few for from further had has have having he her here hers him his how i if in into is it
its itself just like me more most my no nor not now of off on once only or other our ours out over own please same she
should so some such than thank thanks that the their them then there these they this those through to too under until up
us very was we were what when where which while who whom why will with would you your yours hello hi dear regards
"""

FRENCH = """
a ai aie ainsi alors apres as au aucun aussi autre aux avait avant avec avez avoir avons bien bonjour c car ce ceci cela
celle ces cet cette ceux chez ci comme comment cordialement d dans de depuis des deux dont du elle elles en encore entre
est et etait ete etes etre eu fait faut font ici il ils j je jusqu l la le les leur leurs lui m ma madame mais me meme
merci mes moi mon monsieur n ne ni nos notre nous on ont ou par parce pas pendant peu peut plus pour pourquoi pouvez
qu quand que quel quelle quels qui quoi s sa sans se sera ses si soit son sont sous sur t ta te tes toi ton tous tout
toute toutes tres tu un une va vers voici vos votre vous y
"""

ITALIAN = """
a abbiamo ad agli ai al alla alle allo anche ancora avete aveva avere buongiorno c che chi ci cio come con contro cosa
cosi cui d da dagli dai dal dalla dalle dallo davanti degli dei del dell della delle dello dentro di dopo dove e ecco ed
era erano essere fa fare fino fra gia gli grazie ha hai hanno ho i il in io l la le lei li lo loro ma me mentre mi mia
mie miei mio molto ne negli nei nel nell nella nelle nello no noi non nostra nostre nostri nostro o ogni per perche piu
poi prego prima pure qua quale quali quando quanto quella quelle quelli quello questa queste questi questo qui quindi
salve saluti se sei sembra senza si sia siamo siete sono sopra sotto sta su sua sue sugli sui sul sulla
sulle suo suoi te ti tra tua tue tuo tutta tutte tutti tutto un una uno va vi voi
"""

ROMANIAN = """
a ab acea aceasta acel acela acele acest acesta aceste acestea acestei acestor acestui acolo acum adica ai aici al ale
alt alta alte altul am anume apoi ar are as asa asta astea asupra ati atat atunci au avea avem aveti azi ba buna ca cam
cand care catre ce cea cel cele cei cele cinci cine cu cum da daca dar de deci decat deja deoarece desi despre din dintre
doar dumneavoastra dumneata dupa ea ei el ele era erau este eu fara fi fie fiecare fiind foarte fost i ii il imi in inca
insa intr intre isi iti l la le li lor lui m ma mai mea mei mele meu mi mult multa multe multi multumesc multumim n ne
nici nimic niste noastra noastre noi nostri nostru nu o om ori orice pana pe pentru peste poate pot prea prin s sa sai
salut sale sau se si sunt sunteti suntem spre sub ta te ti toata toate tot toti tu tuturor un una unde unei unele uneori
unii unor unui unul v va vi voastra voastre voi vostru vreo ziua
"""

STOP_WORDS = {
    Language.EN: frozenset(ENGLISH.split()),
    Language.FR: frozenset(FRENCH.split()),
    Language.IT: frozenset(ITALIAN.split()),
    Language.RO: frozenset(ROMANIAN.split()),
}
EVERY_STOP_WORD = frozenset().union(*STOP_WORDS.values())
