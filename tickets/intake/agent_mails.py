"""What an agent writes by mail: an answer, a note, and commands."""

from dataclasses import replace

from django.utils.translation import gettext as _

from helpdesk import html as markup
from helpdesk.models import User
from mail.models import InboundMail
from mail.parser import ParsedMail
from tickets import actions
from tickets.drafts import MailOrigin, MessageBody, Reply
from tickets.intake import commands, content
from tickets.intake.commands import Command
from tickets.models import Ticket
from tickets.sender_rights import Verdict


def take(  # noqa: PLR0913 -- what an agent's mail may do depends on that many facts
    ticket: Ticket,
    inbound: InboundMail,
    parsed: ParsedMail,
    ruling: Verdict,
    *,
    is_proven: bool,
    by: User,
    odd: tuple[str, ...] = (),
) -> None:
    """Write down what agent ``by`` says, and carry out what he commands where the mailbox allows it and he is proven.

    Every note of it says that it came by mail, what is ``odd`` about that, and where it is not proven to be his.
    """
    taken, mailed = (
        content.message_body(inbound, parsed),
        MailOrigin(inbound, content.warnings(inbound, odd), is_proven),
    )
    given, rest = _commands(inbound, parsed)
    if not given:
        _write(ticket, mailed, parsed, taken, is_answer=ruling == Verdict.ANSWER, by=by)
    elif not is_proven:
        why = _("This mail is not proven to be yours, so nothing was carried out.")
        told = content.note_html(taken, parsed) + markup.from_text(why)
        actions.add_note(ticket, told, by=by, files=taken.files, mailed=mailed)
    else:
        body = replace(taken, html=markup.from_text(content.SECRET.sub("", rest)), quoted_html="")
        is_answer = ruling == Verdict.ANSWER and not commands.asks_for_note(given)
        if rest.strip() or taken.files:
            _write(ticket, mailed, parsed, body, is_answer=is_answer, by=by)
        _obey(ticket, mailed, given, by)


def _commands(inbound: InboundMail, parsed: ParsedMail) -> tuple[list[Command], str]:
    text = parsed.reply_text or parsed.text
    return commands.read(text) if inbound.mailbox.agents_may_command and not inbound.is_machine_made else ([], text)


def _write(  # noqa: PLR0913 -- an answer and a note take that many facts
    ticket: Ticket, mailed: MailOrigin, parsed: ParsedMail, body: MessageBody, *, is_answer: bool, by: User
) -> None:
    inbound = mailed.inbound
    says_something = bool(body.files or markup.to_text(markup.clean(body.html)))
    if is_answer and says_something and not inbound.is_machine_made:
        answer = Reply(body, cc=ticket.in_copy, inbound=inbound, warnings=mailed.warnings)
        actions.reply(ticket, answer, by=by)
    else:
        actions.add_note(ticket, content.note_html(body, parsed), by=by, files=body.files, mailed=mailed)


def _obey(ticket: Ticket, mailed: MailOrigin, given: list[Command], by: User) -> None:
    """Carry out what was asked for; what was not done stays visible, in a note, with why."""
    refused = commands.obey(ticket, given, by=by)
    if refused:
        told = "\n".join([_("Not carried out:"), *refused])
        actions.add_note(ticket, markup.from_text(told), by=by, mailed=mailed)
