"""Our own firm and the people who sign in."""

from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from helpdesk import actions
from helpdesk.models import CompanyProfile, User

PASSWORD = "demo-helpdesk-2026"  # noqa: S105 -- printed for everybody who looks at the demo
DOMAIN = "nordest.example"
FIRM = {
    "name": "Nordest Servizi Informatici",
    "legal_name": "Nordest Servizi Informatici S.r.l.",
    "vat_id": "IT05312990269",
    "address": "Via Terraglio 84\n31022 Preganziol (TV)\nItalia",
    "email": f"info@{DOMAIN}",
    "phone": "+39 0422 331940",
    "iban": "IT52X0200861810000103754921",
    "footer": "Sede legale: Via Terraglio 84, 31022 Preganziol (TV) · REA TV-418826 · Cap. soc. € 50.000 i.v.",
    "language": "it",
    "time_zone": "Europe/Rome",
    "currency": "EUR",
    "hours_per_day": Decimal(8),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signs in."""

    login: str
    name: str
    group: str
    language: str
    signature: str = ""


PEOPLE = (
    Person("ana", "Ana Ionescu", "agent", "en", "Ana Ionescu\nService desk\nTel. +39 0422 331941"),
    Person("luca", "Luca Moretti", "agent", "it", "Luca Moretti\nAssistenza tecnica\nTel. +39 0422 331942"),
    Person("elise", "Élise Martin", "agent", "fr", "Élise Martin\nAssistance France\nTél. +39 0422 331943"),
    Person("andrei", "Andrei Munteanu", "agent", "ro", "Andrei Munteanu\nSuport tehnic\nTel. +39 0422 331944"),
    Person("james", "James Whitfield", "supervisor", "en", "James Whitfield\nHead of the service desk"),
    Person("giulia", "Giulia Ferrari", "sales", "it", "Giulia Ferrari\nUfficio commerciale\nTel. +39 0422 331950"),
    Person("silvia", "Silvia Conti", "biller", "it", "Silvia Conti\nAmministrazione"),
    Person("admin", "Paolo Dal Molin", "admin", "en", "Paolo Dal Molin"),
)
AGENTS = ("ana", "luca", "elise", "andrei")


def found() -> None:
    """Write down who we are."""
    firm = CompanyProfile.current()
    for name, value in FIRM.items():
        setattr(firm, name, value)
    firm.save()


def hire() -> dict[str, User]:
    """Give our people their logins; return them by the first part of their address."""
    password = make_password(PASSWORD)
    return {person.login: _hired(person, password) for person in PEOPLE}


def _hired(person: Person, password: str) -> User:
    is_admin = person.group == "admin"
    user = User.objects.create_user(
        f"{person.login}@{DOMAIN}",
        display_name=person.name,
        is_agent=True,
        is_staff=is_admin,
        is_superuser=is_admin,
        language=person.language,
        signature=person.signature,
    )
    return _joined(user, person.group, password)


def _joined(user: User, group: str, password: str) -> User:
    user.password = password
    user.save(update_fields=["password"])
    user.groups.add(Group.objects.get(name=group))
    actions.vouch_for_email(user)
    return user
