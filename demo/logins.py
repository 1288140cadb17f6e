"""The logins of the demo: our people's, and a customer's to the portal."""

from dataclasses import dataclass

from crm import actions
from crm.enums import ContactRole
from crm.models import Contact
from demo import our_company
from demo.customers import Register
from helpdesk.enums import Group
from helpdesk.models import User

PORTAL = "Supermercati Adige"  # asks often, so there is much to see


@dataclass(frozen=True, slots=True)
class Login:
    """Whose it is, and what they are here."""

    email: str
    name: str
    role: str


def invite_customer(register: Register, by: User) -> Contact:
    """Give a customer a login by which they see all requests of their company."""
    contact = register.named(PORTAL).people[0]
    contact.role = ContactRole.COMPANY
    actions.change_contact(contact, ["role"], by=by)
    login = actions.invite(contact, by=by)
    login.set_password(our_company.PASSWORD)
    login.save(update_fields=["password"])
    contact.refresh_from_db()
    return contact


def listed() -> list[Login]:
    """Return the logins that bear the demo's password, our people's first."""
    ours = [f"{person.login}@{our_company.DOMAIN}" for person in our_company.PEOPLE]
    staff = User.objects.filter(email__in=ours, is_active=True).order_by("pk").prefetch_related("groups")
    invited = Contact.objects.for_detail().active().filter(company__name=PORTAL).with_login().order_by("user")
    return [
        *(Login(user.email, user.display_name, ", ".join(group.name for group in user.groups.all())) for user in staff),
        *(Login(one.user.email, one.name, Group.CUSTOMER.value) for one in invited[:1] if one.user),
    ]
