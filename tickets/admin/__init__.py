"""Administration of tickets: setting up, looking, repairing; what happens to a ticket goes through actions."""

from tickets.admin import mail_templates
from tickets.admin.configuration import NumberingSeriesForm
from tickets.admin.records import OfVisibleTickets

__all__ = ["NumberingSeriesForm", "OfVisibleTickets", "mail_templates"]
