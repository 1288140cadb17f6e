"""People, our own firm, and stored files."""

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from stdnum import iban

from helpdesk import current_time, vat
from helpdesk.enums import Density, Language, ScanState, Theme
from helpdesk.money import CURRENCIES
from helpdesk.querysets import StoredFileQuerySet, UserQuerySet


def validate_time_zone(name: str) -> None:
    """Refuse a name that is no IANA time zone."""
    if name not in available_timezones():
        raise ValidationError(_("“%(name)s” is not a time zone; write it like Europe/Rome."), params={"name": name})


def validate_vat_id(vat_id: str) -> None:
    """Refuse a VAT id that cannot exist."""
    if not vat.is_valid(vat_id):
        raise ValidationError(
            _("“%(vat_id)s” is not a valid VAT id; it starts with its country, like IT00743110157."),
            params={"vat_id": vat_id},
        )


def validate_iban(number: str) -> None:
    """Refuse an account number that cannot exist."""
    if not iban.is_valid(number):
        raise ValidationError(
            _("“%(iban)s” is not a valid IBAN; compare it letter by letter."), params={"iban": number}
        )


def validate_currency(code: str) -> None:
    """Refuse what is no currency of ISO 4217."""
    if code.upper() not in CURRENCIES:
        raise ValidationError(_("“%(code)s” is not a currency; write it like EUR."), params={"code": code})


