"""The register: companies with their people, projects and assets."""

import random
import tomllib
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TypedDict

from crm import actions
from crm.actions import Belongings
from crm.enums import AddressKind, ResourceRole
from crm.models import Address, Asset, Company, CompanyGroup, Contact, Project, ProjectResource, ProjectTask
from demo import our_company
from helpdesk.models import User

REGISTER = Path(__file__).parent / "register"
PEOPLE = 120
ZONES = {"FR": "Europe/Paris", "RO": "Europe/Bucharest", "GB": "Europe/London"}
PROJECTS = {
    "it": ("Migrazione posta a Microsoft 365", "Nuova rete della sede", "Magazzino con terminali"),
    "fr": ("Migration de la messagerie", "Nouveau réseau du site", "Portail clients"),
    "ro": ("Migrarea poștei electronice", "Rețea nouă la sediu", "Portal pentru clienți"),
    "en": ("Mail migration", "New network on site", "Customer portal"),
}
TASKS = {
    "it": ("Analisi", "Installazione", "Collaudo", "Formazione"),
    "fr": ("Analyse", "Installation", "Recette", "Formation"),
    "ro": ("Analiză", "Instalare", "Testare", "Instruire"),
    "en": ("Analysis", "Installation", "Acceptance", "Training"),
}
ASSETS = (
    ("Firewall FortiGate 60F", "Firewall", "FGT60F"),
    ("NAS Synology RS1221+", "Storage", "SYN21"),
    ("Server Dell PowerEdge T350", "Server", "DPE350"),
    ("HP LaserJet Pro M404dn", "Printer", "VNB3"),
    ("Switch Aruba 2530-24G", "Switch", "CN9"),
)


class CompanyFacts(TypedDict, total=False):
    """A company as its file has it."""

    name: str
    legal_name: str
    vat_id: str
    country: str
    language: str
    street: str
    postal_code: str
    city: str
    province: str
    domain: str
    phone: str
    group: str
    currency: str
    weight: int
    has_fee: bool


@dataclass(frozen=True, slots=True)
class Customer:
    """A company with what the stories need of it; one with a fee pays a flat rate for our help."""

    company: Company
    weight: int
    has_fee: bool
    people: list[Contact] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    assets: list[Asset] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Register:
    """Everybody who asks us."""

    customers: list[Customer]
    strangers: list[Contact]

    def named(self, name: str) -> Customer:
        """Return the customer with that name."""
        return next(customer for customer in self.customers if customer.company.name == name)


def enter(staff: dict[str, User], rng: random.Random, today: date) -> Register:
    """Enter companies, their people, projects and assets."""
    by, facts = staff["admin"], tomllib.loads((REGISTER / "companies.toml").read_text())
    customers = [_customer(one, by) for one in facts["company"]]
    names = _names(rng)
    for number in range(PEOPLE - 1):
        _add_person(customers[number % len(customers)], names, rng, by)
    stranger = Contact(name="Ezio Neri", email="ezio.neri@posta.example", language="it", phone="+39 347 5520981")
    for number, customer in enumerate(customers):
        _add_assets(customer, rng)
        if number % 3 == 0:
            _add_project(customer, staff, number, today)
    return Register(customers, [actions.create_contact(stranger, by=by)])


def _customer(facts: CompanyFacts, by: User) -> Customer:
    company = Company(
        name=facts["name"],
        legal_name=facts["legal_name"],
        vat_id=facts["vat_id"],
        language=facts["language"],
        time_zone=ZONES.get(facts["country"], ""),
        currency=facts.get("currency", "EUR"),
        email=f"info@{facts['domain']}",
        phone=facts["phone"],
        website=f"https://www.{facts['domain']}/",
    )
    group, _made = CompanyGroup.objects.get_or_create(name=facts["group"])
    belongings = Belongings(groups=[group], domains=[facts["domain"]], addresses=_addresses(facts))
    return Customer(actions.create_company(company, belongings, by=by), facts["weight"], facts["has_fee"])


def _addresses(facts: CompanyFacts) -> list[Address]:
    place = {
        "street": facts["street"],
        "postal_code": facts["postal_code"],
        "city": facts["city"],
        "province": facts.get("province", ""),
        "country": facts["country"],
    }
    return [Address(kind=kind, is_default=True, **place) for kind in (AddressKind.BILLING, AddressKind.SITE)]


def _names(rng: random.Random) -> dict[str, list[tuple[str, str, str]]]:
    """Return shuffled names with a job each, by language; none comes twice."""
    pools = tomllib.loads((REGISTER / "people.toml").read_text())
    names = {}
    for language, pool in pools.items():
        pairs = [(first, last) for first in pool["first"] for last in pool["last"]]
        rng.shuffle(pairs)
        names[language] = [(first, last, rng.choice(pool["job"])) for first, last in pairs]
    return names


def _add_person(customer: Customer, names: dict[str, list[tuple[str, str, str]]], rng: random.Random, by: User) -> None:
    company = customer.company
    first, last, job = names[company.language].pop()
    domain = company.email.partition("@")[2]
    contact = Contact(
        name=f"{first} {last}",
        email=f"{_ascii(first)}.{_ascii(last)}@{domain}",
        phone=f"{company.phone[:-2]}{rng.randrange(10, 99)}",
        job_title=job,
        company=company,
    )
    customer.people.append(actions.create_contact(contact, by=by))


def _ascii(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "".join(letter for letter in plain if letter.isalpha())


def _add_assets(customer: Customer, rng: random.Random) -> None:
    for name, kind, serial in rng.sample(ASSETS, 2):
        number = f"{serial}{rng.randrange(100_000, 999_999)}"
        customer.assets.append(Asset.objects.create(company=customer.company, name=name, kind=kind, serial=number))


def _add_project(customer: Customer, staff: dict[str, User], number: int, today: date) -> None:
    language = customer.company.language
    names = PROJECTS[language]
    project = Project.objects.create(
        code=f"PRJ-{number // 3 + 1}",
        name=names[number % len(names)],
        company=customer.company,
        starts_on=today - timedelta(days=120 - number),
        ends_on=today + timedelta(days=60 + number),
    )
    ProjectTask.objects.bulk_create(
        ProjectTask(project=project, name=task, position=position, planned_minutes=480, done=position < number % 4)
        for position, task in enumerate(TASKS[language])
    )
    roles = {
        "james": ResourceRole.MANAGER,
        our_company.AGENTS[number % len(our_company.AGENTS)]: ResourceRole.TECHNICIAN,
        "giulia": ResourceRole.SALES,
    }
    ProjectResource.objects.bulk_create(
        ProjectResource(project=project, user=staff[login], role=role) for login, role in roles.items()
    )
    customer.projects.append(project)
