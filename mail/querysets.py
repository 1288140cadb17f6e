"""Every read of mail, with a name."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from mail.enums import DeliveryState, Ignored, InboundStatus, OutboundKind
from mail.ids import hash_token, split_plus

if TYPE_CHECKING:
    from mail.models import Alert, Delivery, InboundMail, Mailbox, OutboundMail, ReplyToken, Thread
else:
    Alert = Delivery = InboundMail = Mailbox = OutboundMail = ReplyToken = Thread = None

NO_SUCH_ADDRESS = (550, 551, 553)
REFUSED_WORDS = r"\m5\.[2367]\.\d"  # full, not now, forbidden: the address itself is fine
NO_ADDRESS_WORDS = r"\m5\.1\.\d"  # needed where the answer came after the body, which may be to blame
WAITING = (InboundStatus.RECEIVED, InboundStatus.FAILED)
SILENCE = timedelta(minutes=15)
KEEP_ORDER_FOR = timedelta(minutes=30)


class MailboxQuerySet(QuerySet["Mailbox"]):
    """Mailboxes."""

    def active(self) -> Self:
        """Keep those in use."""
        return self.filter(is_active=True)

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

    def for_recipient(self, address: str) -> "Mailbox | None":
        """Return the active mailbox that ``address`` belongs to, with or without a plus part."""
        plain, _token = split_plus(address)
        return self.active().filter(address__in=[address.strip().lower(), plain]).first()

    def default(self) -> "Mailbox | None":
        """Return the mailbox that sends when nothing else was chosen."""
        return self.active().order_by("-is_default", "pk").first()

    def is_ours(self, address: str) -> bool:
        """Return whether ``address`` is one of our own mailboxes, in use or not."""
        plain, _token = split_plus(address)
        return self.filter(address=plain).exists()


class AlertQuerySet(QuerySet["Alert"]):
    """Troubles."""

    def open(self) -> Self:
        """Keep those that last."""
        return self.filter(settled_at=None)

    def of_key(self, key: str) -> Self:
        """Keep those of one kind and place."""
        return self.filter(key=key)


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


class InboundMailQuerySet(QuerySet["InboundMail"]):
    """The journal."""

    def waiting(self) -> Self:
        """Keep what nobody has taken in yet."""
        return self.filter(status__in=WAITING)

    def due(self, now: datetime) -> Self:
        """Keep what waits and may be tried now."""
        return self.waiting().filter(Q(next_attempt_at=None) | Q(next_attempt_at__lte=now))

    def overdue(self, now: datetime, grace: timedelta = timedelta(minutes=2)) -> Self:
        """Keep what should have been taken in by now, oldest first: its task was lost, or its attempt failed."""
        return self.due(now).filter(journaled_at__lte=now - grace).order_by("pk")

    def for_reading(self) -> Self:
        """Bring what an attempt needs, and no more."""
        return self.only("raw_sha256", "attempts", "status", "decision", "last_error")

    def same_as(self, mail: "InboundMail") -> Self:
        """Keep mails of the same mailbox with the same bytes or the same content, oldest first."""
        same = Q(raw_fp=mail.raw_fp)
        if mail.content_fp:
            same |= Q(content_fp=mail.content_fp)
        return self.filter(same, mailbox_id=mail.mailbox_id, duplicate_of=None).exclude(pk=mail.pk).order_by("pk")

    def elsewhere(self, mail: "InboundMail") -> "InboundMail | None":
        """Return the same mail as another mailbox of ours got it, if it has become a conversation already."""
        same = Q(raw_fp=mail.raw_fp)
        if mail.content_fp:
            same |= Q(content_fp=mail.content_fp)
        taken = self.filter(same, status=InboundStatus.PROCESSED, duplicate_of=None, thread__isnull=False)
        return taken.exclude(mailbox_id=mail.mailbox_id).select_related("thread__merged_into").order_by("pk").first()

    def reusing_id(self, mail: "InboundMail") -> Self:
        """Keep other mails of the same mailbox that bear the same Message-ID and say something else."""
        same = self.filter(message_id=mail.message_id, mailbox_id=mail.mailbox_id).exclude(pk=mail.pk)
        return same.exclude(content_fp=mail.content_fp)

    def at(self, mailbox: "Mailbox", folder: str, uidvalidity: int | None, uids: Iterable[int | None]) -> Self:
        """Keep those fetched from these places of a folder."""
        return self.filter(mailbox=mailbox, folder=folder, uidvalidity=uidvalidity, uid__in=list(uids))

    def but_reports(self) -> Self:
        """Keep all but delivery reports: what shows that there is somebody, or something, at the sender's address."""
        return self.filter(~Q(status=InboundStatus.IGNORED, decision__ignored=Ignored.BOUNCE))

    def moved_to(self, mailbox: "Mailbox", folder: str, uidvalidity: int, uids: Iterable[int]) -> Self:
        """Keep those that we have moved to these places of a folder."""
        return self.filter(mailbox=mailbox, moved_to=folder, moved_uidvalidity=uidvalidity, moved_uid__in=list(uids))

    def kept_whole_since(self, moment: datetime) -> Self:
        """Keep what has been in the journal, every byte of it, since ``moment`` or longer, oldest first."""
        return self.filter(journaled_at__lte=moment).exclude(decision__has_key="oversize").order_by("pk")

    def set_aside(self) -> Self:
        """Keep what a person must look at, or could: set aside, or failing."""
        return self.filter(status__in=[InboundStatus.QUARANTINED, InboundStatus.FAILED])

    def on_shelf(self, shelf: str) -> Self:
        """Keep what needs attention, what was ignored, or the delivery reports of mails that are not ours."""
        report = Q(decision__ignored=Ignored.BOUNCE)
        ignored = Q(status=InboundStatus.IGNORED)
        shelves = {"ignored": ignored & ~report, "bounces": ignored & report & Q(thread=None)}
        return self.filter(shelves[shelf]) if shelf in shelves else self.set_aside()

    def unsettled(self) -> Self:
        """Keep what is not part of a conversation."""
        return self.exclude(status=InboundStatus.PROCESSED)

    def first_of(self, mail: "InboundMail") -> "InboundMail | None":
        """Return the mail that ``mail`` repeats, if any; of two still waiting the older counts as the first."""
        settled = Q(pk__lt=mail.pk) | ~Q(status__in=WAITING)
        return self.same_as(mail).filter(settled).first()

    def with_ids(self, ids: Iterable[str]) -> Self:
        """Keep those that bear one of the message ``ids`` and have found a thread, newest first."""
        known = self.filter(message_id__in=list(ids), thread__isnull=False)
        return known.select_related("thread__merged_into").order_by("-pk")

    def of_thread(self, thread: "Thread") -> Self:
        """Keep those of ``thread``, newest first."""
        return self.filter(thread=thread).order_by("-pk")

    def journaled_in(self, mailbox: "Mailbox", *, since: datetime) -> Self:
        """Keep what came into ``mailbox`` since a moment."""
        return self.filter(mailbox=mailbox, journaled_at__gte=since)

    def with_mailbox(self) -> Self:
        """Bring the mailbox along."""
        return self.select_related("mailbox")


