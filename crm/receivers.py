"""What a customer's login shows follows from their card: whoever changes that changes rights, and the audit log tells it."""

from collections.abc import Iterable, Mapping

from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver

from crm.enums import ContactRole
from crm.models import Contact
from helpdesk.actions import audit
from helpdesk.audit_receivers import asker, differing
from helpdesk.enums import AuditKind
from helpdesk.models import User

WITHOUT_CARD = {"user": None, "company": None, "role": ContactRole.OWN.value, "is_active": True}
STORED = "_stored_access"


@receiver(pre_save, sender=Contact)
def remember_access(instance: Contact, update_fields: Iterable[str] | None, **_kwargs: object) -> None:
    """Keep what the database says before ``instance`` is saved."""
    if update_fields is None or set(WITHOUT_CARD) & set(update_fields):
        stored = Contact.objects.filter(pk=instance.pk).values(*WITHOUT_CARD).first() if instance.pk else None
        vars(instance)[STORED] = stored or WITHOUT_CARD


@receiver(post_save, sender=Contact)
def record_access(instance: Contact, **_kwargs: object) -> None:
    """Record what has changed for the login of a contact, and for the one that they had before."""
    before: Mapping[str, object] | None = vars(instance).pop(STORED, None)
    if before is None:
        return
    now = {"user": instance.user_id, "company": instance.company_id}
    changed = differing(before, {**now, "role": instance.role, "is_active": instance.is_active})
    for login in User.objects.filter(pk__in={before["user"], instance.user_id} - {None}) if changed else ():
        audit.record(AuditKind.RIGHTS_CHANGED, by=asker(), about=login, **changed)
