"""Where an incoming mail belongs, and which ones need no conversation at all."""

from collections.abc import Iterable
from dataclasses import replace

from django.conf import settings
from django.db import connection

from mail import ids, parser_warnings
from mail.actions.bounces import copy_bounced_to, take_bounce
from mail.actions.inbound import mark_ignored
from mail.actions.threads import final
from mail.decision import Decision
from mail.enums import Ignored, MatchedBy, Strength
from mail.models import InboundMail, Mailbox, OutboundMail, ReplyToken, Thread
from mail.parser import Bounce, Doubt, ParsedMail, auto
from mail.reading import Route
from mail.senders import asked_for

NOTED = ["content_fp", "message_id", "in_reply_to", "sender", "sender_name", "subject", "is_auto", "decision"]


def settle(inbound: InboundMail, parsed: ParsedMail) -> bool:
    """Note what the parser found, and close duplicates, bounces and our own mail coming back; true when closed.

    To be called in the intake's transaction, before ``route``; what is noted is saved when the mail is closed, here or
    by the intake. A mail put back by hand is never closed here again.
    """
    note(inbound, parsed)
    if inbound.decided.forced:
        return False
    return _is_repeated(inbound) or _is_bounce(inbound, parsed) or _is_ours(inbound, parsed)


def note(inbound: InboundMail, parsed: ParsedMail) -> None:
    """Put what lists show and what duplicates are known by into the journal's row; from here on no other comes between."""
    inbound.content_fp = parsed.content_fp
    inbound.message_id = parsed.message_id
    inbound.in_reply_to = _answered(parsed)
    inbound.sender, inbound.sender_name = parsed.from_address, parsed.from_name[:255]
    inbound.subject = parsed.subject[:998]
    signs = _signs(inbound, parsed)
    inbound.is_auto = bool(signs)
    _wait_for_others(inbound)
    inbound.has_kin = InboundMail.objects.kin_of(inbound).exists()
    reused = inbound.has_kin and InboundMail.objects.reusing_id(inbound).exists()
    trusted = {Doubt.ANSWERS_ELSEWHERE} if inbound.mailbox.trusts_form(parsed.from_address) else set()
    warnings = (*(w for w in parsed.warnings if w not in trusted), *[parser_warnings.REUSED_ID] * reused)
    inbound.decided = replace(inbound.decided, auto_reasons=tuple(signs), warnings=warnings)


def _answered(parsed: ParsedMail) -> str:
    """Return the id of the mail that this one answers."""
    return (parsed.in_reply_to or next(reversed(parsed.references), ""))[:998]


def _signs(inbound: InboundMail, parsed: ParsedMail) -> list[str]:
    """Return what says that a machine wrote, or asks for silence: what the parser saw, and what only we can know."""
    signs = list(parsed.auto_reasons)
    if inbound.envelope_from == "<>" and auto.NULL_SENDER not in signs:
        signs.append(auto.NULL_SENDER)
    if parsed.bounce and parsed.bounce.speaks_like_a_server:
        signs.append(auto.SERVER)
    if Mailbox.objects.is_ours(parsed.from_address):
        is_form = parsed.instance != settings.MAIL_INSTANCE and asked_for(parsed) is not None
        signs.append(auto.FORM if is_form else auto.OWN)
    return signs


def _is_repeated(inbound: InboundMail) -> bool:
    first = InboundMail.objects.first_of(inbound) if inbound.has_kin else None
    if first is None:
        return False
    inbound.duplicate_of, inbound.thread = first, first.thread
    mark_ignored(inbound, Decision(ignored=Ignored.DUPLICATE, duplicate_of=first.pk))
    return True


def _wait_for_others(inbound: InboundMail) -> None:
    """Wait for the same mail, and for one that answers it, where they are taken in right now; else neither sees the other."""
    keys = sorted({inbound.content_fp, inbound.in_reply_to, inbound.message_id} - {""})
    lock = "SELECT pg_advisory_xact_lock(hashtextextended(key, 0)) FROM unnest(%s::text[]) key"
    with connection.cursor() as cursor:
        cursor.execute(lock, [keys])


