"""What ten people need to work: themselves, a mailbox, and tickets. Run inside a desk; prints what was made as JSON."""

import json
import sys

import django

PASSWORD = "correct horse battery"
COLLEAGUES = {"agent": 4, "supervisor": 1, "biller": 1, "admin": 1}
CUSTOMERS = 3


def people() -> dict[str, list[str]]:
    """Make a desk with its people and open tickets, each customer with two."""
    from tests.crm.factories import ContactFactory
    from tests.helpdesk.factories import UserFactory
    from tests.mail.factories import MailboxFactory
    from tests.tickets.factories import TicketFactory, TypeFactory

    MailboxFactory(address="support@desk.example")
    kind = TypeFactory()
    made = {role: [UserFactory(**{role: True}) for _ in range(count)] for role, count in COLLEAGUES.items()}
    made["customer"] = [UserFactory() for _ in range(CUSTOMERS)]
    for users in made.values():
        for user in users:
            user.set_password(PASSWORD)
            user.save()
    contacts = [ContactFactory(user=user, email=user.email, company=None) for user in made["customer"]]
    tickets = [TicketFactory(type=kind, requester=contact, requester_email=contact.email) for contact in contacts * 2]
    found = {role: [user.email for user in users] for role, users in made.items()}
    return found | {"tickets": [ticket.slug for ticket in tickets]}


def to_bill(count: int) -> list[str]:
    """Make closed tickets of several customers with two works each, and return their slugs."""
    from crm.models import Company
    from helpdesk.models import User
    from tests.billing.factories import PayingTicketFactory, log
    from tests.crm.factories import CompanyFactory
    from tickets.models import TicketType

    kind, agent = TicketType.objects.latest("pk"), User.objects.agents().earliest("pk")
    CompanyFactory.reset_sequence(Company.objects.count())
    companies = [CompanyFactory(billable=True) for _ in range(4)]
    tickets = [PayingTicketFactory(type=kind, company=companies[number % 4]) for number in range(count)]
    for ticket in tickets:
        for times in ("09:00–10:00", "14:00–15:30"):
            log(ticket, times=times, by=agent)
    return [ticket.slug for ticket in tickets]


if __name__ == "__main__":
    django.setup()
    json.dump(to_bill(int(sys.argv[1])) if sys.argv[1:] else people(), sys.stdout)
