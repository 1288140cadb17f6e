"""Whose mail somebody passed on: read from the lines that mail programs put before it. Pure."""

import re

DELIMITER = re.compile(
    r"(?im)^[ \t>*]{0,8}(-{2,}\s*)?("
    r"forwarded message|begin forwarded message|original message|weitergeleitete nachricht|ursprüngliche nachricht"
    r"|message transféré|message transmis|message d'origine|messaggio inoltrato|messaggio originale"
    r"|mensaje reenviado|mensaje original|mensagem (encaminhada|original)|doorgestuurd bericht"
    r"|oorspronkelijk bericht|mesaj (redirecționat|redirectionat|original)|přeposlaná zpráva"
    r"|wiadomość przekazana|treść przekazanej wiadomości|vidarebefordrat meddelande|videresendt (melding|besked)"
    r"|välitetty viesti|továbbított üzenet|пересылаемое сообщение|пересланное сообщение|転送されたメッセージ|转发的邮件"
    r")\b[ \t:*]*(-{2,})?[ \t]*:?[ \t]*$"
)
RULE = re.compile(r"(?m)^_{20,}[ \t]*$")
SENDER = re.compile(
    r"(?im)^[ \t>*|]{0,8}(from|von|de|da|van|från|fra|lähettäjä|od|feladó|от|від|expediteur|expéditeur|de la|差出人|发件人)"
    r"[ \t*]{0,3}:[ \t*]{0,3}(.{3,300})$"
)
ADDRESS = re.compile(r"[\w.+'%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
LINES = 12
SCANNED = 20_000


def original_sender(text: str) -> tuple[str, str]:
    """Return name and address of who wrote the mail that was passed on; empty unless there is exactly one.

    Only the first lines behind the mark of a forwarded mail are looked at; an address anywhere else means nothing.
    """
    head = text[:SCANNED]
    mark = DELIMITER.search(head) or RULE.search(head)
    if mark is None:
        return "", ""
    behind = "\n".join(head[mark.end() :].splitlines()[: LINES + 1])
    line = SENDER.search(behind)
    if line is None:
        return "", ""
    found = {address.lower().strip("'") for address in ADDRESS.findall(line[2])}
    if len(found) != 1:
        return "", ""
    address = found.pop()
    name = re.split(r"[<\[(]|mailto:", line[2], maxsplit=1)[0].strip(" \t\"'*")
    return ("" if "@" in name else name[:200]), address
