"""What was said in tickets, and whose images are shown."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import F, QuerySet

from helpdesk.models import User
from tickets.enums import Direction

if TYPE_CHECKING:
    from tickets.models import (
        ImageTrust,
        Message,
        Ticket,
    )


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

    def spoken_in(self, tickets: Iterable[int]) -> Self:
        """Keep what people said to each other in these tickets, in order: no machine, no stranger, nothing undone."""
        spoken = self.filter(ticket__in=list(tickets), is_automatic=False, is_unconfirmed=False, undone_at=None)
        return spoken.order_by("at", "pk")

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
