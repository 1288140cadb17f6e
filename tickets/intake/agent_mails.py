"""What an agent writes by mail: an answer, a note, and commands."""

from dataclasses import replace

from django.utils.translation import gettext as _

from helpdesk import html as markup
from helpdesk.html import SafeHtml
from helpdesk.models import User
from mail.reading import Reading
from tickets import actions
from tickets.drafts import MailOrigin, MessageBody, Reply
from tickets.intake import commands, content
from tickets.intake.commands import Command
from tickets.models import Ticket
from tickets.sender_rights import Verdict


def take(ticket: Ticket, reading: Reading, ruling: Verdict, *, is_proven: bool, by: User) -> None:
    """Write down what agent ``by`` says, and carry out what they command where the mailbox allows it and they are proven.

    Every note of it says that it came by mail, what is odd about that, and where it is not proven to be theirs.
    """
    body = content.message_body(reading)
    mailed = MailOrigin(reading.inbound, content.warnings(reading), is_proven)
    given, rest = _commands(reading)
    is_answer = ruling == Verdict.ANSWER
    if not given:
        _write(ticket, mailed, reading, (reading.words.new, body), is_answer=is_answer, by=by)
    elif not is_proven:
        why = markup.from_text(_("This mail is not proven to be yours, so nothing was carried out."))
        told = markup.joined(content.note_html(reading, reading.words.new), why)
        actions.add_note(ticket, told, by=by, files=body.files, mailed=mailed)
    else:
        html = markup.from_text(rest)
        is_answer = is_answer and not commands.asks_for_note(given)
        if rest.strip() or body.files:
            said = replace(body, html=html, quoted_html="", remote_images=())
            _write(ticket, mailed, reading, (html, said), is_answer=is_answer, by=by)
        _obey(ticket, mailed, given, by)


def _commands(reading: Reading) -> tuple[list[Command], str]:
    may_command = reading.inbound.mailbox.agents_may_command and not reading.is_machine_made
    return commands.read(reading.text) if may_command else ([], reading.text)


def _write(  # noqa: PLR0913 -- an answer and a note take that many facts
    ticket: Ticket,
    mailed: MailOrigin,
    reading: Reading,
    said: tuple[SafeHtml, MessageBody],
    *,
    is_answer: bool,
    by: User,
) -> None:
    html, body = said
    says_something = bool(body.files or markup.to_text(html))
    if is_answer and says_something and not reading.is_machine_made:
        answer = Reply(body, cc=ticket.in_copy, inbound=reading.inbound, warnings=mailed.warnings)
        actions.reply(ticket, answer, by=by)
    else:
        actions.add_note(ticket, content.note_html(reading, html), by=by, files=body.files, mailed=mailed)


def _obey(ticket: Ticket, mailed: MailOrigin, given: list[Command], by: User) -> None:
    """Carry out what was asked for; what was not done stays visible, in a note, with why."""
    refused = commands.obey(ticket, given, by=by)
    if refused:
        told = "\n".join([_("Not carried out:"), *refused])
        actions.add_note(ticket, markup.from_text(told), by=by, mailed=mailed)
