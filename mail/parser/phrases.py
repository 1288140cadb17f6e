"""The words by which mail programs announce that they quote, in the languages they speak."""

import re

# "On <date>, <name> wrote:" -- how it begins, where the language puts a word there, and its verb.
LEADS = (
    r"on|at|am|le|il(?: giorno)?|el|em|no dia|a|op|în|in|pe|la|den|på|w dniu|dnia|dne|dana|v|dňa|στις|в|on|ngày|vào|tarihinde"
    r"|пн|вт|ср|чт|пт|сб|вс|нд|mån|tis|ons|tors|fre|lör|sön|ma|ti|ke|to|pe|su|il giorno|data"
)
VERBS = (
    r"wrote|writes|sent|schrieb(?:en)?|geschrieben|geschreven|hat am|a écrit|ha scritto|escribió|escreveu|schreef|a scris|skrev|napisał(?:\(a\))?|napisała|pisze"
    r"|napsal(?:\(a\)|a)?|napísal(?:\(a\)|a)?|napisao(?: je)?|napisala(?: je)?|je napisal|написал(?:\(а\)|а)?|пишет"
    r"|писал(?:\(а\)|а)?|написа|пише|kirjoitti|írta|ezt írta|έγραψε|yazdı|şunu yazdı|đã viết|va escriure|escribiu|menulis|је написао(?:/ла)?|rašė|kirjutas|เขียนว่า|parašė|shkroi|rakstīja|je napisala|je napisao(?:/la)?"
)
ADDRESSED = re.compile(
    rf"^.{{0,200}}(?:<[^<>\s]{{1,200}}@[^<>\s]{{1,200}}>|\([^()\s]{{1,200}}@[^()\s]{{1,200}}\))\s*(?:{VERBS})\s*:?$",
    re.IGNORECASE,
)
UNENDED = re.compile(rf"(?<!\w)(?:{VERBS})$|[>)]$", re.IGNORECASE)
# An attribution that a careless program put on the last line of the answer itself.
DATED = r"(?:(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?,? |\d)"
GLUED = re.compile(rf"(?<=\S)[ \t]*(?:(?<=[ \t])|-{{2,}}[ \t]*)(?=On {DATED}[^\n]{{4,200}} wrote:$)", re.IGNORECASE)
CJK = re.compile(r"(写道|寫道|書きました|のメッセージ|のメール|님이 작성|작성)\s*[:：]?\s*$")
ATTRIBUTION = re.compile(rf"^(?:{LEADS})\s.{{3,400}}?(?<!\w)(?:{VERBS})(?!\w).{{0,150}}[:：]?$", re.IGNORECASE)
DAY = r"(?:\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}|\d{4}[./-]\s?\d{1,2}[./-]\s?\d{1,2}|\d{1,2}\.?\s[^\W\d_]{3,12}\.?,?\s\d{4})"
VERB_FIRST = re.compile(
    rf"^[^:]{{1,120}}(?<!\w)(?:{VERBS})\s+(?:(?:{LEADS})\s.{{4,120}}|\(?{DAY}.{{0,60}}):$", re.IGNORECASE
)
# A date first, with or without the day of the week.
DATE_FIRST = re.compile(
    rf"^(?:[^\W\d_]{{2,12}}\.?,?\s(?:den\s)?)?{DAY}.{{0,200}}(?<!\w)(?:{VERBS})(?!\w).{{0,150}}:$", re.IGNORECASE
)
# In whatever language: a year, a time and an address, all in one line that ends in a colon.
TELLTALES = (
    re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)"),
    re.compile(r"(?<!\d)\d\d?[:.]\d\d(?!\d)"),
    re.compile(r"<\s?[^<>\s]{1,200}@[^<>\s]{1,200}>"),
)
SAYS = re.compile(rf"(?<!\w)(?:{VERBS})\s?:$", re.IGNORECASE)
SENTENCE_ENDS = re.compile(r"[^\W\d_]{2,}[.!?…]\s+(?!de \d)\D")
CITING = re.compile(
    r"^(?:quoting|zitat von|citando(?: a)?|selon|citát|citat (?:från|fra)|cytowanie|citazione)\s.{1,200}@.{1,200}:$",
    re.IGNORECASE,
)
DATE_AND_ADDRESS = re.compile(
    r"^(?:\d{4}[-/.年]\s?\d\d?[-/.月]|\d\d?[-/.]\s?\d\d?[-/.]\s?\d{4}\b).{0,160}<\s?[^<>\s]{1,200}@[^<>\s]{1,200}>\s*[:：]?$"
)
ZOHO = re.compile(rf"^-{{2,}}\s*(?:{LEADS}) .{{4,300}} (?:{VERBS})(?:\s.{{1,80}})?\s*-{{2,}}$", re.IGNORECASE)
# Samsung's mail says who, but not when.
DASHED = re.compile(rf"^-{{3,}}\s?\S.{{0,100}}\s(?:{VERBS})\s?-{{3,}}$", re.IGNORECASE)
# The end of an attribution that was broken within its address.
BROKEN = re.compile(rf"^>\s?(?:{VERBS})\s?:$", re.IGNORECASE)
ATTRIBUTIONS = (ATTRIBUTION, VERB_FIRST, DATE_AND_ADDRESS, DATE_FIRST, CITING)

