"""How far somebody at the desk sees: all tickets, their team's, their own, or none."""

from enum import Enum

from helpdesk.models import User
from helpdesk.querysets import UserQuerySet


class Scope(Enum):
    """Which tickets an agent sees; the value is the right that gives it, the widest first."""

    ALL = "tickets.view_all_tickets"
    TEAM = "tickets.view_team_tickets"
    OWN = "tickets.view_own_tickets"


def scope_of(user: User) -> Scope | None:
    """Return how far ``user`` sees at the desk; nothing without any of the rights."""
    return next((scope for scope in Scope if user.is_agent and user.has_perm(scope.value)), None)


def seeing_tickets() -> UserQuerySet:
    """Return who works at the desk and was given any tickets to see, by name; nobody else can have one."""
    seeing: UserQuerySet = User.objects.agents().holding(*(scope.value for scope in Scope))
    return seeing


def sees_all(user: User) -> bool:
    """Say whether no ticket is hidden from ``user``."""
    return scope_of(user) == Scope.ALL
