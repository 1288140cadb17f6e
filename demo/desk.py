"""How the desk is set up: types with their statuses, categories, severities, operations, mailboxes."""

from dataclasses import dataclass

from demo.our_company import DOMAIN
from mail.models import Mailbox
from tickets.enums import Category, DueDefault, Kind, Period
from tickets.models import (
    MailboxRoute,
    NumberingSeries,
    Operation,
    TicketCategory,
    TicketStatus,
    TicketType,
)

Statuses = tuple[tuple[str, str, str, Category], ...]

ASSISTANCE: Statuses = (
    ("new", "New", "We have received it", Category.NEW),
    ("open", "Open", "We are working on it", Category.OPEN),
    ("replied", "Waiting for the customer", "We are waiting for your answer", Category.REPLIED),
    ("on-hold", "On hold", "On hold", Category.ON_HOLD),
    ("resolved", "Resolved", "Solved, please confirm", Category.RESOLVED),
    ("closed", "Closed", "Closed", Category.CLOSED),
)
PROJECT: Statuses = (
    ("new", "New", "We have received it", Category.NEW),
    ("open", "In progress", "We are working on it", Category.OPEN),
    ("replied", "Waiting for the customer", "We are waiting for your answer", Category.REPLIED),
    ("estimating", "Being estimated", "We are preparing an offer", Category.ON_HOLD),
    ("resolved", "Delivered", "Delivered, please confirm", Category.RESOLVED),
    ("closed", "Closed", "Closed", Category.CLOSED),
)
HARDWARE: Statuses = (
    ("new", "New", "We have received it", Category.NEW),
    ("open", "Open", "We are working on it", Category.OPEN),
    ("replied", "Waiting for the customer", "We are waiting for your answer", Category.REPLIED),
    ("spare-part", "Waiting for a spare part", "Waiting for a spare part", Category.ON_HOLD),
    ("at-maker", "At the manufacturer", "Sent to the manufacturer", Category.ON_HOLD),
    ("resolved", "Repaired", "Repaired, please confirm", Category.RESOLVED),
    ("closed", "Closed", "Closed", Category.CLOSED),
)
FIRST_TYPE = "req"  # the type that a new desk comes with; it becomes Assistance
CATEGORIES = {
    "Network": ("VPN", "Wi-Fi", "Firewall", "Internet line"),
    "Mail": ("Mailboxes", "Spam and phishing"),
    "Workplace": ("Printers", "PCs and notebooks", "Phones"),
    "Servers": ("Backup", "Storage", "Virtual machines"),
    "Software": ("ERP", "Office suite", "Website", "Licences"),
    "Users": ("Accounts and passwords", "Training"),
}
OPERATIONS = {
    "int": {
        "check": "Check and diagnosis",
        "restore": "Restore data",
        "configure": "Change a configuration",
        "account": "Create or change an account",
        "howto": "Explain how it is done",
    },
    "prj": {"survey": "Survey on site", "install": "New installation", "migrate": "Migration", "train": "Training"},
    "hw": {"repair": "Repair", "replace": "Replacement", "order": "Order and delivery"},
}
MAILBOXES = (
    ("Support", "support", "int", True),
    ("Projects", "projects", "prj", False),
    ("Hardware", "hardware", "hw", False),
)


@dataclass(frozen=True, slots=True)
class Desk:
    """What tickets are given: everything by its code or name."""

    types: dict[str, TicketType]
    categories: dict[str, TicketCategory]
    operations: dict[str, Operation]
    mailboxes: dict[str, Mailbox]


def set_up() -> Desk:
    """Make the types and what belongs to them; the type that a new desk comes with becomes the first of ours."""
    types = {
        "int": _type("int", "Assistance", Kind.INCIDENT, ASSISTANCE),
        "prj": _type("prj", "Project request", Kind.REQUEST, PROJECT),
        "hw": _type("hw", "Hardware", Kind.REQUEST, HARDWARE),
    }
    projects = types["prj"]
    projects.due_default, projects.due_days, projects.auto_close_days = DueDefault.DAYS, 15, 0
    projects.save()
    return Desk(types, _categories(), _operations(types), _mailboxes(types))


def _type(code: str, name: str, kind: Kind, statuses: Statuses) -> TicketType:
    series, _made = NumberingSeries.objects.update_or_create(
        code=FIRST_TYPE if code == "int" else code,
        defaults={"code": code, "description": name, "period": Period.YEARLY},
    )
    ticket_type, _made = TicketType.objects.update_or_create(
        code=FIRST_TYPE if code == "int" else code,
        defaults={
            "code": code,
            "name": name,
            "kind": kind,
            "series": series,
            "position": list(OPERATIONS).index(code),
        },
    )
    ticket_type.statuses.all().delete()
    TicketStatus.objects.bulk_create(
        TicketStatus(
            type=ticket_type,
            code=status,
            name=label,
            customer_name=for_customers,
            category=category,
            position=position,
            is_default=position == 0,
        )
        for position, (status, label, for_customers, category) in enumerate(statuses)
    )
    return ticket_type


def _categories() -> dict[str, TicketCategory]:
    found = {}
    for name, parts in CATEGORIES.items():
        found[name] = TicketCategory.objects.create(name=name)
        for part in parts:
            found[part] = TicketCategory.objects.create(name=part, parent=found[name])
    return found


def _operations(types: dict[str, TicketType]) -> dict[str, Operation]:
    found = {}
    for type_code, operations in OPERATIONS.items():
        for code, description in operations.items():
            found[code] = Operation.objects.create(code=code, description=description)
            found[code].types.add(types[type_code])
    return found


def _mailboxes(types: dict[str, TicketType]) -> dict[str, Mailbox]:
    found = {}
    for name, local, type_code, is_default in MAILBOXES:
        found[type_code] = Mailbox.objects.create(
            name=name,
            address=f"{local}@{DOMAIN}",
            from_name=f"Nordest {name}",
            language="it",
            plus_addressing=True,
            is_default=is_default,
        )
        MailboxRoute.objects.create(mailbox=found[type_code], type=types[type_code])
    return found