DELIMITER = re.compile(
    r"^[\s>*]*-{2,}\s*("
    r"original message|original appointment|forwarded message|forwarded (by|from) .{1,80}|reply message|original mail|original e-?mail"
    r"|antwort nachricht|ursprüngliche nachricht|originalnachricht|weitergeleitete nachricht|urspr\. nachricht"
    r"|ursprüngliche e-mail|original-nachricht|original-e-mail|weitergeleitet von .{1,80}"
    r"|message d.origine|message d.original|message original|mail original|e-mail d.origine|message initial"
    r"|message transféré|message transmis|message réexpédié|e?-?mail transféré|courriel transféré|transféré par .{1,80}"
    r"|messaggio originale|messaggio inoltrato|e?-?mail originale|mail inoltrata|(messaggio )?inoltrato da .{1,80}"
    r"|mensaje original|mensaje reenviado|correo original|missatge original|missatge reenviat"
    r"|mensagem original|mensagem encaminhada|mensagem reencaminhada"
    r"|oorspronkelijk bericht|originele bericht|origineel bericht|doorgestuurd bericht"
    r"|mesaj original|mesajul original|mesaj redirecționat|mesaj redirectionat|mesaj redirecţionat|redirec[tțţ]ionat de .{1,80}"
    r"|ursprungligt meddelande|originalmeddelande|vidarebefordrat meddelande|oprindelig meddelelse"
    r"|oprindelig besked|videresendt besked|opprinnelig melding|videresendt melding|alkuperäinen viesti"
    r"|välitetty viesti|oryginalna wiadomość|wiadomość oryginalna|treść oryginalnej wiadomości"
    r"|wiadomość przekazana|treść przekazanej wiadomości|původní zpráva|původní e-mail|přeposlaná zpráva"
    r"|pôvodná správa|preposlaná správa|eredeti üzenet|továbbított üzenet|исходное сообщение"
    r"|исходное письмо|пересылаемое сообщение|пересланное сообщение|оригінальне повідомлення"
    r"|переслане повідомлення|оригинално съобщение|препратено съобщение|оригинална порука"
    r"|αρχικό μήνυμα|προωθημένο μήνυμα|orijinal ileti|orijinal mesaj|özgün ileti|iletilen ileti"
    r"|izvorna poruka|izvirno sporočilo|proslijeđena poruka|algne kiri|algkiri|pradinis laiškas|sākotnējais ziņojums"
    r"|הודעה מקורית|הודעה שהועברה|الرسالة الأصلية|رسالة أعيد توجيهها|thư gốc|tin nhắn gốc|pesan asli|pesan terusan"
    r"|ข้อความต้นฉบับ|原始邮件|原始郵件|原始信件|转发的邮件|轉寄郵件|元のメッセージ|転送メッセージ|転送されたメッセージ|원본 메시지|원본 메일"
    r"|전달된 메시지"
    r")\s*-{2,}[\s*]*$",
    re.IGNORECASE,
)
FORWARD_BEGINS = re.compile(
    r"^[\s>]*(begin forwarded message|forwarded message|anfang der weitergeleiteten (nachricht|e-mail)"
    r"|début du (message réexpédié|message transféré|mail transféré|courriel transféré)|inizio messaggio inoltrato"
    r"|inicio del mensaje reenviado|início da mensagem (re)?encaminhada|inici del missatge reenviat"
    r"|begin doorgestuurd bericht|vidarebefordrat (brev|meddelande)|start på videresendt besked"
    r"|videresendt melding|välitetty viesti alkaa|początek przekazanej wiadomości|začátek přeposlané zprávy"
    r"|začiatok preposlanej správy|továbbított levél kezdete|început(ul)? mesaj(ului)? redirec[tțţ]ionat"
    r"|начало переадресованного сообщения|початок листа, що пересилається|αρχή προωθημένου μηνύματος"
    r"|i̇letilen ileti başlangıcı|iletilen ileti başlangıcı|započni proslijeđenu poruku|転送されたメッセージ|开始转发的邮件"
    r"|開始轉寄郵件|전달된 메시지)\s*[:：]\s*$",
    re.IGNORECASE,
)
DAVID = re.compile(r"^[\s>]*\[?original message processed by david", re.IGNORECASE)
RULE = re.compile(r"^[\s>]*_{10,}\s*$")
# What a program's date has, for people: a year and a time of day.
DATE_SIGNS = (re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|[-/.’']\d\d(?!\S)"), TELLTALES[1])
# A date as a program writes it, with seconds or a zone: nobody types them.
STAMP = re.compile(r"(?<!\d)\d\d?:\d\d(?::\d\d|.{0,4}(?:[+-]\d{4}|\bGMT|\bUTC))")

FROM_KEYS = frozenset(
    "from von de da van od från fra frá lähettäjä от від од feladó από kimden šalje nadawca expéditeur mittente "
    "remitente expeditor avsändare afzender absender saatja no nuo מאת من از จาก từ dari 发件人 寄件者 寄件人 差出人 "
    "送信者 보낸사람".split()
) | {"de la", "보낸 사람"}
DATE_KEYS = frozenset(
    "sent date gesendet datum envoyé inviato data dată enviado enviada fecha verzonden trimis trimisă skickat sendt "
    "lähetetty отправлено дата elküldve dátum στάλθηκε ημερομηνία gönderme gönderildi gönderilme tarih poslano wysłano "
    "odesláno odoslané dato päivämäärä päiväys saatmisaeg saadetud nosūtīts datums išsiųsta изпратено послато надіслано "
    "נשלח תאריך التاريخ ส่ง วันที่ ngày dikirim tanggal enviat dags 发送时间 日期 寄件日期 傳送日期 送信日時 送信日 日時 보낸날짜".split()
) | {
    *(
        "enviado em",
        "enviada em",
        "enviado el",
        "enviat el",
        "gesendet am",
        "inviato il",
        "envoyé le",
        "trimis la",
        "message du",
    ),
    *("data invio", "data trimiterii", "date d'envoi", "date d’envoi", "gönderme tarihi", "data da"),
    *("보낸 날짜", "تاريخ الإرسال", "تم الإرسال", "đã gửi"),
}
OTHER_KEYS = (
    DATE_KEYS
    | frozenset(
        "to an à a para aan către catre till til vastaanottaja кому címzett προς kime za do komu pro prima primatelj pour "
        "adressaat kam до за אל إلى به ถึง đến tới kepada viðtakandi destinatario destinatari destinataire destinataires "
        "destinatar destinatari empfänger 收件人 收件者 宛先 받는사람 "
        "subject betreff objet sujet oggetto ogg asunto assunto onderwerp subiect ämne emne aihe тема tárgy θέμα konu predmet "
        "temat předmět zadeva teema tēma tema относно предмет נושא الموضوع موضوع เรื่อง chủ subjek perihal assumpte efni "
        "主题 主題 主旨 件名 제목 cc cci ccn bcc kopie copie copia копия копія másolat reply-to answer-to".split()
    )
    | {"받는 사람", "chủ đề", "per a"}
)
FOOTER = re.compile(r"(?i)\b(mailing list|unsubscribe|mailinglist|liste de diffusion|abmelden)\b|https?://|@lists?\.")
# Devices by name: what ends in a full stop and names none is a sentence of the writer.
DEVICE = re.compile(
    r"(?i)\b(k-9 mail|iphone|ipad|ipod|android|outlook|blackberry|samsung|proton mail|handy|typos?|typoz\w|brevity"
    r"|entschuldige?n?|tippfehler)\b"
)
SIGNATURE = re.compile(
    r"^\W{0,3}(sent from (my|an? (mobile|phone|smartphone|tablet|cell|iphone|ipad|android)"
    r"|the (road|all.new|gmail|outlook|yahoo|samsung|proton)|mail for|mailbox|mobile|windows mail|outlook|yahoo|proton|samsung|gmail|iphone|ipad)"
    r"|from my (iphone|ipad|ipod|android|phone|mobile|blackberry)|sent (via|using|with) |sent by (galaxy|samsung|android)"
    r"|sent on the (go|move|run)|diese nachricht wurde von (meinem|mein)|get outlook for|von meinem .{1,60} gesendet"
    r"|gesendet (von|mit|über)|envoyé (de|depuis|à partir|via|avec)|inviato d(a|al|all|alla)\b|enviado (desde|do|de|del|a partir)\b"
    r"|enviat des|ver(zonden|stuurd) (vanaf|met|van|vanuit)|trimis (de pe|din|prin)|(skickat|skickades) från|sendt fra"
    r"|lähetetty|отправлено (с|из)\b|wysłan[eo] z|odesláno z|odoslané z|надіслано з|изпратено от моя|послато са"
    r"|elküldve|küldve|(poslano|poslato) (z mojega|s mog|sa mog)|saadetud minu|išsiųsta iš|nosūtīts no mana"
    r"|iphoneから送信|androidから送信|发自我的|從我的|从我的|寄自我的|나의 .{1,20}에서 보냄|내 .{1,20}에서 보냄"
    r"|iphone.{0,2}umdan gönderildi|iphone.?dan gönderildi|.{1,30}cihazımdan gönderildi|στάλθηκε από|gửi từ|dikirim dari"
    r"|ส่งจาก iphone|נשלח מה|أرسلت من|تم الإرسال من|نُشر من"
    r"|(scarica|obtenir|obtener|obter|obțineți|télécharger|hanki|pobierz program|pobierz|hämta|hent|stáhnout|stiahnuť) "
    r"outlook (for|per|pour|para|pentru|för|til|dla systemu|dla|pro|pre)\b|outlook (für|voor) (ios|android)"
    r").{0,120}$",
    re.IGNORECASE,
)
