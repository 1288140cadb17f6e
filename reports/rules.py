"""Who may look at reports."""

from django.utils.translation import gettext as _

from helpdesk.models import User
from tickets.errors import NotYourTicket


def can_see_compliance(user: User) -> bool:
    """Say whether ``user`` may look at how promises were kept, over all tickets."""
    return user.is_agent and user.has_perm("sla.view_clock")


def ensure_can_see_compliance(user: User) -> None:
    """Refuse unless ``user`` may look at how promises were kept."""
    if not can_see_compliance(user):
        raise NotYourTicket(_("Only supervisors may see compliance reports."))
