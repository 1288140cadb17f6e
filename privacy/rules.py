"""Who may hand out, anonymise and purge people's data."""

from helpdesk.models import User
from privacy.errors import AboveYou, DataIsNotYours
from privacy.people import Person


def can_handle_data(user: User) -> bool:
    """Say whether ``user`` may handle people's data: who may delete contacts, and sees all tickets."""
    return user.has_perms(["crm.delete_contact", "tickets.view_all_tickets"])


def ensure_can_handle_data(user: User | None) -> None:
    """Refuse unless ``user`` may handle people's data; the desk itself, by its commands and its clock (None), may."""
    if user is not None and not can_handle_data(user):
        raise DataIsNotYours


def ensure_can_anonymise(user: User | None, person: Person) -> None:
    """Refuse unless ``user`` may anonymise ``person``: neither themselves, nor somebody with more rights than they have."""
    ensure_can_handle_data(user)
    if user and person.user and (user == person.user or (person.user.is_superuser and not user.is_superuser)):
        raise AboveYou
