"""Contacts: the people who write to us."""

import uuid
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.enums import ContactRole
from crm.models.company import Company
from crm.models.fields import LowercaseEmailField, search_text
from crm.querysets import ContactQuerySet
from helpdesk import current_time
from helpdesk.enums import Language
from helpdesk.models import CompanyProfile, validate_time_zone


class Contact(models.Model):
    """Somebody who asks us, for a company or for themselves."""

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    email = LowercaseEmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    company = models.ForeignKey(
        Company, models.PROTECT, null=True, blank=True, related_name="contacts", verbose_name=_("company")
    )
    language = models.CharField(_("language"), max_length=5, choices=Language, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True, validators=[validate_time_zone])
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="contact",
        verbose_name=_("portal login"),
    )
    role = models.CharField(
        _("sees in the portal"), max_length=8, choices=ContactRole, default=ContactRole.OWN, db_default=ContactRole.OWN
    )
    notes = models.TextField(_("notes"), blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created"), default=current_time.now, editable=False)
    key = models.UUIDField(unique=True, null=True, blank=True, editable=False, help_text=_("Idempotency key."))
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)  # of what was sent under the key
    search_text = search_text("name", "email", "phone", "job_title")

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering: ClassVar[list[str]] = ["name", "pk"]
        indexes = [
            GinIndex(fields=["search_text"], name="contact_search", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["name", "id"], name="contact_by_name"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=~Q(email=""),
                name="contact_email_unique",
                violation_error_message=_("There is a contact with this e-mail already."),
            ),
            models.CheckConstraint(name="contact_email_lower", condition=~Q(email__regex=r"[A-Z\s]")),
            models.CheckConstraint(name="contact_named", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the contact's page."""
        return reverse("crm:contact_detail", args=[self.public_id])

    @property
    def resolved_language(self) -> str:
        """Return the language we write in to this person: the contact's, the company's, ours."""
        return self.language or (self.company.language if self.company else "") or CompanyProfile.current().language

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone this person lives in: the contact's, the company's, ours."""
        if self.time_zone:
            return ZoneInfo(self.time_zone)
        return self.company.zone if self.company else CompanyProfile.current().zone