def _is_bounce(inbound: InboundMail, parsed: ParsedMail) -> bool:
    if parsed.bounce is None:
        return False
    outbound = take_bounce(parsed.bounce, [inbound.envelope_to, *parsed.recipients])
    if outbound is None and not parsed.bounce.is_certain:  # rather a ticket too many than a customer unheard
        return False
    inbound.thread = final(outbound.thread) if outbound and outbound.thread else None
    found = outbound.message_id if outbound else ""
    mark_ignored(inbound, replace(_told(parsed.bounce), bounced=found))
    return True


def _told(bounce: Bounce) -> Decision:
    why = bounce.diagnostic or bounce.status
    return Decision(ignored=Ignored.BOUNCE, recipient=bounce.recipient, why=why, kind=bounce.kind)


def _is_ours(inbound: InboundMail, parsed: ParsedMail) -> bool:
    known = parsed.instance == settings.MAIL_INSTANCE and OutboundMail.objects.with_ids([parsed.message_id]).exists()
    if known:
        mark_ignored(inbound, Decision(ignored=Ignored.LOOP))
    return known


def twin_of(inbound: InboundMail) -> InboundMail | None:
    """Return the same mail as another mailbox of ours got it, if it has become a conversation and shall be shared."""
    if not inbound.has_kin or inbound.mailbox.separate_tickets or inbound.decided.forced:
        return None
    twin: InboundMail | None = InboundMail.objects.elsewhere(inbound)
    return twin


def route(inbound: InboundMail, parsed: ParsedMail) -> Route:
    """Find the thread that a mail belongs to by what cannot be guessed; the first hit wins.

    A reply token, the return address of a copy of ours or the id of a mail of ours is strong, the id of a mail from
    outside medium. A number in the subject is not looked at: that is the upper app's business, and weak. A merged
    thread leads to its target.
    """
    addressed = [inbound.envelope_to, *parsed.recipients]
    token = _by_token(addressed)
    if token:
        return Route(final(token.thread), MatchedBy.TOKEN, Strength.STRONG, token)
    copy = copy_bounced_to(addressed)
    if copy and copy.outbound.thread:
        return Route(final(copy.outbound.thread), MatchedBy.RETURN_PATH, Strength.STRONG)
    return _by_ids(inbound, parsed)


def _by_ids(inbound: InboundMail, parsed: ParsedMail) -> Route:
    """Find the thread by the mails that this one answers, else by one that came before it and answers it."""
    answered = list(dict.fromkeys(filter(None, [parsed.in_reply_to, *reversed(parsed.references)])))
    ours = _newest(answered, OutboundMail.objects.with_ids(answered)) if answered else None
    if ours:
        return Route(ours, MatchedBy.OUR_ID, Strength.STRONG)
    known = InboundMail.objects.with_ids(answered).exclude(pk=inbound.pk)
    theirs = _newest(answered, known) or _by_root(answered) if answered else None
    if theirs:
        return Route(theirs, MatchedBy.THEIR_ID, Strength.MEDIUM)
    early = InboundMail.objects.first_answer_to(inbound) if inbound.has_kin else None
    if early and early.thread:
        return Route(final(early.thread), MatchedBy.ANSWERED_BEFORE, Strength.MEDIUM)
    return Route(None)


def _by_token(addresses: Iterable[str]) -> ReplyToken | None:
    tokens = [token for _address, token in map(ids.split_plus, addresses) if token]
    return ReplyToken.objects.among(tokens).first() if tokens else None


def _newest(answered: list[str], found: Iterable[OutboundMail | InboundMail]) -> Thread | None:
    """Return the thread of the found mail whose id comes first in ``answered``."""
    threads = {mail.message_id: mail.thread for mail in reversed(list(found)) if mail.thread}
    return next((final(threads[wanted]) for wanted in answered if wanted in threads), None)


def _by_root(answered: list[str]) -> Thread | None:
    thread = Thread.objects.holding(answered).first()
    return final(thread) if thread else None
