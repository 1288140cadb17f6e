"""Commands at the head of an agent's mail, such as ``#close``; carried out by the same actions as on the pages."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from helpdesk.errors import Refusal
from helpdesk.models import User
from tickets import actions
from tickets.enums import Move
from tickets.models import Ticket

LINE = re.compile(r"\s*#([a-z]{2,20})\b[ \t:]*(.{0,200})\s*", re.IGNORECASE)
MOST = 10


@dataclass(frozen=True, slots=True)
class Command:
    """One line: what is wanted, and of whom or what."""

    name: str
    argument: str

    def __str__(self) -> str:
        return f"#{self.name} {self.argument}".rstrip()


def read(text: str) -> tuple[list[Command], str]:
    """Return the commands at the head of ``text``, and the words that follow; blank lines between them do not count."""
    lines = text.splitlines()
    found: list[Command] = []
    while lines and len(found) < MOST:
        match = LINE.fullmatch(lines[0])
        if match:
            found.append(Command(match[1].lower(), match[2].strip()))
        elif lines[0].strip():
            break
        lines.pop(0)
    return found, "\n".join(lines) if found else text


def obey(ticket: Ticket, commands: list[Command], *, by: User) -> list[str]:
    """Carry ``commands`` out in order, each whole or not at all; return those that were not, each with why."""
    refused = []
    for command in commands:
        try:
            with transaction.atomic():
                _do(command, ticket, by)
        except Refusal as refusal:
            refused.append(f"{command} — {refusal.reason}")
    return refused


def _do(command: Command, ticket: Ticket, by: User) -> None:
    known: Mapping[str, Callable[[Command, Ticket, User], object]] = {
        "close": lambda _command, ticket, by: actions.move(ticket, Move.CLOSE, by=by),
        "assign": _assign,
        "note": lambda *_args: None,  # it says what the mail becomes
    }
    if command.name not in known:
        raise Refusal(_("There is no such command."), "NO_SUCH_COMMAND")
    known[command.name](command, ticket, by)


def _assign(command: Command, ticket: Ticket, by: User) -> None:
    found = list(User.objects.agents().called(command.argument)[:2])
    if len(found) != 1:
        raise Refusal(_("No agent, or more than one, has this name or address."), "NO_SUCH_AGENT")
    actions.assign(ticket, found[0], by=by)


def asks_for_note(commands: list[Command]) -> bool:
    """Say whether the words that follow are for colleagues alone."""
    return any(command.name == "note" for command in commands)
