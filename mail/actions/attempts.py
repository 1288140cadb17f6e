"""Reading a mail for whoever decides about it, and closing it as they say."""

from collections.abc import Callable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from helpdesk import html as markup
from helpdesk.errors import Refusal
from mail import bodies, ids, parser_process, preview, raw_store, senders
from mail.actions.inbound import give_back, mark_failed, mark_processed, start_attempt
from mail.actions.threading import NOTED, route, settle, twin_of
from mail.decision import Decision
from mail.enums import Ignored
from mail.errors import ParserFailed, ParserInterrupted
from mail.models import InboundMail
from mail.parser import ParsedMail
from mail.reading import Glance, Reading, Returned, Sender, Words

COMPLAINED_OR_GONE = {"hard", "complaint"}


def attempt(
    inbound_id: int, *, decide: Callable[[Reading], Decision], tell_of_return: Callable[[Returned], object]
) -> None:
    """Have ``decide`` say what one journaled mail means; safe to run twice, at once, or after a crash.

    What it writes and the outcome in the journal are one transaction. Repetitions, reports and our own mail are closed
    without it; ``tell_of_return`` hears of a mail of ours that came back.
    """
    inbound = start_attempt(inbound_id)
    if inbound is None:
        return
    try:
        parsed = parse(inbound)
    except ParserInterrupted as interruption:
        give_back(inbound, str(interruption))
    except ParserFailed as failure:
        mark_failed(inbound, str(failure))
    else:
        _conclude(inbound, parsed, decide, tell_of_return)


@transaction.atomic
def _conclude(
    inbound: InboundMail,
    parsed: ParsedMail,
    decide: Callable[[Reading], Decision],
    tell_of_return: Callable[[Returned], object],
) -> None:
    locked = InboundMail.objects.select_for_update(of=("self",)).select_related("mailbox").get(pk=inbound.pk)
    if not locked.is_waiting:
        return
    if settle(locked, parsed):
        returned = _returned(locked)
        if returned:
            tell_of_return(returned)
        return
    locked.save(update_fields=NOTED)  # whoever is answered now has been heard
    reading = read(locked, parsed)
    decision = decide(reading)
    if decision.also_sent_to:
        locked.duplicate_of = reading.twin
    mark_processed(locked, decision)


def _returned(inbound: InboundMail) -> Returned | None:
    """Return what is to be told of a delivery report; nothing of a delay, of good news, or of a mail that is not ours."""
    decided = inbound.decided
    if decided.ignored != Ignored.BOUNCE or inbound.thread is None or decided.kind not in COMPLAINED_OR_GONE:
        return None
    return Returned(inbound.thread, inbound, decided.recipient, decided.why)


def parse(inbound: InboundMail) -> ParsedMail:
    """Parse ``inbound``; one that failed before alone. Raise what ``parse_bytes`` raises."""
    return parser_process.parse_bytes(raw_store.load(inbound.raw_sha256), is_alone=bool(inbound.last_error))


def read(inbound: InboundMail, parsed: ParsedMail) -> Reading:
    """Return all that the upper app is told of a mail that ``settle`` has left open."""
    trust = senders.trust_in(inbound.mailbox, parsed)
    sender, files = senders.sender_of(inbound, parsed, trust), bodies.files_of(parsed)
    is_oversize = bool(inbound.decided.oversize)
    return Reading(
        inbound=inbound,
        sender=sender,
        from_address=parsed.from_address,
        trust=trust,
        route=route(inbound, parsed),
        twin=twin_of(inbound),
        subject=ids.without_secrets(parsed.subject),
        title=bodies.title_of(parsed),
        references=bodies.references_in(parsed.subject),
        words=bodies.words_of(parsed, bodies.addresses_of(files), is_oversize=is_oversize),
        text=bodies.typed(parsed),
        attached_text=ids.without_secrets(parsed.attached_text),
        files=files,
        left_out=tuple((file.name[:255], file.size, file.reason) for file in parsed.left_out),
        to=tuple(ids.without_secrets(entry.address) for entry in parsed.to),
        cc=tuple(ids.without_secrets(entry.address) for entry in parsed.cc),
        people=senders.people_in(inbound, parsed, sender),
        passed_on_from=senders.passed_on_from(parsed),
        warnings=inbound.decided.warnings,
        is_sender_certain=parsed.sender_certain,
        is_answered_at_home=senders.is_answered_at_home(inbound, parsed, sender),
        is_machine_made=inbound.is_machine_made,
        is_oversize=is_oversize,
        shows_another_address=senders.shows_another_address(parsed),
    )


def words_again(inbound: InboundMail, own: Mapping[str, str]) -> Words | None:
    """Return the words of a mail as it is read today; nothing where it cannot be read any more."""
    try:
        parsed = parser_process.parse_bytes(inbound.raw())
    except (Refusal, ParserFailed):
        return None
    return bodies.words_of(parsed, own, is_oversize=bool(inbound.decided.oversize))


def glance_at(inbound: InboundMail) -> Glance:
    """Return what a mail says as far as it can be read, for a person who decides about it."""
    raw = inbound.raw()
    seen = preview.preview_of(raw)
    words = Words(markup.from_text(ids.without_secrets(seen.text) or _("(no text)")), markup.NOTHING)
    try:
        parsed = parser_process.parse_bytes(raw)
    except ParserFailed:
        sender = Sender(seen.name, seen.address, seen.address)
    else:
        sender = senders.sender_of(inbound, parsed, senders.trust_in(inbound.mailbox, parsed))
        whole = bodies.whole_of(parsed)
        words = whole if markup.to_text(whole.new) else words
    shown = ids.without_secrets(raw.decode("latin-1")).encode("latin-1")  # customers may read what hangs on a message
    return Glance(sender, words, seen.subject, shown)
