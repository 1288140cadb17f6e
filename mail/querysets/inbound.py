"""What came in."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db.models import Q, QuerySet

from mail.enums import Ignored, InboundStatus

if TYPE_CHECKING:
    from mail.models import InboundMail, Mailbox, Thread
else:
    InboundMail = Mailbox = Thread = None

WAITING = (InboundStatus.RECEIVED, InboundStatus.FAILED)


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
        return self.only("raw_sha256", "raw_deleted_at", "journaled_at", "attempts", "status", "decision", "last_error")

    def with_raw(self) -> Self:
        """Keep those whose raw bytes were not deleted."""
        return self.filter(raw_deleted_at=None)

    def settled_until(self, moment: datetime) -> Self:
        """Keep what was taken in or ignored at ``moment`` or before."""
        return self.filter(status__in=[InboundStatus.PROCESSED, InboundStatus.IGNORED], handled_at__lte=moment)

    def of_bytes(self, sha256: str) -> Self:
        """Keep those whose raw bytes have this hash."""
        return self.filter(raw_sha256=sha256)

    def kin_of(self, mail: "InboundMail") -> Self:
        """Keep other mails with its bytes, its content or its id, and those that answer it."""
        same = Q(raw_fp=mail.raw_fp) | Q(content_fp=mail.content_fp) | Q(message_id=mail.message_id)
        answers = Q(in_reply_to=mail.message_id) & ~Q(in_reply_to="")
        return self.filter(same | answers).exclude(pk=mail.pk)

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
        return taken.exclude(mailbox_id=mail.mailbox_id).with_thread().rare("pk")

    def reusing_id(self, mail: "InboundMail") -> Self:
        """Keep other mails of the same mailbox that bear the same Message-ID and say something else."""
        same = self.filter(message_id=mail.message_id, mailbox_id=mail.mailbox_id).exclude(pk=mail.pk)
        return same.exclude(content_fp=mail.content_fp)

    def rare(self, order: str) -> "InboundMail | None":
        """Return the first, where mostly there is none: so only its key is asked for until there is one."""
        pk = self.order_by(order).values_list("pk", flat=True).first()
        return None if pk is None else self.get(pk=pk)

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
        return self.same_as(mail).filter(settled).rare("pk")

    def with_ids(self, ids: Iterable[str]) -> Self:
        """Keep those that bear one of the message ``ids`` and have found a thread, newest first."""
        known = self.filter(message_id__in=list(ids), thread__isnull=False)
        return known.with_thread().order_by("-pk")

    def first_answer_to(self, mail: "InboundMail") -> "InboundMail | None":
        """Return the first that answers ``mail`` in the same mailbox and has found a thread."""
        known = self.filter(in_reply_to=mail.message_id, mailbox_id=mail.mailbox_id, thread__isnull=False)
        return known.exclude(pk=mail.pk).exclude(in_reply_to="").with_thread().rare("pk")

    def with_thread(self) -> Self:
        """Bring the thread along, and where it went."""
        return self.select_related("thread__merged_into")

    def of_thread(self, thread: "Thread") -> Self:
        """Keep those of ``thread``, newest first."""
        return self.filter(thread=thread).order_by("-pk")

    def journaled_in(self, mailbox: "Mailbox", *, since: datetime) -> Self:
        """Keep what came into ``mailbox`` since a moment."""
        return self.filter(mailbox=mailbox, journaled_at__gte=since)

    def with_mailbox(self) -> Self:
        """Bring the mailbox along."""
        return self.select_related("mailbox")
