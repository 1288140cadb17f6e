"""What administrators set up: types, statuses, categories, severities, operations, the matrix."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mail.models import Mailbox
from sla.models import Priority
from tickets.enums import Category, DueDefault, Kind, Level
from tickets.models.series import NumberingSeries
from tickets.querysets import OperationQuerySet, StatusQuerySet, TypeQuerySet


class TicketType(models.Model):
    """A type of ticket: its numbering, its statuses, what it demands and what it proposes."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.REQUEST)
    series = models.ForeignKey(
        NumberingSeries,
        models.PROTECT,
        related_name="types",
        limit_choices_to={"is_active": True},
        verbose_name=_("numbering"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("active"), default=True)

    requires_company = models.BooleanField(_("customer is mandatory"), default=False)
    requires_subject = models.BooleanField(_("subject is mandatory"), default=True)
    requires_referent = models.BooleanField(_("referent is mandatory"), default=False)
    requires_referent_email = models.BooleanField(_("referent's e-mail is mandatory"), default=False)
    requires_project = models.BooleanField(_("project is mandatory"), default=False)
    requires_severity = models.BooleanField(_("severity is mandatory"), default=False)

    first_assigned_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("first assigned user"),
    )
    due_default = models.CharField(_("proposed due date"), max_length=5, choices=DueDefault, default=DueDefault.NONE)
    due_days = models.PositiveSmallIntegerField(_("days until due"), default=0)
    auto_close_days = models.PositiveSmallIntegerField(
        _("close after days of silence"), default=7, help_text=_("0 never closes a ticket by itself.")
    )
    reopen_days = models.PositiveSmallIntegerField(_("an answer reopens for days"), default=14)
    confirms_receipt = models.BooleanField(_("answer new mail with the ticket's number"), default=True)
    tells_resolved = models.BooleanField(_("mail the solution, with links to approve and refuse it"), default=True)
    tells_closed = models.BooleanField(_("notify the customer when a ticket is closed"), default=False)
    warn_days = models.PositiveSmallIntegerField(
        _("warn before closing, days ahead"), default=0, help_text=_("0 sends no warning.")
    )
    tells_agents = models.BooleanField(_("notify agents of replies, reopenings and mentions"), default=True)

    objects = TypeQuerySet.as_manager()

    class Meta:
        verbose_name = _("ticket type")
        verbose_name_plural = _("ticket types")
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(
                Lower("code"),
                name="type_code_once_whatever_its_case",
                violation_error_message=_("Another type has this code already, in capitals or not."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class TicketStatus(models.Model):
    """A status of one ticket type; what it means is its category."""

    type = models.ForeignKey(TicketType, models.CASCADE, related_name="statuses", verbose_name=_("ticket type"))
    code = models.SlugField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=80)
    customer_name = models.CharField(
        _("what the customer reads"), max_length=80, blank=True, help_text=_("Such as “We are working on it”.")
    )
    category = models.CharField(_("category"), max_length=10, choices=Category)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_default = models.BooleanField(_("first status of a new ticket"), default=False)
    valid_until = models.DateField(_("offered until"), null=True, blank=True)

    objects = StatusQuerySet.as_manager()

    class Meta:
        verbose_name = _("ticket status")
        verbose_name_plural = _("ticket statuses")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["type", "code"], name="status_code_once_per_type"),
            models.UniqueConstraint(fields=["type"], condition=Q(is_default=True), name="status_one_default_per_type"),
            models.CheckConstraint(
                name="status_default_is_live",
                condition=Q(is_default=False) | ~Q(category__in=[Category.RESOLVED, Category.CLOSED]),
                violation_error_message=_("A new ticket cannot start resolved or closed."),
            ),
        ]

    def __str__(self) -> str:
        return gettext(self.name)  # the names that a new desk comes with are in the catalogues

    @property
    def customer_label(self) -> str:
        """Return what the customer reads: words of their own where there are any."""
        return gettext(self.customer_name or self.name)


class TicketCategory(models.Model):
    """A subject in a tree; it proposes a type."""

    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    proposed_type = models.ForeignKey(TicketType, models.SET_NULL, null=True, blank=True, related_name="+")
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("ticket category")
        verbose_name_plural = _("ticket categories")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"], name="category_named_once_per_parent", nulls_distinct=False
            ),
            models.CheckConstraint(name="category_not_its_own_parent", condition=~Q(parent=F("pk"))),
        ]

    def __str__(self) -> str:
        return self.name


class Severity(models.Model):
    """How grave the reported trouble is."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    description = models.CharField(_("description"), max_length=120)
    rank = models.PositiveSmallIntegerField(_("rank"), default=0)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("severity")
        verbose_name_plural = _("severities")
        ordering = ["rank", "code"]

    def __str__(self) -> str:
        return self.description


class Operation(models.Model):
    """What a ticket of certain types may ask for."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    description = models.CharField(_("description"), max_length=120)
    valid_until = models.DateField(_("offered until"), null=True, blank=True)
    types = models.ManyToManyField(TicketType, related_name="operations", verbose_name=_("ticket types"))

    objects = OperationQuerySet.as_manager()

    class Meta:
        verbose_name = _("ticket operation")
        verbose_name_plural = _("ticket operations")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.description


class PriorityCell(models.Model):
    """One field of the matrix: this urgency with this impact makes this priority (GLPI)."""

    urgency = models.CharField(_("urgency"), max_length=1, choices=Level)
    impact = models.CharField(_("impact"), max_length=1, choices=Level)
    priority = models.ForeignKey(Priority, models.PROTECT, related_name="+", verbose_name=_("priority"))

    class Meta:
        verbose_name = _("field of the priority matrix")
        verbose_name_plural = _("priority matrix")
        ordering = ["-urgency", "-impact"]
        constraints = [models.UniqueConstraint(fields=["urgency", "impact"], name="matrix_field_once")]

    def __str__(self) -> str:
        return f"{self.get_urgency_display()} × {self.get_impact_display()}"


class MailboxRoute(models.Model):
    """Which type of ticket a mailbox makes."""

    mailbox = models.OneToOneField(Mailbox, models.CASCADE, related_name="+", verbose_name=_("mailbox"))
    type = models.ForeignKey(TicketType, models.PROTECT, related_name="+", verbose_name=_("ticket type"))

    class Meta:
        verbose_name = _("tickets of a mailbox")
        verbose_name_plural = _("tickets of mailboxes")

    def __str__(self) -> str:
        return f"{self.mailbox} → {self.type}"

    def clean(self) -> None:
        """Refuse a type that is no longer used."""
        if self.type_id and not self.type.is_active:
            raise ValidationError({"type": _("This type is no longer used; choose an active one.")})
