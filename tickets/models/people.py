"""Who works on a ticket, and who wants to know of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.models import Contact
from tickets.models.ticket import Ticket


class Participant(models.Model):
    """An operator who works, or worked, on a ticket; the first date never changes (N10)."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="participants")
    operator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("operator"))
    first_assigned_at = models.DateTimeField(_("first assigned"))
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)

    class Meta:
        verbose_name = _("operator on a ticket")
        verbose_name_plural = _("operators on tickets")
        ordering = ["first_assigned_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ticket", "operator"], name="participant_once_per_ticket"),
            models.CheckConstraint(
                name="participant_removed_after_assigned",
                condition=Q(removed_at=None) | Q(removed_at__gte=models.F("first_assigned_at")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.operator)


class Watcher(models.Model):
    """Somebody who is told of a ticket: an agent, a contact, or just an address (CC)."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="watchers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    contact = models.ForeignKey(Contact, models.CASCADE, null=True, blank=True, related_name="+")
    email = models.EmailField(_("e-mail"), blank=True)

    class Meta:
        verbose_name = _("watcher")
        verbose_name_plural = _("watchers")
        constraints = [
            models.CheckConstraint(
                name="watcher_is_exactly_one",
                condition=Q(user__isnull=False, contact=None, email="")
                | Q(user=None, contact__isnull=False, email="")
                | (Q(user=None, contact=None) & ~Q(email="")),
            ),
            models.UniqueConstraint(fields=["ticket", "user"], condition=Q(user__isnull=False), name="watcher_user"),
            models.UniqueConstraint(
                fields=["ticket", "contact"], condition=Q(contact__isnull=False), name="watcher_contact"
            ),
            models.UniqueConstraint(fields=["ticket", "email"], condition=~Q(email=""), name="watcher_email"),
        ]

    def __str__(self) -> str:
        return str(self.user or self.contact or self.email)

    @property
    def address(self) -> str:
        """Return the e-mail address that news goes to."""
        if self.user:
            return self.user.email
        return self.contact.email if self.contact else self.email
