"""The life of one ticket: each turn of its story through the action that a page, or a mail, would call."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from billing import actions as billing_actions
from billing.drafts import WorkDraft
from billing.durations import Typed
from billing.enums import BillingMode
from demo import message_html, papers
from demo.mail_texts import DemoMail, arrive, write
from demo.office import ROME
from demo.plans import Ending, Plan
from demo.ticket_texts import Turn, fill
from demo.world import World
from helpdesk.models import User
from mail.models import OutboundMail
from tickets import actions
from tickets.drafts import IncomingMessage, MessageBody, NewTicket, Reply
from tickets.enums import Category, Move, Source
from tickets.models import Ticket

CHARGED = [BillingMode.BILLABLE] * 18 + [BillingMode.NO_CHARGE, BillingMode.DO_NOT_BILL]


class TicketHistory:
    """A plan as it is being lived."""

    def __init__(self, plan: Plan, world: World) -> None:
        self.plan, self.world = plan, world
        self.words = {**plan.words, "agent": self.agent.get_short_name()}
        self.said = 0
        self._ticket: Ticket | None = None
        self._last_answer = ""
        self.ways: dict[str, Callable[[Turn, datetime], None]] = {
            "customer": self.ask,
            "accept": self.ask,
            "take": self.take,
            "agent": self.answer,
            "note": self.note,
            "secret": self.note,
            "work": self.work,
            "hold": self.hold,
            "solution": self.solve,
            "close": self.close,
        }

    @property
    def agent(self) -> User:
        """Return who looks after it."""
        return self.world.staff[self.plan.agent]

    @property
    def ticket(self) -> Ticket:
        """Return the ticket; it is opened by the first turn."""
        if self._ticket is None:
            message = f"{self.plan.subject}: not opened yet"
            raise LookupError(message)
        return self._ticket

    def begin(self) -> None:
        """Enter every turn of the plan into the agenda."""
        for moment, turn in self.plan.turns:
            self.enter(moment, turn)

    def enter(self, moment: datetime, turn: Turn) -> None:
        """Enter one turn into the agenda."""
        way = self.ways[turn.kind]
        self.world.agenda.enter(moment, partial(way, turn, moment))

    def ask(self, turn: Turn, now: datetime) -> None:
        """Let the customer speak: by a real mail, or told by the action that mail and portal use."""
        contact = self.plan.contact
        text = fill(turn.text, self.words)
        if self.said == 0:
            text = message_html.signed(text, contact.name, contact.job_title, self.words["company"])
        self.said += 1
        if self.plan.by_mail:
            self._write(turn, text, now)
        elif self._ticket is None:
            self._open(turn, text, now)
        else:
            self._hear(turn, text)

    def _write(self, turn: Turn, text: str, now: datetime) -> None:
        answered = OutboundMail.objects.of_thread(self.ticket.thread).first() if self._ticket else None
        letter = DemoMail(
            key=f"{self.plan.number}.{self.said}",
            name=self.plan.contact.name,
            address=self.plan.contact.email,
            subject=f"Re: {answered.subject}" if answered else self.plan.subject,
            text=text,
            at=now,
            language=self.plan.story.language,
            paper=turn.paper,
            answers=answered.message_id if answered else "",
            quoted=self._last_answer,
            who=str(self.agent),
        )
        mailbox = self.world.desk.mailboxes[self.plan.story.type]
        inbound = arrive(write(letter, mailbox), mailbox, letter.address, now)
        if self._ticket is None:
            self._ticket = Ticket.objects.get(thread=inbound.thread)

    def _open(self, turn: Turn, text: str, now: datetime) -> None:
        """Open the ticket as the portal does, or as an agent does who has the customer on the phone."""
        source = self.world.rng.choice([Source.MAIL, Source.MAIL, Source.PORTAL, Source.PORTAL, Source.PHONE])
        is_called = source == Source.PHONE
        html = message_html.paragraphs(text)
        customer, story, desk = self.plan.customer, self.plan.story, self.world.desk
        draft = NewTicket(
            type=desk.types[story.type],
            html=html,
            subject=self.plan.subject,
            source=source,
            company=customer.company if customer else None,
            crm_contact=None if customer else self.plan.contact,
            requester=self.plan.contact,
            at=now,
            category=desk.categories.get(story.about),
            operation=desk.operations.get(story.operation),
            severity=self.world.severities.get(story.severity),
            urgency=story.level[0],
            impact=story.level[1],
        )
        ticket = actions.open_ticket(draft, by=self.agent if is_called else None)
        self._ticket = Ticket.objects.get(pk=ticket.pk)
        if not is_called:
            self._hear(turn, text, source)

    def _hear(self, turn: Turn, text: str, source: Source = Source.MAIL) -> None:
        contact, files = self.plan.contact, papers.attached(turn.paper, self.plan.story.language)
        shown = message_html.picture(files[0].content_id) if files and files[0].is_inline else ""
        body = MessageBody(message_html.paragraphs(text) + shown, files=files, source=source)
        actions.receive(self.ticket, IncomingMessage(body, sender_name=contact.name, sender_email=contact.email))

    def take(self, _turn: Turn, _now: datetime) -> None:
        """Let an agent take the ticket, or the supervisor give it to them, and look at what it is about."""
        giver = self.world.staff["james"] if self.world.rng.random() < 0.15 else self.agent
        actions.assign(self.ticket, self.agent, by=giver)
        if self.plan.by_mail:
            self._sort()
        if self.plan.number % 2 == 0 or self.plan.ending == Ending.TAKEN:
            actions.move(self.ticket, Move.ACCEPT, by=self.agent)
        if self.plan.customer and self.plan.customer.assets and self.world.rng.random() < 0.25:
            self.ticket.assets.add(self.world.rng.choice(self.plan.customer.assets))

    def _sort(self) -> None:
        """Write down what the mail did not say: what it is about, and how grave."""
        story, desk = self.plan.story, self.world.desk
        facts: dict[str, object] = {
            "category": desk.categories.get(story.about),
            "operation": desk.operations.get(story.operation),
            "severity": self.world.severities.get(story.severity),
            "urgency": story.level[0],
            "impact": story.level[1],
        }
        actions.change(self.ticket, facts, version=None, by=self.agent)

    def answer(self, turn: Turn, _now: datetime) -> None:
        """Let the agent answer."""
        text = fill(turn.text, self.words)
        files = papers.attached(turn.paper, self.plan.story.language)
        actions.reply(self.ticket, Reply(MessageBody(message_html.paragraphs(text), files=files)), by=self.agent)
        self._last_answer = text

    def note(self, turn: Turn, _now: datetime) -> None:
        """Let the agent note something, for colleagues or for themselves alone."""
        html = message_html.paragraphs(fill(turn.text, self.words))
        actions.add_note(self.ticket, html, by=self.agent, is_confidential=turn.kind == "secret")

    def work(self, turn: Turn, now: datetime) -> None:
        """Let the agent log what was done."""
        service, minutes, words = fill(turn.text, self.words).split(" ", 2)
        begun = self.world.take_time(self.plan.agent, now, int(minutes)).astimezone(ROME)
        ended = (begun + timedelta(minutes=int(minutes))).astimezone(ROME)
        draft = WorkDraft(
            Typed(begun.date(), begun.time(), ended.time(), ROME, ends_next_day=ended.date() > begun.date()),
            service=self.world.catalogue.services[service],
            project=self.ticket.project,
            description=words,
            mode=self.world.rng.choice(CHARGED),
        )
        billing_actions.log_work(self.ticket, draft, by=self.agent)

    def hold(self, turn: Turn, _now: datetime) -> None:
        """Put the ticket on hold."""
        if not self._stands_in(Category.ON_HOLD, Category.RESOLVED, Category.CLOSED):
            actions.move(self.ticket, Move.HOLD, by=self.agent, words_given=fill(turn.text, self.words))

    def solve(self, turn: Turn, _now: datetime) -> None:
        """Resolve the ticket."""
        if not self._stands_in(Category.RESOLVED, Category.CLOSED):
            html = message_html.paragraphs(fill(turn.text, self.words))
            actions.move(self.ticket, Move.RESOLVE, by=self.agent, words_given=html)

    def close(self, _turn: Turn, _now: datetime) -> None:
        """Close the ticket."""
        if not self._stands_in(Category.CLOSED):
            actions.move(self.ticket, Move.CLOSE, by=self.agent)

    def _stands_in(self, *categories: Category) -> bool:
        return Ticket.objects.filter(pk=self.ticket.pk, status_category__in=categories).exists()
