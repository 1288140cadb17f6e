"""What mail programs put before the subject of an answer, or of a mail that is passed on, in the languages they speak."""

import re

ANSWERED = (
    r"re|ré|aw|antw(?:ort)?|sv|svar|vs|odp|ynt|yan|rif|rép\.?|atb|ats|odg|vá|απ|отв|ответ|отг|відп|bls"
    r"|回复|回覆|答复|答覆|返信|답장|회신|השב|תגובה|رد"
)
FORWARDED = (
    r"fwd?|wg|tr|rv|vb|doorst|ilt|i̇lt|iletilen|továbbítás|továbbítva|prosl|vl|πρθ|пересл|trs|redirecționat|redirectionat"
    r"|转发|轉寄|轉發|転送|전달|הועבר|إعادة توجيه"
)
# Words of their own as well: a drive's letter, a program, "versus"; they say something only of a mail that answers.
SHORT = r"r|i|pd|pr|fs|ha|на|res|enc|réf\.?"
END = r"\s*(?:\[\d{1,4}\]|\(\d{1,4}\)|\^\d{1,4})?\s*[:：]\s*"
SURE = re.compile(rf"^\s*(?:(?:{ANSWERED}|{FORWARDED}){END})+", re.IGNORECASE)
ANY = re.compile(rf"^\s*(?:(?:{ANSWERED}|{FORWARDED}|{SHORT}){END})+", re.IGNORECASE)
ANSWER = re.compile(rf"^\s*(?:{ANSWERED}){END}", re.IGNORECASE)


def without(subject: str, *, is_certain: bool) -> str:
    """Return ``subject`` without its prefixes; the short ones that are words too only where it is certain that it has any."""
    return (ANY if is_certain else SURE).sub("", subject, count=1)


def says_answer(subject: str) -> bool:
    """Tell whether ``subject`` begins as that of an answer."""
    return bool(ANSWER.match(subject))
