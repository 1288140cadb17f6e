"""Forgetting a person, while what was done for them goes on counting."""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import batched
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from crm.models import Contact
from helpdesk.actions import audit
from helpdesk.enums import AuditKind
from helpdesk.erasure import erasing
from helpdesk.models import AuditEvent, OperatorDefaults, User
from mail.enums import DeliveryState
from mail.models import Delivery, InboundMail, OutboundMail, ReplyToken
from privacy.actions.file_deletion import drop_attachments, drop_raw_inbound, drop_raw_outbound
from privacy.actions.ticket_erasure import empty
from privacy.people import NAMED, Person
from privacy.person_records import Reach
from privacy.personal_data import Cipher, Table, cipher, tables
from privacy.rules import ensure_can_anonymise
from tickets import actions as ticket_actions
from tickets.models import (
    Attachment,
    ImageTrust,
    MailPreference,
    Message,
    Note,
    Notification,
    NotificationSetting,
    Ticket,
    Watcher,
)

LOT = 200
OF_TICKET = {"tickets.Ticket": "pk", "tickets.Message": "messages", "tickets.Note": "notes"}


@dataclass(frozen=True, slots=True)
class Count:
    """How much of what would change, or has."""

    label: str
    count: int


def count(person: Person) -> list[Count]:
    """Return how many rows of which table, mails and files anonymising ``person`` would change; change nothing."""
    reach, of_him = Reach(person), cipher(person, "")
    rows = [Count(str(table.model._meta.verbose_name_plural), len(table.rows_with(of_him))) for table in tables()]
    came, went = _inbound(reach, of_him).filter(raw_deleted_at=None), _outbound(reach, of_him).exclude(mime_sha256="")
    raw = Count(_("raw mails"), came.count() + went.count())
    return [
        one for one in (*rows, raw, Count(_("files"), reach.attachments.count() + reach.copies.count())) if one.count
    ]


def anonymise(person: Person, *, by: User | None, empties_words: bool = False) -> str:
    """Take everything that tells who ``person`` is out of the desk; return the mark that stands for them now.

    Tickets, works, times and figures stay. ``empties_words`` takes the words of their tickets as well. Offers and
    proposals stay as the law wants them. Each lot is a transaction of its own, and their card and login come last:
    after an interruption the same is done again.
    """
    ensure_can_anonymise(by, person)
    token = secrets.token_hex(4)
    reach, of_him = Reach(person), cipher(person, token)
    touched = set(reach.tickets.values_list("pk", flat=True))
    _drop_bytes(reach, of_him)
    if empties_words:
        empty(touched)
    _drop_names(person, token)
    _drop_rows(person)
    for table in tables():
        touched |= _rewrite(table, of_him)
    _close_cards(person, token)
    _index(touched)
    audit.record(AuditKind.ANONYMISED, by=by, about=person.user, subject=f"Anonymous {token}")
    return token


def _drop_bytes(reach: Reach, of_him: Cipher) -> None:
    """Delete the files that they sent, and every raw mail in whose conversation, head or words they stand."""
    for rows in (reach.sent_back, reach.copies, reach.attachments):
        for keys in _lots(rows.values_list("pk", flat=True)):
            with transaction.atomic():
                drop_attachments(rows.model._default_manager.filter(pk__in=keys))
    for inbound in _lots(_inbound(reach, of_him).filter(raw_deleted_at=None)):
        with transaction.atomic():
            drop_raw_inbound(inbound)
    for outbound in _lots(_outbound(reach, of_him).exclude(mime_sha256="")):
        with transaction.atomic():
            drop_raw_outbound(outbound)


def _inbound(reach: Reach, of_him: Cipher) -> QuerySet[InboundMail]:
    told = Message.objects.filter(pk__in=Table(Message).rows_with(of_him)).values("inbound")
    named = Q(pk__in=Table(InboundMail).rows_with(of_him)) | Q(pk__in=told)
    return InboundMail.objects.filter(named | Q(pk__in=reach.conversations.values("pk")))


