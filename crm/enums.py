"""The closed lists of the customer register."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AddressKind(TextChoices):
    """What an address is for."""

    BILLING = "billing", _("Billing")
    SITE = "site", _("Site")


class ResourceRole(TextChoices):
    """What somebody does in a project."""

    MANAGER = "manager", _("Project manager")
    TECHNICIAN = "technician", _("Technician")
    SALES = "sales", _("Salesperson")


class ContactRole(TextChoices):
    """Which requests a contact with a login sees."""

    OWN = "own", _("Own requests")
    COMPANY = "company", _("All requests of the company")
