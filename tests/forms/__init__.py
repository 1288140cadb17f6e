"""Every form of the product that writes something, filled in and ready to be sent, by the name of its address."""

from tests.forms import billing, desk, estimates, mails, tickets
from tests.forms.administration import addable, of_administration
from tests.forms.filled import Filled

__all__ = ["FORMS", "SAVING_NOTHING", "Filled", "addable", "of_administration"]

FORMS = {**desk.FORMS, **tickets.FORMS, **mails.FORMS, **estimates.FORMS, **billing.FORMS}
SAVING_NOTHING = {
    "tickets:ticket_new_fields",
    "estimates:technical_totals",
    "estimates:commercial_totals",
    "estimates:offers_new",
    "billing:generate",
}
