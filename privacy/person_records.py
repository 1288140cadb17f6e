"""What belongs to a person: their tickets, their mails, their files."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from mail.models import Delivery, InboundMail, OutboundAttachment, OutboundMail, Thread
from privacy.people import Person
from tickets.enums import Direction
from tickets.models import Attachment, Message, Ticket


@dataclass(frozen=True, slots=True)
class Reach:
    """The rows that are about one person, each to be asked for anew."""

    person: Person

    @property
    def tickets(self) -> QuerySet[Ticket]:
        """Return what they asked, or what was asked for them."""
        asked = Ticket.objects.annotate(asked_by=Lower("requester_email"))
        by_address = Q(requester=None, asked_by__in=self.person.addresses)
        if self.person.contact is None:
            return asked.filter(by_address)
        return asked.filter(by_address | Q(requester=self.person.contact) | Q(crm_contact=self.person.contact))

    @property
    def _tickets(self) -> QuerySet[Ticket]:
        """Return their tickets, and those in which they said something."""
        return Ticket.objects.filter(Q(pk__in=self.tickets.values("pk")) | Q(pk__in=self.messages.values("ticket")))

    @property
    def messages(self) -> QuerySet[Message]:
        """Return what they said."""
        said = Message.objects.annotate(said_by=Lower("sender_email")).filter(direction=Direction.INCOMING)
        return said.filter(said_by__in=self.person.addresses)

    @property
    def attachments(self) -> QuerySet[Attachment]:
        """Return the files that they sent."""
        return Attachment.objects.filter(message__in=self.messages)

    @property
    def copies(self) -> QuerySet[Attachment]:
        """Return where else in tickets of theirs the files lie that they sent."""
        at = Q(message__ticket__in=self._tickets) | Q(note__ticket__in=self._tickets)
        return Attachment.objects.filter(at, file__in=self.attachments.values("file")).exclude(
            message__in=self.messages
        )

    @property
    def sent_back(self) -> QuerySet[OutboundAttachment]:
        """Return where the files that they sent went with mail of ours in what they took part in."""
        return OutboundAttachment.objects.filter(outbound__in=self.outbound, file__in=self.attachments.values("file"))

    @property
    def threads(self) -> QuerySet[Thread]:
        """Return the conversations by mail that they took part in."""
        sent = Delivery.objects.filter(outbound__thread=OuterRef("pk"), address__in=self.person.addresses)
        of_tickets = Q(pk__in=self.tickets.values("thread"))
        return Thread.objects.filter(of_tickets | Q(pk__in=self.messages.values("ticket__thread")) | Exists(sent))

    @property
    def inbound(self) -> QuerySet[InboundMail]:
        """Return the mails that came from them."""
        return InboundMail.objects.filter(sender__in=self.person.addresses)

    @property
    def conversations(self) -> QuerySet[InboundMail]:
        """Return every mail that came in what they took part in: their address stands in the heads of others too."""
        return InboundMail.objects.filter(Q(thread__in=self.threads) | Q(pk__in=self.inbound.values("pk")))

    @property
    def outbound(self) -> QuerySet[OutboundMail]:
        """Return every mail of ours in what they took part in, or to them."""
        to_him = Delivery.objects.filter(outbound=OuterRef("pk"), address__in=self.person.addresses)
        return OutboundMail.objects.filter(Q(thread__in=self.threads) | Exists(to_him))
