"""Where an incoming mail belongs, and which ones need no conversation at all."""

from collections.abc import Iterable

from django.conf import settings
from django.db import connection

from mail import doubts, ids
from mail.actions.bounces import take_bounce
from mail.actions.inbound import mark_ignored
from mail.actions.threads import final
from mail.enums import Ignored, MatchedBy, Strength
from mail.models import InboundMail, Mailbox, OutboundMail, ReplyToken, Thread
from mail.outgoing import Route
from mail.parser import Bounce, ParsedMail


def settle(inbound: InboundMail, parsed: ParsedMail) -> bool:
    """Note what the parser found, and close duplicates, bounces and our own mail coming back; true when closed.

    To be called in the intake's transaction, before ``route``; what is noted is saved when the mail is closed, here or
    by the intake. A mail put back by hand is never closed here again.
    """
    note(inbound, parsed)
    if inbound.decision.get("forced"):
        return False
    return _is_repeated(inbound) or _is_bounce(inbound, parsed) or _is_ours(inbound, parsed)


def note(inbound: InboundMail, parsed: ParsedMail) -> None:
    """Put what lists show and what duplicates are known by into the journal's row."""
    inbound.content_fp = parsed.content_fp
    inbound.message_id = parsed.message_id
    inbound.sender, inbound.sender_name = parsed.from_address, parsed.from_name[:255]
    inbound.subject = parsed.subject[:998]
    is_ours = Mailbox.objects.is_ours(parsed.from_address)
    inbound.is_auto = parsed.is_auto or is_ours
    reused = InboundMail.objects.reusing_id(inbound).exists()
    inbound.decision = {
        **inbound.decision,
        "auto_reasons": [*parsed.auto_reasons, *["own-mailbox"] * is_ours],
        "warnings": [*parsed.warnings, *[doubts.REUSED_ID] * reused],
    }


def _is_repeated(inbound: InboundMail) -> bool:
    with connection.cursor() as cursor:  # two copies taken in at once must not each see nothing of the other
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [inbound.content_fp])
    first = InboundMail.objects.first_of(inbound)
    if first is None:
        return False
    inbound.duplicate_of, inbound.thread = first, first.thread
    mark_ignored(inbound, {"ignored": Ignored.DUPLICATE, "duplicate_of": first.pk})
    return True


def _is_bounce(inbound: InboundMail, parsed: ParsedMail) -> bool:
    if parsed.bounce is None:
        return False
    outbound = take_bounce(parsed.bounce, [inbound.envelope_to, *parsed.recipients])
    if outbound is None and not parsed.bounce.is_certain:  # rather a ticket too many than a customer unheard
        return False
    inbound.thread = final(outbound.thread) if outbound and outbound.thread else None
    found = outbound.message_id if outbound else ""
    mark_ignored(inbound, {"ignored": Ignored.BOUNCE, **_told(parsed.bounce), "bounced": found})
    return True


def _told(bounce: Bounce) -> dict[str, object]:
    return {"recipient": bounce.recipient, "why": bounce.diagnostic or bounce.status, "kind": bounce.kind}


def _is_ours(inbound: InboundMail, parsed: ParsedMail) -> bool:
    known = parsed.instance == settings.MAIL_INSTANCE and OutboundMail.objects.with_ids([parsed.message_id]).exists()
    if known:
        mark_ignored(inbound, {"ignored": Ignored.LOOP})
    return known


def twin_of(inbound: InboundMail) -> InboundMail | None:
    """Return the same mail as another mailbox of ours got it, if it has become a conversation and shall be shared."""
    if inbound.mailbox.separate_tickets or inbound.decision.get("forced"):
        return None
    twin: InboundMail | None = InboundMail.objects.elsewhere(inbound)
    return twin


def route(inbound: InboundMail, parsed: ParsedMail) -> Route:
    """Find the thread that a mail belongs to by what cannot be guessed; the first hit wins.

    A reply token or the id of a mail of ours is strong, the id of a mail from outside medium. A number in the subject
    is not looked at: that is the upper app's business, and weak. A merged thread leads to its target.
    """
    token = _by_token(inbound, parsed)
    if token:
        return Route(final(token.thread), MatchedBy.TOKEN, Strength.STRONG, token)
    answered = list(dict.fromkeys(filter(None, [parsed.in_reply_to, *reversed(parsed.references)])))
    if not answered:
        return Route(None)
    ours = _newest(answered, OutboundMail.objects.with_ids(answered))
    if ours:
        return Route(ours, MatchedBy.OUR_ID, Strength.STRONG)
    theirs = _newest(answered, InboundMail.objects.with_ids(answered).exclude(pk=inbound.pk)) or _by_root(answered)
    return Route(theirs, MatchedBy.THEIR_ID, Strength.MEDIUM) if theirs else Route(None)


def _by_token(inbound: InboundMail, parsed: ParsedMail) -> ReplyToken | None:
    addresses = [inbound.envelope_to, *parsed.recipients]
    tokens = [token for _address, token in map(ids.split_plus, addresses) if token]
    return ReplyToken.objects.among(tokens).first() if tokens else None


def _newest(answered: list[str], found: Iterable[OutboundMail | InboundMail]) -> Thread | None:
    """Return the thread of the found mail whose id comes first in ``answered``."""
    threads = {mail.message_id: mail.thread for mail in reversed(list(found)) if mail.thread}
    return next((final(threads[wanted]) for wanted in answered if wanted in threads), None)


def _by_root(answered: list[str]) -> Thread | None:
    thread = Thread.objects.holding(answered).first()
    return final(thread) if thread else None
