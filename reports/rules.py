"""Who may look at reports."""

from django.utils.translation import gettext as _

from helpdesk.rights import rules
from tickets.errors import NotYourTicket

can_see_compliance, ensure_can_see_compliance = rules(
    "sla.view_clock", lambda: NotYourTicket(_("Only supervisors may see compliance reports."))
)
