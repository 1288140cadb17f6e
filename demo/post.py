"""Mail that is no customer speaking: one twice, one that came back, one written by a machine, one set aside."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from demo import office
from demo.mail_texts import DemoMail, arrive, write
from demo.world import World
from mail import actions as mail_actions
from mail import raw_store
from mail.actions.journal import Origin
from mail.enums import InboundStatus, OutboundKind
from mail.errors import ParserFailed
from mail.models import InboundMail, OutboundMail
from tickets.enums import Direction
from tickets.models import Message

ABSENT = {
    "it": ("Fuori ufficio", "Sono fuori ufficio fino a lunedì. Per urgenze potete scrivere alla segreteria."),
    "fr": ("Absence du bureau", "Je suis absent du bureau jusqu'à lundi. En cas d'urgence, écrivez à l'accueil."),
    "ro": ("Absent din birou", "Sunt plecat din birou până luni. Pentru urgențe, scrieți la secretariat."),
    "en": ("Out of office", "I am out of the office until Monday. Please write to the front desk if it is urgent."),
}
REPORT = """From: Mail Delivery System <MAILER-DAEMON@mx.nordest.example>
To: {mailbox}
Subject: Undelivered Mail Returned to Sender
Message-ID: <report-{number}@mx.nordest.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_report"

--=_report
Content-Type: text/plain; charset=utf-8

The mail could not be delivered to <{address}>: the mailbox is full.

--=_report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.nordest.example

Final-Recipient: rfc822; {address}
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp; 552 5.2.2 mailbox full

--=_report
Content-Type: message/rfc822

Message-ID: {message_id}
Subject: {subject}

(text omitted)

--=_report--
"""


class Post:
    """Odd mail of the last days."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.mailbox = world.desk.mailboxes["int"]

    def enter(self) -> None:
        """Enter each into the agenda."""
        warning_texts: list[tuple[float, Callable[[], None]]] = [
            (5, self.set_one_aside),
            (4, self.bring_one_back),
            (2.5, self.repeat_one),
            (1.2, self.answer_by_machine),
        ]
        for days, warning in warning_texts:
            moment = office.at_clock(self.world.end - timedelta(days=days), 19, 12)
            self.world.agenda.enter(moment, partial(warning))

    def set_one_aside(self) -> None:
        """Let a suspicious mail wait for a person."""
        at = self.world.now
        letter = DemoMail(
            key="parcel",
            name="Corriere Espresso",
            address="notifiche@corriere-consegne.example",
            subject="Il tuo pacco è in giacenza: azione richiesta",
            text="Apri l'allegato per confermare l'indirizzo di consegna.",
            at=at,
            language="it",
            paper="list",
        )
        origin = Origin(envelope_from=letter.address, envelope_to=self.mailbox.address)
        inbound = mail_actions.journal(self.mailbox, write(letter, self.mailbox), origin, received_at=at)
        taken = mail_actions.start_attempt(inbound.pk)
        if taken:
            mail_actions.mark_quarantined(taken, str(ParserFailed()))

    def bring_one_back(self) -> None:
        """Let an answer of ours come back."""
        outbound = OutboundMail.objects.filter(kind=OutboundKind.REPLY).order_by("-pk").first()
        if outbound:
            report = REPORT.format(
                mailbox=outbound.mailbox.address,
                number=outbound.pk,
                address=outbound.deliveries.oldest_first()[0].address,
                message_id=outbound.message_id,
                subject=outbound.subject,
            )
            arrive(report.replace("\n", "\r\n").encode(), outbound.mailbox, "", self.world.now)

    def repeat_one(self) -> None:
        """Let a mail come in a second time."""
        taken = InboundMail.objects.filter(status=InboundStatus.PROCESSED).order_by("-pk").first()
        if taken:
            arrive(raw_store.load(taken.raw_sha256), taken.mailbox, taken.sender, self.world.now)

    def answer_by_machine(self) -> None:
        """Let somebody's programme answer that they are away."""
        message = Message.objects.filter(direction=Direction.OUTGOING, outbound__isnull=False).order_by("-pk").first()
        if message is None or message.outbound is None:
            return
        ticket = message.ticket
        subject, text = ABSENT[ticket.language]
        letter = DemoMail(
            key=f"absent-{message.pk}",
            name=ticket.requester_name,
            address=ticket.requester_email,
            subject=f"{subject}: {message.outbound.subject}",
            text=text,
            at=self.world.now,
            language=ticket.language,
            answers=message.outbound.message_id,
            automatic=True,
        )
        arrive(write(letter, message.outbound.mailbox), message.outbound.mailbox, letter.address, self.world.now)
