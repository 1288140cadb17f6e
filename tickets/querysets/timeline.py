"""What was said and what happened in tickets, and what is said by mail."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from helpdesk.models import User
from tickets.enums import Direction, Move, TicketEvent, Visibility
from tickets.lifecycle import BY_CUSTOMERS
from tickets.querysets.scopes import sees_all
from tickets.querysets.tickets import TicketQuerySet

if TYPE_CHECKING:
    from tickets.models import (
        Attachment,
        Event,
        ImageTrust,
        MailPreference,
        MailTemplate,
        Message,
        Note,
        Ticket,
    )


class EventQuerySet(QuerySet["Event"]):
    """Lines of the timeline."""

    def visible_to(self, user: User) -> Self:
        """Keep what ``user`` may read: public for customers, confidential for its author alone (E15)."""
        hidden = Q(message__is_unconfirmed=True) | Q(message__undone_at__isnull=False)
        from_customers_hidden = Q(visibility=Visibility.PUBLIC) & ~hidden
        if not user.is_agent:
            return self.filter(from_customers_hidden)
        readable = Q(note=None) | Q(note__visibility=Visibility.INTERNAL) | Q(note__author=user)
        return self.filter(readable).exclude(note__deleted_at__isnull=False)

    def for_timeline(self) -> Self:
        """Fetch with each event what its line shows."""
        found = self.select_related("actor", "message__author", "message__outbound", "note__author")
        found = found.annotate(raw_deleted_at=F("message__inbound__raw_deleted_at"))
        return found.defer("message__attached_text").prefetch_related(
            "message__attachments__file", "note__attachments__file", "message__outbound__deliveries"
        )

    def of(self, ticket: "Ticket") -> Self:
        """Keep the lines of one ticket."""
        return self.filter(ticket=ticket)

    def since(self, pk: int) -> Self:
        """Keep what was told after the line ``pk``."""
        return self.filter(pk__gt=pk)

    def among(self, pks: Iterable[int]) -> Self:
        """Keep the lines with these keys."""
        return self.filter(pk__in=pks)

    def pks(self) -> "QuerySet[Event, int]":
        """Return the keys alone, in order."""
        return self.values_list("pk", flat=True)

    def newest_pk(self) -> int:
        """Return the key of what was told last; 0 when nothing was."""
        return self.aggregate(newest=Max("pk"))["newest"] or 0

    def in_tickets(self, tickets: TicketQuerySet) -> Self:
        """Keep the lines of these tickets."""
        return self.filter(ticket__in=tickets)

    def answer_to_solution(self, solved_at: datetime) -> str:
        """Return the move that answered the solution of that moment; nothing where the ticket went on without one."""
        moves = self.filter(kind=TicketEvent.MOVED, at__gte=solved_at).exclude(data__move=Move.RESOLVE)
        move = moves.order_by("pk").values_list("data__move", flat=True).first()
        return move if move in BY_CUSTOMERS else ""

    def reopened_by_mail(self, since: datetime) -> Self:
        """Keep the moves by which the desk itself went on with a ticket since a moment, for its customer spoke."""
        moves = [Move.RESUME, Move.REOPEN]
        return self.filter(kind=TicketEvent.MOVED, actor=None, at__gte=since, data__move__in=moves)

    def removals(self, addresses: Iterable[str]) -> Self:
        """Keep the moments at which somebody decided to tell one of ``addresses`` no longer, the newest first."""
        return self.filter(kind=TicketEvent.UNWATCHED, data__who__in=list(addresses)).order_by("-at")

    def public_messages(self) -> Self:
        """Keep what was said in public."""
        return self.filter(message__isnull=False)

    def with_images_of(self, address: str) -> Self:
        """Keep the messages from ``address`` that name images on other servers."""
        found = self.filter(message__sender_email__iexact=address).exclude(message__remote_images=[])
        return found.select_related("message")


class MessageQuerySet(QuerySet["Message"]):
    """What was said in public."""

    def cleaned_before(self, version: int) -> Self:
        """Keep the messages whose words an older cleaner passed."""
        return self.filter(sanitiser__lt=version).order_by("pk")

    def by_mail(self) -> Self:
        """Keep what customers said by mail, oldest first, with the mail and the ticket."""
        return (
            self.filter(direction=Direction.INCOMING, inbound__isnull=False)
            .select_related("inbound", "ticket")
            .order_by("pk")
        )

    def since(self, moment: datetime) -> Self:
        """Keep what was said at ``moment`` or later."""
        return self.filter(at__gte=moment)

    def said_by(self, address: str) -> Self:
        """Keep what ``address`` said and everybody may read."""
        return self.filter(direction=Direction.INCOMING, is_unconfirmed=False, sender_email=address)

    def opened_from(self, address: str) -> Self:
        """Keep the mail that opened the ticket, if it came from ``address``, in whoever's name."""
        opening = self.filter(direction=Direction.INCOMING, is_unconfirmed=False, inbound__sender=address)
        return opening.filter(inbound__message_id=F("ticket__thread__root_message_id"))

    def told(self, address: str) -> Self:
        """Keep our answers that had ``address`` in copy."""
        return self.filter(direction=Direction.OUTGOING, cc__contains=[address])

    def undone_in(self, ticket: "Ticket") -> Self:
        """Keep the answers of ``ticket`` that were taken back."""
        return self.filter(ticket=ticket, undone_at__isnull=False)

    def tickets_of(self, outbound_ids: Iterable[int]) -> "dict[int, Ticket]":
        """Return the ticket of each outgoing mail that is an answer in one."""
        found = self.filter(outbound__in=list(outbound_ids)).select_related("ticket")
        return {message.outbound_id: message.ticket for message in found if message.outbound_id}


