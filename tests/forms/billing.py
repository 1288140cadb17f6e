"""Forms of works and proposals."""

from collections.abc import Callable

from django.urls import reverse

from tests.billing import factories as billing
from tests.crm.factories import CompanyFactory
from tests.forms.filled import REASON, Filled, agent, key, on_page
from tests.tickets.factories import TicketFactory
from tickets.models import Ticket


def work_log() -> Filled:
    """Fill in a work."""
    ticket = TicketFactory()
    typed = {"work_date": "2026-03-02", "starts": "09:00", "ends": "10:00", "billing_mode": "billable", "key": key()}
    return Filled(agent(), reverse("billing:work_log", args=[ticket.slug]), typed)


def work_edit() -> Filled:
    """Change a work."""
    by, address = agent(), reverse("billing:work_edit", args=[billing.log(TicketFactory()).public_id])
    return on_page(address, address, by, ends="11:00")


def work_delete() -> Filled:
    """Delete a work."""
    return Filled(agent(), reverse("billing:work_delete", args=[billing.log(TicketFactory()).public_id]))


def of_billing(path: str, **typed: object) -> Callable[[], Filled]:
    """Return a form about the billing of a ticket."""

    def filled() -> Filled:
        ticket = billing.PayingTicketFactory()
        billing.log(ticket)
        if path == "bill-again":
            Ticket.objects.filter(pk=ticket.pk).update(billing_status="not_billed")
        return Filled(agent(), f"{ticket.get_absolute_url()}billing/{path}/", typed)

    return filled


def batch_create() -> Filled:
    """Make proposals of two tickets."""
    tickets = [billing.PayingTicketFactory() for _ in range(2)]
    for ticket in tickets:
        billing.log(ticket)
    return Filled(agent(), reverse("billing:batch_create"), {"ticket": [one.slug for one in tickets], "key": key()})


def of_proposal(path: str, *steps: str, **typed: object) -> Callable[[], Filled]:
    """Return a form of a proposal that made these ``steps``, of two tickets."""

    def filled() -> Filled:
        by, company = agent(), CompanyFactory(billable=True)
        tickets = [billing.PayingTicketFactory(company=company) for _ in range(2)]
        made = billing.proposal(*tickets)
        client = Filled(by, "").client()
        for step in steps:
            client.post(f"{made.get_absolute_url()}{step}/")
        return Filled(by, f"{made.get_absolute_url()}{path.format(ticket=tickets[0].slug)}/", typed)

    return filled


FORMS: dict[str, Callable[[], Filled]] = {
    "billing:work_log": work_log,
    "billing:work_edit": work_edit,
    "billing:work_delete": work_delete,
    "billing:ticket_not_bill": of_billing("not-bill", **REASON),
    "billing:ticket_bill_again": of_billing("bill-again", **REASON),
    "billing:ticket_rate": of_billing("rate", rate="50"),
    "billing:batch_create": batch_create,
    "billing:proposal_confirm": of_proposal("confirm"),
    "billing:proposal_unconfirm": of_proposal("unconfirm", "confirm"),
    "billing:proposal_cancel": of_proposal("cancel"),
    "billing:proposal_notes": of_proposal("notes", notes="Thank you"),
    "billing:ticket_remove": of_proposal("tickets/{ticket}/remove"),
    "billing:ticket_suspend": of_proposal("tickets/{ticket}/suspend", **REASON),
    "billing:ticket_drop": of_proposal("tickets/{ticket}/drop", **REASON),
}
