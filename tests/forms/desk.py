"""Forms of people, companies, contacts and reports."""

from collections.abc import Callable

from django.urls import reverse

from crm.models import Company
from sla.models import Policy
from tests.addresses import signed_in_elsewhere
from tests.crm.factories import CompanyFactory, ContactFactory
from tests.forms.filled import Filled, agent, key, on_page, own
from tests.tickets.factories import TicketFactory


def policy_simulate() -> Filled:
    """Try a policy out."""
    by, address = agent(), reverse("reports:policy_simulate", args=[Policy.objects.default().pk])
    TicketFactory()
    return on_page(address, address, by, is_for_all="on")


def company(row: Company | None = None) -> Filled:
    """Fill in a company, or change ``row``."""
    by = agent()
    address = f"{row.get_absolute_url()}edit/" if row else reverse("crm:company_new")
    return on_page(address, address, by, name=f"Firm {key()}")


def contact_new() -> Filled:
    """Fill in a contact."""
    by, address = agent(), reverse("crm:contact_new")
    return on_page(address, address, by, name="Mario", email=f"{key()}@x.example")


def contact_edit() -> Filled:
    """Change a contact."""
    by, address = agent(), f"{ContactFactory().get_absolute_url()}edit/"
    return on_page(address, address, by, name="Mario")


def session_end() -> Filled:
    """End a session elsewhere."""
    by = agent()
    return Filled(by, reverse("helpdesk:session_end", args=[signed_in_elsewhere(by).pk]))


def sessions_end() -> Filled:
    """End all sessions elsewhere."""
    by = agent()
    signed_in_elsewhere(by)
    return Filled(by, reverse("helpdesk:sessions_end"))


FORMS: dict[str, Callable[[], Filled]] = {
    "helpdesk:profile": own("helpdesk:profile", display_name="Ana"),
    "helpdesk:theme_change": lambda: Filled(agent(), "/profile/theme/", {"theme": "dark"}),
    "helpdesk:session_end": session_end,
    "helpdesk:sessions_end": sessions_end,
    "reports:policy_simulate": policy_simulate,
    "crm:company_new": company,
    "crm:company_edit": lambda: company(CompanyFactory()),
    "crm:contact_new": contact_new,
    "crm:contact_edit": contact_edit,
    "crm:contact_invite": lambda: Filled(agent(), f"{ContactFactory().get_absolute_url()}invite/"),
}
