"""Every read of the customer register, with a name."""

import re
from typing import TYPE_CHECKING, Self

from django.db.models import F, FloatField, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat

from crm import domains
from crm.enums import ContactRole
from helpdesk.models import User

if TYPE_CHECKING:
    from crm.models import Asset, Company, CompanyDomain, CompanyGroup, Contact, Project

SHORTEST_TRIGRAM = 3
LONGEST_SWAPPED = 12
MOST_WORDS = 6
PHONE = re.compile(r"\s*\+?\(?\d(?:[\s().\-/]*\d){6,14}\s*")
NO_DIGIT = re.compile(r"\D")
TAIL = 9


class Fold(Func):
    """Text without accents, in lower case: the form in which names are compared."""

    function = "crm_fold"
    arity = 1
    output_field = TextField()


class Digits(Func):
    """The digits of a text."""

    function = "regexp_replace"
    template = "%(function)s(%(expressions)s, '\\D', '', 'g')"
    arity = 1
    output_field = TextField()


def containing(text: str) -> list[Q]:
    """Return one condition per word of ``text``, each served by the trigram index of a ``search_text``.

    A word of three letters or more is found anywhere, a shorter one where a word begins.
    """
    return [_containing(word) for word in _words(text)]


def resembling(text: str) -> list[Q]:
    """Return one condition per word of ``text`` that forgives a slip of the pen, or two neighbours swapped."""
    return [_resembling(word) for word in _words(text)]


def _words(text: str) -> list[str]:
    """Return the words of ``text``; of a phone number its last digits, with and without the country the same."""
    if PHONE.fullmatch(text):
        return [NO_DIGIT.sub("", text)[-TAIL:]]
    return text.split()[:MOST_WORDS]


def _containing(word: str) -> Q:
    if len(word) < SHORTEST_TRIGRAM:
        return Q(search_text__contains=Concat(Value(" "), Fold(Value(word))))
    return Q(search_text__contains=Fold(Value(word)))


def _resembling(word: str) -> Q:
    like = _containing(word)
    if len(word) >= SHORTEST_TRIGRAM:
        like |= Q(search_text__trigram_word_similar=Fold(Value(word)))
    for swapped in _swaps(word):
        like |= _containing(swapped)
    return like


def _swaps(word: str) -> list[str]:
    """Return ``word`` with each pair of neighbours swapped: what trigrams of a short word cannot see."""
    if not SHORTEST_TRIGRAM < len(word) <= LONGEST_SWAPPED or not word.isalpha():
        return []
    pairs = range(len(word) - 1)
    return [word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in pairs if word[i] != word[i + 1]]


def closeness(text: str) -> Func:
    """Return how well a ``search_text`` answers ``text``, from 0 to 1."""
    return Func(Fold(Value(text)), F("search_text"), function="word_similarity", output_field=FloatField())


class CompanyQuerySet(QuerySet["Company"]):
    """Companies that we serve or have served."""

    def visible_to(self, user: User) -> Self:
        """Keep what ``user`` may see: agents with the right every company, customers their own."""
        if user.is_agent:
            return self if user.has_perm("crm.view_company") else self.none()
        return self.filter(contacts__user=user, contacts__is_active=True)

    def overseen_by(self, user: User) -> Self:
        """Keep the company whose requests ``user``, a customer of the company role, sees all of."""
        return self.filter(contacts__user=user, contacts__is_active=True, contacts__role=ContactRole.COMPANY)

    def active(self) -> Self:
        """Keep companies that are still served."""
        return self.filter(is_active=True)

    def inactive(self) -> Self:
        """Keep companies that are served no more."""
        return self.filter(is_active=False)

    def in_group(self, group: "CompanyGroup") -> Self:
        """Keep the members of ``group``."""
        return self.filter(groups=group)

    def search(self, text: str) -> Self:
        """Keep companies with every word of ``text`` in code, name, VAT id, phone or e-mail; else those that resemble.

        Looks first whether the words themselves are there (one query), for resembling a common word is slow.
        """
        exact = self.filter(*containing(text))
        return exact if exact.exists() else self.filter(*resembling(text))

    def best_first(self, text: str) -> Self:
        """Put the companies that answer ``text`` best first."""
        return self.order_by(closeness(text).desc(), "name", "pk")

    def for_sender(self, email: str) -> "Company | None":
        """Return the active company whose mail domain ``email`` is from."""
        return self.active().filter(domains__domain=domains.of(email)).first()

    def for_list(self) -> Self:
        """Bring what a row of the list shows."""
        return self.prefetch_related("groups", "addresses")

    def for_detail(self) -> Self:
        """Bring what the company's page shows."""
        return self.select_related("bill_to").prefetch_related(
            "groups", "domains", "addresses", "contacts", "projects__tasks", "assets"
        )

    def codes_like(self, base: str) -> set[str]:
        """Return the codes already given that begin with ``base``."""
        return set(self.filter(code__startswith=base).values_list("code", flat=True))


