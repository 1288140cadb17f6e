"""The words by which mail programs announce that they quote, in the languages they speak."""

import re

# "On <date>, <name> wrote:" -- how it begins, where the language puts a word there, and its verb.
LEADS = r"on|am|le|il(?: giorno)?|el|em|op|în|in|pe|la|den|på|w dniu|dnia|dne|dana|dne|v|dňa|στις|в|on|ngày|tarihinde"
VERBS = (
    r"wrote|writes|schrieb|a écrit|ha scritto|escribió|escreveu|schreef|a scris|skrev|napisał(?:\(a\))?|napisała|pisze"
    r"|napsal(?:\(a\)|a)?|napísal(?:\(a\)|a)?|napisao(?: je)?|napisala(?: je)?|je napisal|написал(?:\(а\)|а)?|пишет"
    r"|писал(?:\(а\)|а)?|написа|пише|kirjoitti|írta|ezt írta|έγραψε|yazdı|şunu yazdı|đã viết|va escriure"
)
CJK = re.compile(r"(写道|寫道|書きました|のメッセージ|님이 작성|작성)\s*[:：]?\s*$")
ATTRIBUTION = re.compile(rf"^(?:{LEADS})\s.{{3,400}}?(?<!\w)(?:{VERBS})(?!\w).{{0,150}}[:：]?$", re.IGNORECASE)
VERB_FIRST = re.compile(rf"^[^:]{{1,120}}(?<!\w)(?:{VERBS})\s+(?:{LEADS})\s.{{4,120}}:$", re.IGNORECASE)
ISO_DATED = re.compile(r"^\d{4}[-/]\d\d?[-/]\d\d?,? .{0,160}<[^<>\s]{3,200}@[^<>\s]{1,200}>\s*:$")
ZOHO = re.compile(rf"^-{{2,}}\s*On .{{4,300}} (?:{VERBS})\s*-{{2,}}$", re.IGNORECASE)

DELIMITER = re.compile(
    r"^[\s>]*-{2,}\s*("
    r"original message|original appointment|forwarded message|reply message|original mail"
    r"|ursprüngliche nachricht|originalnachricht|weitergeleitete nachricht|urspr\. nachricht"
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
)
OTHER_KEYS = frozenset(
    "sent date gesendet datum envoyé date inviato data enviado enviada fecha verzonden trimis skickat sendt lähetetty "
    "отправлено дата elküldve στάλθηκε gönderme tarih poslano wysłano odesláno odoslané envoyé dato päivämäärä "
    "发送时间 日期 送信日時 日時 to an à a para aan către till til vastaanottaja кому címzett προς kime za do komu pro 收件人 宛先 받는사람 "
    "subject betreff objet oggetto asunto assunto onderwerp subiect ämne emne aihe тема tárgy θέμα konu predmet temat "
    "předmět 主题 主旨 件名 제목 cc kopie copie копия надіслано reply-to".split()
)
SIGNATURE = re.compile(
    r"^\W{0,3}(sent from (my|a|the|mail for|outlook|yahoo|proton)|get outlook for|von meinem .{1,60} gesendet"
    r"|gesendet (von|mit)|envoyé (de|depuis|à partir)|inviato d(a|al|all)|enviado (desde|do|de)|verzonden (vanaf|met|van)"
    r"|trimis de pe|skickat från|sendt fra|lähetetty|отправлено с|wysłane z|wysłano z|odesláno z|iphoneから送信"
    r"|scarica outlook|obtenir outlook|obtener outlook|outlook für).{0,120}$",
    re.IGNORECASE,
)
