"""Who may write in the customer register."""

from crm.errors import RegisterIsNotYours
from helpdesk.models import User


def can_add_company(user: User) -> bool:
    """Tell whether ``user`` may enter a new company."""
    return user.is_agent and user.has_perm("crm.add_company")


def can_change_company(user: User) -> bool:
    """Tell whether ``user`` may change a company."""
    return user.is_agent and user.has_perm("crm.change_company")


def can_add_contact(user: User) -> bool:
    """Tell whether ``user`` may enter a new contact."""
    return user.is_agent and user.has_perm("crm.add_contact")


def can_change_contact(user: User) -> bool:
    """Tell whether ``user`` may change a contact."""
    return user.is_agent and user.has_perm("crm.change_contact")


def ensure_can_add_company(user: User) -> None:
    """Refuse unless ``user`` may enter a new company."""
    if not can_add_company(user):
        raise RegisterIsNotYours


def ensure_can_change_company(user: User) -> None:
    """Refuse unless ``user`` may change a company."""
    if not can_change_company(user):
        raise RegisterIsNotYours


def ensure_can_add_contact(user: User) -> None:
    """Refuse unless ``user`` may enter a new contact."""
    if not can_add_contact(user):
        raise RegisterIsNotYours


def ensure_can_change_contact(user: User) -> None:
    """Refuse unless ``user`` may change a contact."""
    if not can_change_contact(user):
        raise RegisterIsNotYours