class CompanyDomainQuerySet(QuerySet["CompanyDomain"]):
    """Mail domains and whose they are."""

    def of_others(self, company: "Company", domains: list[str]) -> Self:
        """Keep those of ``domains`` that belong to another company than ``company``."""
        return self.filter(domain__in=domains).exclude(company=company.pk).select_related("company")


class ContactQuerySet(QuerySet["Contact"]):
    """People who write to us."""

    def visible_to(self, user: User) -> Self:
        """Keep what ``user`` may see: agents with the right every contact, customers themselves."""
        if user.is_agent:
            return self if user.has_perm("crm.view_contact") else self.none()
        return self.filter(user=user)

    def active(self) -> Self:
        """Keep contacts who still work where we know them."""
        return self.filter(is_active=True)

    def inactive(self) -> Self:
        """Keep contacts who have left."""
        return self.filter(is_active=False)

    def shuts_out(self, user: User) -> bool:
        """Tell whether ``user`` is the login of a contact who has left; who works at the desk is never shut out."""
        return not user.is_agent and self.inactive().filter(user=user).exists()

    def of(self, company: "Company") -> Self:
        """Keep the people of ``company``."""
        return self.filter(company=company)

    def of_client(self, company: "Company") -> Self:
        """Keep the people of ``company`` and of those with the same payer, and who works for no company."""
        payer = company.payer
        return self.filter(Q(company=None) | Q(company=payer) | Q(company__bill_to=payer))

    def search(self, text: str, companies: CompanyQuerySet) -> Self:
        """Keep contacts with every word of ``text`` in their own row or that of theirs of ``companies``.

        Else those that resemble, like companies.
        """
        exact = self._answering(containing(text), companies)
        return exact if exact.exists() else self._answering(resembling(text), companies)

    def _answering(self, words: list[Q], companies: CompanyQuerySet) -> Self:
        found = self
        for word in words:
            themselves = self.model.objects.filter(word).order_by().values("pk")
            by_company = self.model.objects.filter(company__in=companies.filter(word)).order_by().values("pk")
            # A union, and not an OR over the join: each half keeps its index.
            found = found.filter(pk__in=themselves.union(by_company))
        return found

    def best_first(self, text: str) -> Self:
        """Put the contacts who answer ``text`` best first."""
        return self.order_by(closeness(text).desc(), "name", "pk")

    def for_sender(self, email: str) -> "Contact | None":
        """Return the active contact who writes from ``email``, whatever its case."""
        return self.active().filter(email=email).exclude(email="").select_related("company", "user").first()

    def with_login(self) -> Self:
        """Keep those who may sign in to the portal."""
        return self.exclude(user=None)

    def signing_in_with(self, user: User) -> Self:
        """Keep the contact whose login ``user`` is."""
        return self.filter(user=user)

    def awaiting(self, user: User) -> Self:
        """Keep the active contact with the e-mail of ``user``, if they have no login yet."""
        return self.active().filter(user=None, email=user.email)

    def for_list(self) -> Self:
        """Bring what a row of the list shows."""
        return self.select_related("company")

    def for_detail(self) -> Self:
        """Bring what the contact's page shows."""
        return self.select_related("company", "user")


class ProjectQuerySet(QuerySet["Project"]):
    """Projects of our customers and of our own."""

    def visible_to(self, user: User) -> Self:
        """Keep what ``user`` may see: agents with the right every project, customers their company's."""
        if user.is_agent:
            return self if user.has_perm("crm.view_project") else self.none()
        return self.filter(company__contacts__user=user, company__contacts__is_active=True)

    def active(self) -> Self:
        """Keep projects that still run."""
        return self.filter(is_active=True)

    def open_to(self, company: "Company | None") -> Self:
        """Keep running projects that a ticket of ``company`` may belong to: its own, and those of no company."""
        return self.active().filter(Q(company=company) | Q(company=None))


class AssetQuerySet(QuerySet["Asset"]):
    """Things at our customers' that we look after."""

    def visible_to(self, user: User) -> Self:
        """Keep what ``user`` may see: agents with the right every asset, customers their company's."""
        if user.is_agent:
            return self if user.has_perm("crm.view_asset") else self.none()
        return self.filter(company__contacts__user=user, company__contacts__is_active=True)

    def active(self) -> Self:
        """Keep assets that are still in use."""
        return self.filter(is_active=True)

    def of(self, company: "Company") -> Self:
        """Keep the assets of ``company``."""
        return self.filter(company=company)
