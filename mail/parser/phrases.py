"""The words by which mail programs announce that they quote, in the languages they speak."""

import re

# "On <date>, <name> wrote:" -- how it begins, where the language puts a word there, and its verb.
LEADS = (
    r"on|am|le|il(?: giorno)?|el|em|no dia|a|op|în|in|pe|la|den|på|w dniu|dnia|dne|dana|v|dňa|στις|в|on|ngày|vào|tarihinde"
    r"|пн|вт|ср|чт|пт|сб|вс|нд|mån|tis|ons|tors|fre|lör|sön|ma|ti|ke|to|pe|su|il giorno|data"
)
VERBS = (
    r"wrote|writes|sent|schrieb(?:en)?|geschrieben|geschreven|hat am|a écrit|ha scritto|escribió|escreveu|schreef|a scris|skrev|napisał(?:\(a\))?|napisała|pisze"
    r"|napsal(?:\(a\)|a)?|napísal(?:\(a\)|a)?|napisao(?: je)?|napisala(?: je)?|je napisal|написал(?:\(а\)|а)?|пишет"
    r"|писал(?:\(а\)|а)?|написа|пише|kirjoitti|írta|ezt írta|έγραψε|yazdı|şunu yazdı|đã viết|va escriure|escribiu|parašė|kirjutas|shkroi|rakstīja|je napisala|je napisao"
)
ADDRESSED = re.compile(rf"^.{{0,200}}<[^<>\s]{{3,200}}@[^<>\s]{{1,200}}>\s*(?:{VERBS})\s*:?$", re.IGNORECASE)
UNENDED = re.compile(rf"(?<!\w)(?:{VERBS})$|[>)]$", re.IGNORECASE)
# An attribution that a careless program put on the last line of the answer itself.
DATED = r"(?:(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?,? |\d)"
GLUED = re.compile(rf"(?<=\S)[ \t]*(?:(?<=[ \t])|-{{2,}}[ \t]*)(?=On {DATED}[^\n]{{4,200}} wrote:$)", re.IGNORECASE)
CJK = re.compile(r"(写道|寫道|書きました|のメッセージ|님이 작성|작성)\s*[:：]?\s*$")
ATTRIBUTION = re.compile(rf"^(?:{LEADS})\s.{{3,400}}?(?<!\w)(?:{VERBS})(?!\w).{{0,150}}[:：]?$", re.IGNORECASE)
VERB_FIRST = re.compile(rf"^[^:]{{1,120}}(?<!\w)(?:{VERBS})\s+(?:{LEADS})\s.{{4,120}}:$", re.IGNORECASE)
ISO_DATED = re.compile(r"^\d{4}[-/.年]\s?\d\d?[-/.月].{0,160}<\s?[^<>\s]{3,200}@[^<>\s]{1,200}>\s*[:：]?$")
ZOHO = re.compile(rf"^-{{2,}}\s*On .{{4,300}} (?:{VERBS})\s*-{{2,}}$", re.IGNORECASE)

DELIMITER = re.compile(
    r"^[\s>]*-{2,}\s*("
    r"original message|original appointment|forwarded message|reply message|original mail"
    r"|antwort nachricht|ursprüngliche nachricht|originalnachricht|weitergeleitete nachricht|urspr\. nachricht"
    r"|message d.origine|message original|message transféré|messaggio originale|messaggio inoltrato"
    r"|mensaje original|mensaje reenviado|mensagem original|mensagem encaminhada|oorspronkelijk bericht"
    r"|doorgestuurd bericht|mesaj original|mesajul original|mesaj redirecționat|ursprungligt meddelande"
    r"|originalmeddelande|oprindelig meddelelse|opprinnelig melding|alkuperäinen viesti|oryginalna wiadomość"
    r"|wiadomość oryginalna|původní zpráva|původní e-mail|pôvodná správa|eredeti üzenet|исходное сообщение"
    r"|пересылаемое сообщение|αρχικό μήνυμα|orijinal ileti|izvorna poruka|原始邮件|原始郵件|元のメッセージ|원본 메시지"
    r")\s*-{2,}\s*$",
    re.IGNORECASE,
)
FORWARD_BEGINS = re.compile(
    r"^[\s>]*(begin forwarded message|anfang der weitergeleiteten nachricht|début du message réexpédié"
    r"|inizio messaggio inoltrato|inicio del mensaje reenviado)\s*:\s*$",
    re.IGNORECASE,
)
RULE = re.compile(r"^[\s>]*_{10,}\s*$")

FROM_KEYS = frozenset(
    "from von de da van od från fra lähettäjä от feladó από kimden šalje nadawca expéditeur mittente remitente "
    "expeditor avsändare 发件人 寄件者 差出人 보낸사람 보낸 사람 від".split()
) | {"de la", "보낸 사람"}
OTHER_KEYS = frozenset(
    "sent date gesendet datum envoyé date inviato data enviado enviada fecha verzonden trimis skickat sendt lähetetty "
    "отправлено дата elküldve στάλθηκε gönderme tarih poslano wysłano odesláno odoslané envoyé dato päivämäärä "
    "发送时间 日期 送信日時 日時 to an à a para aan către till til vastaanottaja кому címzett προς kime za do komu pro 收件人 宛先 받는사람 "
    "către catre trimisă subject betreff objet oggetto asunto assunto onderwerp subiect ämne emne aihe тема tárgy θέμα konu predmet temat "
    "předmět 主题 主旨 件名 제목 cc kopie copie копия надіслано reply-to".split()
) | {"enviado em", "enviado el", "gesendet am", "data invio", "받는 사람", "보낸 날짜", "date d'envoi"}
FOOTER = re.compile(r"(?i)\b(mailing list|unsubscribe|mailinglist|liste de diffusion|abmelden)\b|https?://|@lists?\.")
SIGNATURE = re.compile(
    r"^\W{0,3}(sent from (my|a|the|mail for|outlook|yahoo|proton|samsung|gmail|iphone|ipad)|sent (via|using|with) "
    r"|sent on the (go|move|run)|diese nachricht wurde von meinem|get outlook for|von meinem .{1,60} gesendet"
    r"|gesendet (von|mit)|envoyé (de|depuis|à partir)|inviato d(a|al|all)|enviado (desde|do|de)|enviat des|ver(zonden|stuurd) (vanaf|met|van)"
    r"|trimis de pe|skickat från|sendt fra|lähetetty|отправлено с|wysłane z|wysłano z|odesláno z|odoslané z|надіслано з|отправлено из"
    r"|elküldve|küldve|iphoneから送信|发自我的|從我的|从我的|나의 .{1,20}에서 보냄|iphone.?dan gönderildi|στάλθηκε από"
    r"|scarica outlook|obtenir outlook|obtener outlook|outlook für).{0,120}$",
    re.IGNORECASE,
)