class ImageTrustQuerySet(QuerySet["ImageTrust"]):
    """Whose images people always see."""

    def addresses_of(self, user: User) -> frozenset[str]:
        """Return the senders whose images ``user`` always sees."""
        return frozenset(self.filter(user=user).values_list("address", flat=True))


class MailTemplateQuerySet(QuerySet["MailTemplate"]):
    """Words of our own."""

    def wording(self, event: str, languages: Iterable[str]) -> "MailTemplate | None":
        """Return the words for ``event`` in the first of ``languages`` that there are words in."""
        wanted = list(languages)
        found = {template.language: template for template in self.filter(event=event, language__in=wanted)}
        return next((found[language] for language in wanted if language in found), None)


class MailPreferenceQuerySet(QuerySet["MailPreference"]):
    """What agents want to be told."""

    def of(self, user: User) -> "MailPreference":
        """Return the wishes of ``user``; of one who never said any, the usual ones."""
        return self.filter(user=user).first() or self.model(user=user, undo_seconds=settings.MAIL_UNDO_SECONDS)


class NoteQuerySet(QuerySet["Note"]):
    """Notes; the only door to them."""

    def visible_to(self, user: User) -> Self:
        """Keep internal notes for agents who see the ticket, confidential ones for whoever wrote them alone (E15)."""
        if not user.is_agent:
            return self.none()
        readable = Q(visibility=Visibility.INTERNAL) | Q(visibility=Visibility.CONFIDENTIAL, author=user)
        found = self.filter(readable, deleted_at=None)
        return found if sees_all(user) else found.filter(ticket__in=_tickets_of(user))

    def of(self, ticket: "Ticket") -> Self:
        """Keep the notes of one ticket."""
        return self.filter(ticket=ticket)


class AttachmentQuerySet(QuerySet["Attachment"]):
    """Files at messages and notes."""

    def visible_to(self, user: User) -> Self:
        """Keep the files of messages and notes that ``user`` may read."""
        from tickets.models import Note  # noqa: PLC0415 -- the models of this app import this module

        tickets = _tickets_of(user).filter(pk=OuterRef("message__ticket"))
        at_messages = Q(Exists(tickets))
        if not user.is_agent:
            at_messages &= Q(message__is_unconfirmed=False, message__undone_at=None)
        return self.filter(at_messages | Q(note__in=Note.objects.visible_to(user)))


def _tickets_of(user: User) -> TicketQuerySet:
    from tickets.models import Ticket  # noqa: PLC0415 -- the models of this app import this module

    return Ticket.objects.visible_to(user)