def _outbound(reach: Reach, of_him: Cipher) -> QuerySet[OutboundMail]:
    named = Q(pk__in=Table(OutboundMail).rows_with(of_him))
    return OutboundMail.objects.filter(named | Q(pk__in=reach.outbound.values("pk")))


@transaction.atomic
def _drop_names(person: Person, token: str) -> None:
    """Replace every name beside their addresses, a name that others have too included."""
    for model, address, name in NAMED:
        for one in person.addresses:
            rows = model._default_manager.filter(**{f"{address}__iexact": one}).exclude(**{name: ""})
            rows.update(**{name: f"Anonymous {token}"})


@transaction.atomic
def _drop_rows(person: Person) -> None:
    """Delete what is there for them alone, and send them nothing more."""
    waiting = Delivery.objects.filter(address__in=person.addresses, state=DeliveryState.QUEUED)
    waiting.update(state=DeliveryState.UNDONE, next_attempt_at=None)
    ReplyToken.objects.filter(address__in=person.addresses).delete()
    ImageTrust.objects.filter(Q(address__in=person.addresses) | Q(user=person.user, user__isnull=False)).delete()
    watching = Q(email__in=person.addresses) | Q(contact=person.contact, contact__isnull=False)
    Watcher.objects.filter(watching | Q(user=person.user, user__isnull=False)).delete()
    if person.user:
        _drop_login(person.user)


def _drop_login(user: User) -> None:
    for model in (EmailAddress, Authenticator, SocialAccount, Notification, NotificationSetting, MailPreference):
        manager: models.Manager[Any] = model._default_manager
        manager.filter(user=user).delete()
    OperatorDefaults.objects.filter(operator=user).delete()
    user.groups.clear()
    user.user_permissions.clear()


def _rewrite(table: Table, of_him: Cipher) -> set[int]:
    """Rewrite the rows of ``table``; return the tickets that are found by other words now."""
    keys = table.rows_with(of_him)
    for lot in batched(keys, LOT):
        with erasing():
            table.rewrite(of_him, list(lot))
    return _tickets_of(table, keys)


def _tickets_of(table: Table, keys: list[int]) -> set[int]:
    if table.model is Ticket:
        return set(keys)
    if table.model in {Message, Note}:
        return set(table.model._default_manager.filter(pk__in=keys).values_list("ticket", flat=True))
    if table.model is Attachment:
        rows = Attachment.objects.filter(pk__in=keys).values_list("message__ticket", "note__ticket")
        return {of_message or of_note for of_message, of_note in rows}
    return set()


@transaction.atomic
def _close_cards(person: Person, token: str) -> None:
    """Leave a card and a login that say nothing, for what hangs on them; a login that is shut ends its sessions."""
    name = f"Anonymous {token}"
    if person.contact:
        Contact.objects.filter(pk=person.contact.pk).update(
            name=name, email="", phone="", job_title="", notes="", user=None, is_active=False
        )
    if person.user:
        user = User.objects.select_for_update(of=("self",)).get(pk=person.user.pk)
        user.email, user.display_name = f"anonymous-{token}@anonymous.invalid", name
        user.signature, user.last_login, user.is_active = "", None, False
        user.is_staff = user.is_superuser = False
        user.set_unusable_password()
        user.save()
        _forget_addresses(user)


def _forget_addresses(user: User) -> None:
    """Take the e-mails that their login once had out of the audit log; that they changed, and when, stays there."""
    with erasing():
        for event in AuditEvent.objects.filter(about=user, data__has_key="email"):
            event.data["email"] = []
            event.save(update_fields=["data"])


def _index(tickets: set[int]) -> None:
    for ticket in Ticket.objects.filter(pk__in=tickets).iterator(chunk_size=LOT):
        ticket_actions.index_again(ticket)


def _lots[M](rows: Iterable[M]) -> Iterator[tuple[M, ...]]:
    return batched(list(rows), LOT)
