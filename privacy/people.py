"""A person as the desk knows them: their card, their login, and everything they are called by."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from allauth.account.models import EmailAddress
from django.db import models
from django.db.models.functions import Lower

from crm.models import Company, Contact
from helpdesk.models import User
from mail.models import Delivery, InboundMail, Mailbox
from privacy.errors import OurAddress, UnknownPerson
from tickets.models import Message, Ticket, Watcher

SHORTEST_NAME = 6
# Where a name stands beside its address.
NAMED = (
    (Ticket, "requester_email", "requester_name"),
    (Message, "sender_email", "sender_name"),
    (InboundMail, "sender", "sender_name"),
    (Delivery, "address", "name"),
)
ADDRESSED = (*((model, address) for model, address, _name in NAMED), (Ticket, "referent_email"), (Watcher, "email"))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, and what leads to them; ``names`` are those that are nobody else's."""

    contact: Contact | None
    user: User | None
    addresses: tuple[str, ...]
    names: tuple[str, ...]
    phone: str = ""


def find(address: str) -> Person:
    """Return who writes from ``address``; refuse one that is ours, or nobody's."""
    address = address.strip().lower()
    if Mailbox.objects.is_ours(address):
        raise OurAddress(address)
    contact = Contact.objects.filter(email=address).exclude(email="").first()
    user = User.objects.by_email(address)
    if contact is None and user is None and not _is_heard_of(address):
        raise UnknownPerson(address)
    return _person(contact or Contact.objects.filter(user=user, user__isnull=False).first(), user, address)


def of_contact(contact: Contact) -> Person:
    """Return the person of a card."""
    return _person(contact, contact.user, contact.email)


def of_user(user: User) -> Person:
    """Return the person of a login."""
    return _person(Contact.objects.filter(user=user).first(), user, user.email)


def _is_heard_of(address: str) -> bool:
    return any(model._default_manager.filter(**{f"{field}__iexact": address}).exists() for model, field in ADDRESSED)


def _person(contact: Contact | None, user: User | None, address: str) -> Person:
    user = user or (contact.user if contact else None)
    addresses = _addresses(contact, user, address)
    names = tuple(name for name in _names(contact, user, addresses) if not _is_of_others(name, contact, user))
    return Person(contact, user, addresses, names, contact.phone if contact else "")


def _addresses(contact: Contact | None, user: User | None, address: str) -> tuple[str, ...]:
    """Return every address that leads to a person, ``address`` first."""
    verified = EmailAddress.objects.filter(user=user).values_list("email", flat=True) if user else ()
    known = [address, contact.email if contact else "", user.email if user else "", *verified]
    return tuple(dict.fromkeys(one.lower() for one in known if one))


def _names(contact: Contact | None, user: User | None, addresses: Iterable[str]) -> list[str]:
    """Return what they are called, longest first; a single word may be any word, so it is looked for beside their address alone."""
    cards: Iterator[str] = (str(one) for one in (contact, user) if one)
    found = {" ".join(name.split()) for name in chain(cards, names_beside(addresses))}
    return sorted((name for name in found if " " in name and len(name) >= SHORTEST_NAME), key=lambda n: (-len(n), n))


def names_beside(addresses: Iterable[str]) -> Iterator[str]:
    """Return the names that stand beside ``addresses``."""
    wanted = list(addresses)
    for model, address, name in NAMED:
        manager: models.Manager[Any] = model._default_manager
        rows = manager.annotate(written_to=Lower(address)).filter(written_to__in=wanted).order_by()
        yield from rows.values_list(name, flat=True).distinct()


def _is_of_others(name: str, contact: Contact | None, user: User | None) -> bool:
    """Say whether somebody else, or a company, has this name too: there it has to stay."""
    return (
        Contact.objects.filter(name__iexact=name).exclude(pk=contact.pk if contact else 0).exists()
        or User.objects.filter(display_name__iexact=name).exclude(pk=user.pk if user else 0).exists()
        or Company.objects.filter(name__iexact=name).exists()
        or Mailbox.objects.filter(from_name__iexact=name).exists()
    )
