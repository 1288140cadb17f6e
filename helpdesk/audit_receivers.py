"""What follows sign-ins and changes of rights wherever they are made: pages, administration, commands."""

from collections.abc import Iterable, Mapping
from typing import Any

from allauth.account.signals import login_code_rejected
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save
from django.dispatch import receiver
from django.http import HttpRequest

from helpdesk import current_request
from helpdesk.actions import audit, sessions
from helpdesk.enums import AuditKind
from helpdesk.models import User, UserSession

RIGHTS = {"is_active": True, "is_agent": False, "is_staff": False, "is_superuser": False}
TOLD = (*RIGHTS, "email")  # codes to sign in go to the e-mail
GIVEN = {"post_add": "added", "post_remove": "removed", "pre_clear": "removed"}
THROUGH = [User.groups.through, User.user_permissions.through, Group.permissions.through]
STORED = "_stored_rights"


def asker() -> User | None:
    """Return who is signed in where a request is answered."""
    user = getattr(current_request.request(), "user", None)
    return user if isinstance(user, User) else None


@receiver(pre_save, sender=User)
def remember_rights(instance: User, update_fields: Iterable[str] | None, **_kwargs: object) -> None:
    """Keep what the database says before ``instance`` is saved."""
    names = [*TOLD, "password"]
    if update_fields is None or set(names) & set(update_fields):
        stored = User.objects.filter(pk=instance.pk).values(*names).first() if instance.pk else None
        vars(instance)[STORED] = stored or dict(RIGHTS)


@receiver(post_save, sender=User)
def record_rights(instance: User, **_kwargs: object) -> None:
    """Record what has changed; a hash that is only renewed at sign-in is no changed password.

    A new login begins with the rights of anybody, and with its own e-mail.
    """
    before: Mapping[str, object] | None = vars(instance).pop(STORED, None)
    if before is None:
        return
    changed = differing(before, {name: getattr(instance, name) for name in TOLD})
    if changed:
        audit.record(AuditKind.RIGHTS_CHANGED, by=asker(), about=instance, subject="", **changed)
    is_renewed = instance._password is None and instance.has_usable_password()  # type: ignore[attr-defined]  # noqa: SLF001 -- as Django's own password_changed()
    if before.get("password", instance.password) != instance.password and not is_renewed:
        audit.record(AuditKind.PASSWORD_CHANGED, by=asker(), about=instance)
    _end_sessions(instance, before)


def differing(before: Mapping[str, object], now: Mapping[str, object]) -> dict[str, Any]:
    """Return what is not as ``before`` by its name: what it was, and what it is ``now``."""
    return {name: [before[name], value] for name, value in now.items() if before.get(name, value) != value}


def _end_sessions(person: User, before: Mapping[str, object]) -> None:
    """End every session of who may sign in no more; those that a new password shuts out leave the list."""
    if before["is_active"] and not person.is_active:
        sessions.end(UserSession.objects.all(), about=person, by=asker())
    elif before.get("password", person.password) != person.password:
        sessions.end_others(person, by=asker())


def record_given(
    sender: type[Model], instance: Model, action: str, *, reverse: bool, model: type[Model], **kwargs: object
) -> None:
    """Record groups and permissions that a person or a group was given, or lost, from whichever side it was done."""
    if action not in GIVEN:
        return
    others = _others(sender, instance, model, kwargs["pk_set"])
    holders, given = (others, [instance]) if reverse else ([instance], others)
    names = sorted(one.codename if isinstance(one, Permission) else str(one) for one in given)
    for holder in holders if names else []:
        person = holder if isinstance(holder, User) else None
        subject = "" if person else str(holder)
        audit.record(AuditKind.RIGHTS_CHANGED, by=asker(), about=person, subject=subject, **{GIVEN[action]: names})


def _others(sender: type[Model], instance: Model, model: type[Model], keys: object) -> list[Model]:
    """Return the rows at the other side; where all are cleared, those that are still there."""
    if keys is None:
        here, there = f"{instance._meta.model_name}_id", f"{model._meta.model_name}_id"  # noqa: SLF001 -- Django's own name for it
        keys = sender._default_manager.filter(**{here: instance.pk}).values(there)  # noqa: SLF001 -- of whichever model
    return list(model._default_manager.filter(pk__in=keys))  # noqa: SLF001 -- of whichever model


for through in THROUGH:
    m2m_changed.connect(record_given, sender=through)


@receiver(pre_delete, sender=Group)
def record_deleted_group(instance: Group, **_kwargs: object) -> None:
    """Record that whoever was in the group has its rights no more."""
    audit.record(AuditKind.RIGHTS_CHANGED, by=asker(), subject=str(instance), deleted=True)


@receiver([mfa.authenticator_added, mfa.authenticator_removed, mfa.authenticator_reset])
def record_second_factor(user: User, authenticator: Authenticator, **_kwargs: object) -> None:
    """Record that somebody changed their second factor."""
    audit.record(AuditKind.SECOND_FACTOR, by=asker(), about=user, type=authenticator.type)


@receiver([mfa.authentication_failed, login_code_rejected])
def record_rejected_code(user: User | None, **_kwargs: object) -> None:
    """Record a wrong code, of the mail or of the second factor."""
    audit.record(AuditKind.SIGN_IN_FAILED, by=None, about=user, method="code")


@receiver(user_logged_in)
def begin_session(request: HttpRequest, user: User, **_kwargs: object) -> None:
    """List a session from its first moment, by whatever way it began."""
    sessions.begin(request, user)


@receiver(user_logged_out)
def record_sign_out(user: User | None, **_kwargs: object) -> None:
    """Record that somebody signed out."""
    if user:
        audit.record(AuditKind.SIGNED_OUT, by=user)
