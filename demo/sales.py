"""What becomes of a request that is estimated first: hours, prices, an offer, and the customer's answer."""

import tomllib
from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial

from demo import message_html, office, timing
from demo.customers import REGISTER
from demo.office import ROME
from demo.plans import Stage
from demo.ticket_histories import TicketHistory
from demo.ticket_texts import Turn, fill
from estimates import actions
from estimates.drafts import CommercialDraft, CommercialLine, TechnicalDraft, TechnicalHeader, TechnicalStep
from estimates.models import CommercialEstimate, Offer, TechnicalEstimate
from helpdesk.errors import Refusal
from helpdesk.models import User
from tickets import actions as ticket_actions
from tickets.enums import BillingCriteria, Move

LETTERS: dict[str, dict[str, str]] = tomllib.loads((REGISTER / "letters.toml").read_text())
DETAIL = Decimal("0.25")
Step = Callable[[datetime], None]


class Sale:
    """The estimates and the offers of one life, as far as its stage wants it."""

    def __init__(self, life: TicketHistory) -> None:
        self.life, self.world = life, life.world
        self.stage = life.plan.stage or Stage.SENT
        self.letters = LETTERS[life.plan.story.language]
        life.ways["estimate"] = self.start

    @property
    def seller(self) -> User:
        """Return who sells."""
        return self.world.staff["giulia"]

    @property
    def offer(self) -> Offer:
        """Return the newest offer."""
        return Offer.objects.filter(tickets=self.life.ticket).latest("pk")

    def start(self, turn: Turn, now: datetime) -> None:
        """Start the technical estimate, put the ticket on hold, and enter the steps up to the stage."""
        actions.start_technical(self.life.ticket, by=self.life.agent, hold_reason=turn.text)
        moment = now
        for minutes, step in self._way():
            moment = office.later(moment, minutes * self.world.rng.uniform(0.7, 1.3))
            self.world.agenda.enter(moment, partial(step, moment))

    def _way(self) -> Sequence[tuple[int, Step]]:
        """Return the steps to the stage, each with the minutes of work before it."""
        technical: list[tuple[int, Step]] = [(150, self.plan_hours), (25, self.end_technical)]
        commercial: list[tuple[int, Step]] = [(140, self.start_commercial), (60, self.end_commercial)]
        sent: list[tuple[int, Step]] = [*technical, *commercial, (20, self.make_offer), (45, self.send)]
        ways: dict[Stage, list[tuple[int, Step]]] = {
            Stage.DISCARDED: [technical[0], (600, self.discard)],
            Stage.TECHNICAL: technical[:1],
            Stage.TECHNICAL_ENDED: technical,
            Stage.COMMERCIAL: [*technical, *commercial[:1]],
            Stage.COMMERCIAL_ENDED: [*technical, *commercial],
            Stage.DRAFT: sent[:-1],
            Stage.CANCELLED: [*sent[:-1], (500, self.cancel)],
            Stage.SENT: sent,
            Stage.EXPIRED: [*sent, (480 * 24, self.give_up)],
            Stage.REJECTED: [*sent, (1500, self.decline)],
            Stage.SUPERSEDED: [*sent, (900, self.ask_for_less), (300, self.revise)],
            Stage.CONFIRMED: [*sent, (1300, self.accept), (90, self.confirm)],
            Stage.CONVERTED: [*sent, (1300, self.accept), (90, self.confirm), (200, self.convert)],
        }
        return ways[self.stage]

    def plan_hours(self, _now: datetime) -> None:
        """Write the rows of the story into the technical estimate."""
        estimate = TechnicalEstimate.objects.get(ticket=self.life.ticket)
        header = TechnicalHeader(
            offer_description=self.life.plan.subject[:200],
            header_description=estimate.header_description,
            footer_description=estimate.footer_description,
            is_detailed=self.life.plan.number % 3 != 0,
            salesperson=self.seller,
            technician=self.life.agent,
        )
        catalogue = self.world.catalogue
        steps = tuple(
            TechnicalStep(
                fill(row.description, self.life.words),
                row.quantity + DETAIL * self.world.rng.randrange(3),
                catalogue.units[row.unit],
                service=catalogue.services[row.service],
            )
            for row in self.life.plan.story.rows
        )
        draft = TechnicalDraft(header, steps, estimate.version)
        actions.change_technical(self.life.ticket, draft, by=self.life.agent)

    def end_technical(self, _now: datetime) -> None:
        """Lock the hours."""
        actions.end_technical(self.life.ticket, by=self.life.agent)

    def discard(self, _now: datetime) -> None:
        """Throw the estimate away, and say why."""
        actions.discard(self.life.ticket, by=self.world.staff["admin"])
        self._note(self.letters["discarded"])
        ticket_actions.move(self.life.ticket, Move.CLOSE, by=self.seller)

    def start_commercial(self, _now: datetime) -> None:
        """Sell a little more time than was planned for the longest row, and give something off another."""
        estimate = actions.start_commercial(self.life.ticket, by=self.seller)
        rows = list(CommercialEstimate.objects.get(pk=estimate.pk).rows.all())
        longest = max(rows, key=lambda row: row.commercial_qty * row.unit_minutes)
        lines = tuple(
            CommercialLine(
                row.commercial_qty + (DETAIL * 2 if row == longest else 0),
                row_id=row.pk,
                service=row.service,
                discount_percent=Decimal(5 if row == rows[0] and self.life.plan.number % 2 else 0),
            )
            for row in rows
        )
        draft = CommercialDraft(lines, estimate.version)
        actions.change_commercial(self.life.ticket, draft, by=self.seller)

    def end_commercial(self, _now: datetime) -> None:
        """Lock the prices."""
        actions.end_commercial(self.life.ticket, by=self.seller)

    def make_offer(self, now: datetime) -> None:
        """Make the offer."""
        day = now.astimezone(ROME).date()
        for report in actions.create_offers([self.life.ticket], by=self.seller, day=day):
            if report.offer is None:
                raise Refusal(report.reason, report.code)

    def send(self, _now: datetime, letter: str = "letter") -> None:
        """Send the offer with a letter."""
        offer = self.offer
        text = fill(self.letters[letter], {**self.life.words, "offer": offer.label})
        actions.send_offer(offer, by=self.seller, letter=message_html.paragraphs(text))

    def cancel(self, _now: datetime) -> None:
        """Take the offer back."""
        actions.cancel_offer(self.offer, by=self.seller, reason=self.letters["cancelled"])

    def give_up(self, _now: datetime) -> None:
        """Close the ticket whose offer nobody answered."""
        self._note(self.letters["silence"])
        ticket_actions.move(self.life.ticket, Move.CLOSE, by=self.life.agent)

    def decline(self, now: datetime) -> None:
        """Let the customer refuse."""
        self.life.ask(Turn("customer", self.letters["declined"]), now)
        actions.reject_offer(self.offer, by=self.seller, reason=self.letters["refused"])
        ticket_actions.move(self.life.ticket, Move.CLOSE, by=self.life.agent)

    def ask_for_less(self, now: datetime) -> None:
        """Let the customer want less."""
        self.life.ask(Turn("customer", self.letters["smaller"]), now)

    def revise(self, now: datetime) -> None:
        """Send a new version."""
        actions.new_version(self.offer, by=self.seller, day=now.astimezone(ROME).date())
        self.send(now, "new_letter")

    def accept(self, now: datetime) -> None:
        """Let the customer accept in the words of the story."""
        self.life.ask(next(turn for turn in self.life.plan.story.turns if turn.kind == "accept"), now)

    def confirm(self, now: datetime) -> None:
        """Confirm the offer, bill by it, and go on with the story."""
        actions.confirm_offer(self.offer, by=self.seller, day=now.astimezone(ROME).date())
        by_offer = {"billing_criteria": BillingCriteria.QUOTED}
        ticket_actions.change(self.life.ticket, by_offer, version=None, by=self.life.agent)
        kinds = [turn.kind for turn in self.life.plan.story.turns]
        rest = self.life.plan.story.turns[kinds.index("accept") + 1 :]
        for moment, turn in timing.follow([*rest, Turn("close")], now, self.world.rng):
            self.life.enter(moment, turn)

    def convert(self, _now: datetime) -> None:
        """Turn the offer into an order."""
        actions.convert_offer(self.offer, by=self.seller)

    def _note(self, text: str) -> None:
        ticket_actions.add_note(self.life.ticket, message_html.paragraphs(text), by=self.life.agent)
