"""Companies, contacts and what they have, for tests."""

import factory

from crm.enums import AddressKind
from crm.models import Address, Asset, Company, CompanyDomain, CompanyGroup, Contact, Project, ProjectTask


class CompanyGroupFactory(factory.django.DjangoModelFactory):
    """A group of companies."""

    class Meta:
        model = CompanyGroup

    name = factory.Sequence(lambda n: f"Group {n}")


class CompanyFactory(factory.django.DjangoModelFactory):
    """A company; ``billable=True`` has all that an invoice needs."""

    class Meta:
        model = Company
        skip_postgeneration_save = True

    class Params:
        billable = factory.Trait(
            vat_id="IT00743110157",
            address=factory.RelatedFactory(
                "tests.crm.factories.AddressFactory", factory_related_name="company", is_default=True
            ),
        )

    code = factory.Sequence(lambda n: f"C{n:04}")
    name = factory.Sequence(lambda n: f"Company {n:04}")


class CompanyDomainFactory(factory.django.DjangoModelFactory):
    """A mail domain of a company."""

    class Meta:
        model = CompanyDomain

    company = factory.SubFactory(CompanyFactory)
    domain = factory.Sequence(lambda n: f"company{n}.test")


class AddressFactory(factory.django.DjangoModelFactory):
    """A billing address in Milan."""

    class Meta:
        model = Address

    company = factory.SubFactory(CompanyFactory)
    kind = AddressKind.BILLING
    street = "Via Roma 1"
    postal_code = "20121"
    city = "Milano"
    province = "MI"
    country = "IT"


class ContactFactory(factory.django.DjangoModelFactory):
    """Somebody of a company; ``company=None`` asks for himself."""

    class Meta:
        model = Contact

    name = factory.Sequence(lambda n: f"Contact {n:04}")
    email = factory.Sequence(lambda n: f"contact{n}@company.test")
    company = factory.SubFactory(CompanyFactory)


class ProjectFactory(factory.django.DjangoModelFactory):
    """A running project of a company."""

    class Meta:
        model = Project

    code = factory.Sequence(lambda n: f"P{n:04}")
    name = factory.Sequence(lambda n: f"Project {n:04}")
    company = factory.SubFactory(CompanyFactory)


class ProjectTaskFactory(factory.django.DjangoModelFactory):
    """A task of a project."""

    class Meta:
        model = ProjectTask

    project = factory.SubFactory(ProjectFactory)
    name = factory.Sequence(lambda n: f"Task {n:04}")


class AssetFactory(factory.django.DjangoModelFactory):
    """A machine of a company."""

    class Meta:
        model = Asset

    company = factory.SubFactory(CompanyFactory)
    name = factory.Sequence(lambda n: f"Machine {n:04}")
