"""Everything that changes the customer register. One verb, one function, one transaction."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db import connection, transaction

from crm import codes, rules
from crm.enums import AddressKind
from crm.models import Address, Company, CompanyDomain, CompanyGroup, Contact
from helpdesk import enums, idempotency
from helpdesk.actions import vouch_for_email
from helpdesk.idempotency import Sent
from helpdesk.models import User
from helpdesk.querysets import still_there


@dataclass(frozen=True)
class Belongings:
    """What stands around a company's own row; ``None`` leaves things as they are."""

    groups: Collection[CompanyGroup] | None = None
    domains: Sequence[str] | None = None
    addresses: Sequence[Address] = ()
    dropped_addresses: Collection[Address] = ()


@transaction.atomic
def entered_before[Row: (Company, Contact)](row: Row, sent: Sent | None, *, by: User) -> Row | None:
    """Return what ``by`` entered when the same was sent before; else None, and ``row`` bears the key from now on.

    Refuse when something else was sent under the key (``KeyUsed``).
    """
    if sent is None:
        return None
    row.key = idempotency.scoped_or_none(sent.key, row._meta.label, by.pk)  # noqa: SLF001 -- Django's own public name for it
    row.fingerprint = idempotency.fingerprint(sent.content)
    return idempotency.earlier(type(row).objects.all(), row.key, row.fingerprint)


@transaction.atomic
def create_company(
    company: Company, belongings: Belongings | None = None, *, by: User, sent: Sent | None = None
) -> Company:
    """Enter ``company`` with what belongs to it; one that has no code yet gets the code its name suggests.

    What was ``sent`` twice is entered once.
    """
    rules.ensure_can_add_company(by)
    earlier = entered_before(company, sent, by=by)
    if earlier:
        return earlier
    if not company.code:
        company.code = _free_code(company.name)
    company.save(force_insert=True)
    _arrange(company, belongings or Belongings())
    return company


@transaction.atomic
def change_company(
    company: Company, changed: Collection[str], belongings: Belongings | None = None, *, by: User
) -> Company:
    """Write the ``changed`` columns of ``company`` and what belongs to it; what others changed meanwhile stays."""
    rules.ensure_can_change_company(by)
    still_there(Company.objects.select_for_update(of=("self",)), company)
    company.save(update_fields=changed)
    _arrange(company, belongings or Belongings())
    return company


@transaction.atomic
def create_contact(contact: Contact, *, by: User, sent: Sent | None = None) -> Contact:
    """Enter ``contact``; what was ``sent`` twice is entered once."""
    rules.ensure_can_add_contact(by)
    earlier = entered_before(contact, sent, by=by)
    if earlier:
        return earlier
    contact.save(force_insert=True)
    return contact


@transaction.atomic
def change_contact(contact: Contact, changed: Collection[str], *, by: User) -> Contact:
    """Write the ``changed`` columns of ``contact``; what others changed meanwhile stays."""
    stored = still_there(Contact.objects.select_for_update(of=("self",)), contact)
    rules.ensure_can_change(stored, changed, by=by)
    contact.save(update_fields=changed)
    return contact


@transaction.atomic
def link_login(user: User, *, by: User) -> Contact | None:
    """Make ``user``, a customer, the login of the contact with their e-mail; return whom, if any.

    Nobody loses a login by it, and nobody gets a second one.
    """
    rules.ensure_can_change_contact(by)
    if user.is_agent or not user.is_active or Contact.objects.filter(user=user).exists():
        return None
    contact = Contact.objects.awaiting(user).select_for_update(of=("self",)).first()
    if contact:
        contact.user = user
        contact.save(update_fields=["user"])
    return contact


@transaction.atomic
def invite(contact: Contact, *, by: User) -> User:
    """Return the login of ``contact`` to the portal, made and linked where there is none: one, however often they are invited."""
    rules.ensure_can_let_see(by)
    contact = still_there(Contact.objects.for_detail().select_for_update(of=("self",)), contact)
    login = contact.user or User.objects.by_email(contact.email)
    rules.ensure_can_be_invited(contact, login)
    if contact.user is None:
        contact.user = login or _new_login(contact)
        contact.save(update_fields=["user"])
    return contact.user


def _new_login(contact: Contact) -> User:
    login = User.objects.create_user(
        contact.email,
        display_name=contact.name[: User._meta.get_field("display_name").max_length],  # noqa: SLF001 -- Django's own public name for it
        language=contact.resolved_language,
        time_zone=contact.zone.key,
    )
    login.groups.add(Group.objects.get(name=enums.Group.CUSTOMER))
    vouch_for_email(login)
    return login


def _free_code(name: str) -> str:
    """Return a code nobody has, and keep everybody else from choosing one until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('crm.company.code'))")
    base = codes.base_of(name)
    return codes.next_free(base, Company.objects.codes_like(base))


def _arrange(company: Company, belongings: Belongings) -> None:
    if belongings.groups is not None:
        company.groups.set(belongings.groups)
    if belongings.domains is not None:
        _set_domains(company, belongings.domains)
    _set_addresses(company, belongings)


def _set_domains(company: Company, domains: Sequence[str]) -> None:
    company.domains.exclude(domain__in=domains).delete()
    known = set(company.domains.values_list("domain", flat=True))
    for domain in domains:
        if domain not in known:
            CompanyDomain.objects.create(company=company, domain=domain)


def _set_addresses(company: Company, belongings: Belongings) -> None:
    """Write the addresses, and see that each kind has a default where it has an address at all."""
    for address in belongings.dropped_addresses:
        address.delete()
    # Those that give the title up come first, for the database allows one default of a kind at any moment.
    for address in sorted(belongings.addresses, key=lambda address: address.is_default):
        address.company = company
        address.save()
    for kind in AddressKind:
        _ensure_default(company, kind)


def _ensure_default(company: Company, kind: AddressKind) -> None:
    of_kind = company.addresses.filter(kind=kind).order_by("pk")
    first = of_kind.first()
    if first and not of_kind.filter(is_default=True).exists():
        first.is_default = True
        first.save(update_fields=["is_default"])
