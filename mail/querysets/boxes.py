"""Mailboxes, their troubles, and the conversations that pass through them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from mail.ids import hash_token, split_plus

if TYPE_CHECKING:
    from mail.models import Alert, Delivery, InboundMail, Mailbox, ReplyToken, Thread
else:
    Alert = Delivery = InboundMail = Mailbox = ReplyToken = Thread = None

SILENCE = timedelta(minutes=15)


class MailboxQuerySet(QuerySet["Mailbox"]):
    """Mailboxes."""

    def active(self) -> Self:
        """Keep those in use."""
        return self.filter(is_active=True)

    def with_use(self, received: "QuerySet[InboundMail]", sent: "QuerySet[Delivery]") -> Self:
        """Say of each whether a mail of it is among ``received``, and whether it sent one of ``sent``."""
        return self.annotate(
            has_received=Exists(received.filter(mailbox=OuterRef("pk"))),
            has_sent=Exists(sent.filter(outbound__mailbox=OuterRef("pk"))),
        )

    def to_fetch(self, now: datetime) -> Self:
        """Keep those whose server is to be asked now."""
        due = Q(next_fetch_at=None) | Q(next_fetch_at__lte=now)
        return self.active().filter(due, protocol="imap")

    def silent(self, now: datetime) -> Self:
        """Keep those whose server should have been asked with success by now, and was not."""
        heard = Coalesce("last_success_at", "created_at")
        return self.active().filter(protocol="imap").annotate(heard=heard).filter(heard__lte=now - SILENCE)

    def to_listen(self) -> Self:
        """Keep those whose server is to tell of new mail."""
        return self.active().filter(protocol="imap", listen=True)

    def moving_fetched(self) -> Self:
        """Keep those whose mail is moved to another folder once it was fetched, by name."""
        return self.active().filter(protocol="imap").exclude(processed_folder="").order_by("name", "pk")

    def for_recipient(self, address: str) -> "Mailbox | None":
        """Return the active mailbox that ``address`` belongs to, with or without a plus part; else the one it leads to."""
        wanted = {address.strip().lower(), split_plus(address)[0]}
        found = self.active().filter(address__in=wanted).first()
        others = self.active().exclude(aliases="") if found is None else ()
        return found or next((box for box in others if not wanted.isdisjoint(box.addresses)), None)

    def default(self) -> "Mailbox | None":
        """Return the mailbox that sends when nothing else was chosen."""
        return self.active().order_by("-is_default", "pk").first()

    def is_ours(self, address: str) -> bool:
        """Return whether ``address`` is one of our own mailboxes, in use or not, or leads to one."""
        return bool(self.ours_among([address]))

    def ours_among(self, addresses: Iterable[str]) -> set[str]:
        """Return those of ``addresses`` that are, or lead to, our own mailboxes; one query."""
        ours = {address for box in self.only("address", "aliases") for address in box.addresses}
        return {address for address in addresses if not ours.isdisjoint({address.lower(), split_plus(address)[0]})}


class AlertQuerySet(QuerySet["Alert"]):
    """Troubles."""

    def open(self) -> Self:
        """Keep those that last."""
        return self.filter(settled_at=None)

    def of_key(self, key: str) -> Self:
        """Keep those of one kind and place."""
        return self.filter(key=key)

    def beginning(self, key: str) -> Self:
        """Keep those of one kind, in all places that ``key`` is the beginning of."""
        return self.filter(key__startswith=key)


class ThreadQuerySet(QuerySet["Thread"]):
    """Conversations."""

    def holding(self, ids: Iterable[str]) -> Self:
        """Keep those whose head is one of the message ``ids``."""
        return self.filter(root_message_id__in=list(ids))

    def merged_into(self, thread: "Thread") -> Self:
        """Keep those that lead to ``thread``."""
        return self.filter(merged_into=thread)


class ReplyTokenQuerySet(QuerySet["ReplyToken"]):
    """Rights to append."""

    def valid(self) -> Self:
        """Keep those not revoked."""
        return self.filter(revoked_at=None)

    def among(self, tokens: Iterable[str]) -> Self:
        """Keep the valid ones that one of the plain ``tokens`` opens."""
        return self.valid().filter(token_hash__in=map(hash_token, tokens)).select_related("thread__merged_into")