class OutboundMailQuerySet(QuerySet["OutboundMail"]):
    """The outbox."""

    def with_ids(self, ids: Iterable[str]) -> Self:
        """Keep those that bear one of the message ``ids``, newest first."""
        return self.filter(message_id__in=list(ids)).select_related("thread__merged_into").order_by("-pk")

    def of_thread(self, thread: "Thread") -> Self:
        """Keep those of ``thread`` that nobody has taken back, newest first."""
        return self.filter(thread=thread).exclude(deliveries__state=DeliveryState.UNDONE).order_by("-pk")


class DeliveryQuerySet(QuerySet["Delivery"]):
    """Copies for one recipient each."""

    def due(self, now: datetime) -> Self:
        """Keep what may be sent now and need not wait for an earlier mail to the same person."""
        return self.due_regardless(now).filter(~Exists(self._earlier_waiting(now)))

    def due_regardless(self, now: datetime) -> Self:
        """Keep what may be sent now: queued ones, and unknown ones that are to be tried once more."""
        ready = Q(next_attempt_at=None, state=DeliveryState.QUEUED) | Q(
            next_attempt_at__lte=now, state__in=[DeliveryState.QUEUED, DeliveryState.UNKNOWN]
        )
        open_channel = Q(outbound__mailbox__breaker_until=None) | Q(outbound__mailbox__breaker_until__lte=now)
        undone = Q(outbound__not_before=None) | Q(outbound__not_before__lte=now)
        return self.filter(ready, open_channel, undone)

    def _earlier_waiting(self, now: datetime) -> QuerySet["Delivery"]:
        return type(self)(self.model).filter(
            pk__lt=OuterRef("pk"),
            address=OuterRef("address"),
            outbound__thread=OuterRef("outbound__thread"),
            outbound__created_at__gte=now - KEEP_ORDER_FOR,
            state__in=[DeliveryState.QUEUED, DeliveryState.SENDING],
        )

    def expired(self, now: datetime) -> Self:
        """Keep what a worker began to send and never told the end of."""
        return self.filter(state=DeliveryState.SENDING, lease_until__lte=now)

    def in_trouble(self) -> Self:
        """Keep what did not arrive, or not for certain."""
        return self.filter(state__in=[DeliveryState.FAILED, DeliveryState.UNKNOWN])

    def automatic(self) -> Self:
        """Keep copies of mail that no person wrote."""
        return self.exclude(outbound__kind=OutboundKind.REPLY)

    def of_kind(self, kind: OutboundKind) -> Self:
        """Keep copies of mails of one ``kind``."""
        return self.filter(outbound__kind=kind)

    def in_thread(self, thread: "Thread") -> Self:
        """Keep those of one conversation."""
        return self.filter(outbound__thread=thread)

    def to_address(self, address: str) -> Self:
        """Keep those to ``address``."""
        return self.filter(address=address.lower())

    def to_domain(self, domain: str) -> Self:
        """Keep those to anybody at ``domain``."""
        return self.filter(address__endswith=f"@{domain.lower()}")

    def outside_threads(self) -> Self:
        """Keep those that belong to no conversation."""
        return self.filter(outbound__thread=None)

    def created_since(self, moment: datetime) -> Self:
        """Keep those whose mail was written at ``moment`` or later."""
        return self.filter(outbound__created_at__gte=moment)

    def bounced_to(self, tokens: Iterable[str]) -> Self:
        """Keep those whose envelope sender bore one of the plain ``tokens``."""
        return self.filter(bounce_hash__in=[hash_token(token) for token in tokens])

    def speaking_against(self, addresses: Iterable[str], *, since: datetime, heard: InboundMailQuerySet) -> Self:
        """Keep what speaks against writing to ``addresses``, newest first: complaints, and refusals for good.

        Refusals count from ``since``, where they are of the address and not of what the mail says, and from the last
        mail in ``heard`` of that address: who writes to us can be written to.
        """
        theirs = heard.filter(sender=OuterRef("address")).order_by("-pk").values("received_at")[:1]
        refused = Q(state=DeliveryState.FAILED, code__in=NO_SUCH_ADDRESS, outbound__created_at__gte=since)
        of_address = Q(bounced=True) | Q(body_begun_at=None) | Q(diagnostic__regex=NO_ADDRESS_WORDS)
        refused &= of_address & ~Q(diagnostic__regex=REFUSED_WORDS)
        found = self.filter(Q(complained=True) | refused, address__in=[a.lower() for a in addresses])
        unheard = Q(complained=True) | Q(heard=None) | Q(outbound__created_at__gte=F("heard"))
        return found.annotate(heard=Subquery(theirs)).filter(unheard).order_by("-pk")

    def for_problems(self) -> Self:
        """Keep what did not arrive, or not for certain, newest first, with its mail."""
        return self.in_trouble().select_related("outbound__thread", "outbound__mailbox").order_by("-pk")

    def with_mail(self) -> Self:
        """Bring the mail, its mailbox and the reply token along."""
        return self.select_related("outbound__mailbox", "reply_token", "outbound__thread")

    def mail_ids(self) -> list[int]:
        """Return the keys of the mails these belong to, oldest first."""
        return list(self.order_by("outbound_id").values_list("outbound_id", flat=True).distinct())

    def oldest_first(self) -> Self:
        """Order by age."""
        return self.order_by(F("pk").asc())
