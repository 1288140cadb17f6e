"""Administration of tickets: setting up, looking, repairing; what happens to a ticket goes through actions."""

from tickets.admin import wording
from tickets.admin.configuration import NumberingSeriesForm
from tickets.admin.looking import OfVisibleTickets

__all__ = ["NumberingSeriesForm", "OfVisibleTickets", "wording"]
