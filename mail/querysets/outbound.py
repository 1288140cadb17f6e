"""What goes out, and each copy of it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from mail.enums import DeliveryState, OutboundKind
from mail.ids import hash_token
from mail.querysets.inbound import InboundMailQuerySet

if TYPE_CHECKING:
    from mail.models import Delivery, OutboundMail, Thread
else:
    Delivery = OutboundMail = Thread = None

NO_SUCH_ADDRESS = (550, 551, 553)
REFUSED_WORDS = r"\m5\.[2367]\.\d"  # full, not now, forbidden: the address itself is fine
NO_ADDRESS_WORDS = r"\m5\.1\.\d"  # needed where the answer came after the body, which may be to blame
LATE = timedelta(minutes=15)
KEEP_ORDER_FOR = timedelta(minutes=30)


class OutboundMailQuerySet(QuerySet["OutboundMail"]):
    """The outbox."""

    def with_ids(self, ids: Iterable[str]) -> Self:
        """Keep those that bear one of the message ``ids``, newest first."""
        return self.filter(message_id__in=list(ids)).select_related("thread__merged_into").order_by("-pk")

    def of_bytes(self, sha256: str) -> Self:
        """Keep those that were built to the bytes with this hash."""
        return self.exclude(mime_sha256="").filter(mime_sha256=sha256)

    def built(self) -> Self:
        """Keep those whose bytes are kept."""
        return self.exclude(mime_sha256="")

    def of_key(self, beginning: str) -> Self:
        """Keep those whose idempotency key begins like this."""
        return self.filter(idempotency_key__startswith=beginning)

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

    def held(self) -> Self:
        """Keep what can still be kept from leaving: no word of it is on its way."""
        return self.filter(Q(state=DeliveryState.QUEUED) | Q(state=DeliveryState.SENDING, body_begun_at=None))

    def waiting(self) -> Self:
        """Keep what would leave by itself, now or later."""
        again = Q(state=DeliveryState.UNKNOWN, next_attempt_at__isnull=False)
        return self.filter(Q(state__in=[DeliveryState.QUEUED, DeliveryState.SENDING]) | again)

    def expired(self, now: datetime) -> Self:
        """Keep what a worker began to send and never told the end of."""
        return self.filter(state=DeliveryState.SENDING, lease_until__lte=now)

    def in_trouble(self) -> Self:
        """Keep what did not arrive, or not for certain."""
        return self.filter(state__in=[DeliveryState.FAILED, DeliveryState.UNKNOWN])

    def late(self, now: datetime) -> Self:
        """Keep what should have left a while ago; what the recipient's own server puts off is not late."""
        before = now - LATE
        held = Q(outbound__not_before__gt=before)
        due = Q(attempts=0) | Q(next_attempt_at__lte=before)
        waiting = self.filter(state__in=[DeliveryState.QUEUED, DeliveryState.SENDING])
        return waiting.filter(due, outbound__created_at__lte=before).exclude(held)

    def failed_since(self, moment: datetime) -> Self:
        """Keep what a server refused for good, of the mails written at ``moment`` or later."""
        return self.filter(state=DeliveryState.FAILED, outbound__created_at__gte=moment)

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

    def outside_threads(self) -> Self:
        """Keep those that belong to no conversation."""
        return self.filter(outbound__thread=None)

    def created_since(self, moment: datetime) -> Self:
        """Keep those whose mail was written at ``moment`` or later."""
        return self.filter(outbound__created_at__gte=moment)

    def times(self) -> list[datetime]:
        """Return when the mail of each was written."""
        return list(self.values_list("outbound__created_at", flat=True))

    def count_with_domain(self, domain: str) -> tuple[int, int]:
        """Return how many there are, and how many of them to anybody at ``domain``."""
        there = Count("pk", filter=Q(address__endswith=f"@{domain.lower()}"))
        found = self.aggregate(all=Count("pk"), there=there)
        return found["all"], found["there"]

    def turned_away(self) -> Self:
        """Keep those that failed, or whose recipient has complained."""
        return self.filter(Q(state=DeliveryState.FAILED) | Q(complained=True))

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
