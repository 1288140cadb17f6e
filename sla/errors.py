"""What the service levels refuse."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from helpdesk.errors import Refusal


class CalendarNeverOpen(Refusal):
    """A calendar without working time can date nothing."""

    def __init__(self, calendar: object) -> None:
        super().__init__(_("The calendar %(calendar)s has no working time.") % {"calendar": calendar}, "calendar")


class PolicyBroken(Refusal):
    """A policy that could not keep its word is not put in force."""

    def __init__(self, reasons: Iterable[str]) -> None:
        super().__init__(" ".join(reasons), "POLICY_BROKEN")