def validate_day_length(hours: Decimal) -> None:
    """Refuse a day without work, or with more of it than there is."""
    if not 0 < hours <= 24:
        raise ValidationError(_("A day has more than 0 and at most 24 working hours."))


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes people; the e-mail is their login."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Make somebody who signs in with ``email``; without a password they use a code sent by mail."""
        user: User = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Make somebody who may do everything."""
        return self.create_user(email, password, is_agent=True, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in: an agent at the desk, or a customer."""

    email = models.EmailField(_("e-mail"))
    display_name = models.CharField(_("display name"), max_length=120)
    is_agent = models.BooleanField(_("works at the desk"), default=False)
    is_staff = models.BooleanField(_("may enter the administration"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.EN)
    time_zone = models.CharField(_("time zone"), max_length=60, default="Europe/Rome", validators=[validate_time_zone])
    signature = models.TextField(_("signature"), blank=True)
    theme = models.CharField(_("theme"), max_length=5, choices=Theme, default=Theme.AUTO)
    density = models.CharField(_("density"), max_length=8, choices=Density, default=Density.NORMAL)
    single_keys = models.BooleanField(_("single-key shortcuts"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=current_time.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message=_("Somebody already signs in with this e-mail."),
            ),
            models.CheckConstraint(name="user_named", condition=~Q(display_name="")),
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_full_name(self) -> str:
        """Return the display name, under the name Django uses for it."""
        return self.display_name

    def get_short_name(self) -> str:
        """Return the first word of the display name."""
        return self.display_name.split(" ", 1)[0]

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone this person reads times in."""
        return ZoneInfo(self.time_zone)

    @property
    def initials(self) -> str:
        """Return up to two letters for an avatar."""
        words = self.display_name.split()
        return (words[0][:1] + words[-1][:1] if len(words) > 1 else self.display_name[:2]).upper()


class OperatorDefaults(models.Model):
    """What a new ticket of this operator starts with (Fluentis: parameters per operator)."""

    operator = models.OneToOneField(User, models.CASCADE, related_name="defaults", verbose_name=_("operator"))
    ticket_type = models.ForeignKey(
        "tickets.TicketType", models.SET_NULL, null=True, blank=True, verbose_name=_("ticket type")
    )
    company = models.ForeignKey("crm.Company", models.SET_NULL, null=True, blank=True, verbose_name=_("customer"))
    project = models.ForeignKey("crm.Project", models.SET_NULL, null=True, blank=True, verbose_name=_("project"))

    class Meta:
        verbose_name = _("operator defaults")
        verbose_name_plural = _("operator defaults")

    def __str__(self) -> str:
        return str(self.operator)

    def clean(self) -> None:
        """Refuse a project of somebody else than the client: it would be offered for no ticket."""
        if self.project and self.project.company_id not in {None, self.company_id}:
            raise ValidationError({"project": _("This project belongs to another customer.")})


class CompanyProfile(models.Model):
    """Our own firm: what documents say about us, and the defaults of the desk. One row."""

    name = models.CharField(_("name"), max_length=200, default="Helpdesk")
    legal_name = models.CharField(_("legal name"), max_length=200, blank=True)
    vat_id = models.CharField(_("VAT id"), max_length=30, blank=True, validators=[validate_vat_id])
    address = models.TextField(_("address"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    iban = models.CharField(_("IBAN"), max_length=34, blank=True, validators=[validate_iban])
    footer = models.TextField(_("footer of documents"), blank=True)
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.EN)
    time_zone = models.CharField(_("time zone"), max_length=60, default="Europe/Rome", validators=[validate_time_zone])
    currency = models.CharField(_("currency"), max_length=3, default="EUR", validators=[validate_currency])
    hours_per_day = models.DecimalField(
        _("working hours per day"), max_digits=4, decimal_places=2, default=Decimal(8), validators=[validate_day_length]
    )
    purge_after_days = models.PositiveIntegerField(
        _("purge after days"),
        default=0,
        db_default=0,
        validators=[MaxValueValidator(36_500)],
        help_text=_(
            "Tickets closed longer ago, and people whom nothing needs any more, are deleted for good, "
            "except what was worked, offered or billed. 0 deletes nothing."
        ),
    )
    not_needed = ArrayField(  # of the steps of setting up
        models.CharField(max_length=20), default=list, db_default=[], blank=True, editable=False
    )
    is_set_up_put_away = models.BooleanField(default=False, db_default=False, editable=False)

    class Meta:
        verbose_name = _("our company")
        verbose_name_plural = _("our company")
        constraints = [
            models.CheckConstraint(name="company_profile_single", condition=Q(pk=1)),
            models.CheckConstraint(
                name="company_profile_day_length", condition=Q(hours_per_day__gt=0, hours_per_day__lte=24)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Write VAT id and currency in capitals."""
        self.vat_id, self.currency = vat.normalise(self.vat_id), self.currency.upper()

    @classmethod
    def current(cls) -> "CompanyProfile":
        """Return our firm, making the row on first use."""
        return cls.objects.get_or_create(pk=1)[0]

    @cached_property
    def zone(self) -> ZoneInfo:
        """Return the time zone that decides which year a document belongs to."""
        return ZoneInfo(self.time_zone)

    def today(self) -> date:
        """Return the day at our firm, by which documents are dated and things expire."""
        return current_time.now().astimezone(self.zone).date()


class CacheEntry(models.Model):
    """What the default cache keeps: Django's own table, made here so that migrating makes it."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "helpdesk_cache"
        verbose_name = _("cache entry")
        verbose_name_plural = _("cache entries")

    def __str__(self) -> str:
        return self.cache_key


class StoredFile(models.Model):
    """A file's bytes, kept once however often they come; names belong to whoever attaches it."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=120)
    scan = models.CharField(_("virus scan"), max_length=8, choices=ScanState, blank=True, default=ScanState.NONE)
    finding = models.CharField(_("found"), max_length=200, blank=True)
    scan_tried_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=current_time.now, editable=False)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        constraints = [
            models.CheckConstraint(name="stored_file_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(
                name="stored_file_infected_iff_found",
                condition=Q(scan=ScanState.INFECTED) & ~Q(finding="") | ~Q(scan=ScanState.INFECTED) & Q(finding=""),
            ),
        ]
        indexes = [models.Index("scan_tried_at", name="stored_file_to_scan", condition=Q(scan=ScanState.WAITING))]

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def path(self) -> str:
        """Return where the bytes lie in the default storage."""
        return f"files/{self.sha256[:2]}/{self.sha256}"

    @property
    def is_infected(self) -> bool:
        """Say whether a virus was found; the bytes are never handed out."""
        return self.scan == ScanState.INFECTED

    @property
    def is_waiting_for_scan(self) -> bool:
        """Say whether the bytes are kept back until the scanner has looked; without a scanner nothing is."""
        return self.scan == ScanState.WAITING and bool(settings.MAIL_SCAN)
