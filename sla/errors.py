"""What the service levels refuse."""

from django.utils.translation import gettext as _

from helpdesk.errors import Refusal


class CalendarNeverOpen(Refusal):
    """A calendar without working time can date nothing."""

    def __init__(self, calendar: object) -> None:
        super().__init__(_("The calendar %(calendar)s has no working time.") % {"calendar": calendar}, "calendar")
