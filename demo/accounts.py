"""Billing as it goes on by itself: what a fee covers is settled each week, the rest is proposed once a month."""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from billing import actions, documents
from billing.drafts import Options
from billing.enums import ProposalState
from billing.models import InvoiceProposal, ProposalBatch
from demo import office
from demo.office import ROME
from demo.world import World
from helpdesk.models import User
from tickets.enums import BillingCriteria
from tickets.models import Ticket

PAYDAY = 5
QUIET = timedelta(days=20)
NOTHING_DONE = "Nessuna attività da fatturare"
COVERED = (
    "Compreso nel canone di assistenza {year}",
    "Compreso nel canone di assistenza {year}",
    "Compreso nel canone di assistenza {year}",
    "Intervento in garanzia",
    "Cortesia commerciale, concordata con la direzione",
)
SUSPENDED = (
    "Contestazione sulle ore: sentire il cliente prima di fatturare",
    "In attesa dell'ordine di acquisto del cliente",
    "Da verificare se rientra nella garanzia",
)
FORGIVEN = "Ore di prova non addebitabili, come da accordi"
DRAFTS_KEPT = 5


class Accounts:
    """The weeks and the months of the one who bills."""

    def __init__(self, world: World) -> None:
        self.world = world

    @property
    def biller(self) -> User:
        """Return who bills."""
        return self.world.staff["silvia"]

    def enter(self, begin: datetime) -> None:
        """Enter the weekly and the monthly hours into the agenda."""
        day = begin
        while day < self.world.end:
            if day.astimezone(ROME).weekday() == 4:
                moment = office.at_clock(day, 17, 20)
                self.world.agenda.enter(moment, partial(self.settle, moment))
            day += timedelta(days=1)
        months = list(self._months(begin))
        for moment in months:
            self.world.agenda.enter(moment, partial(self.propose, moment, is_newest=moment == months[-1]))

    def _months(self, begin: datetime) -> list[datetime]:
        """Return when proposals are made: on the fifth of a month, or the first working day after it."""
        found, year, month = [], begin.year, begin.month
        while (day := datetime(year, month, PAYDAY, 8, tzinfo=ROME)) < self.world.end - QUIET:
            if day > begin + timedelta(days=14):
                found.append(office.later(day, 100))
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        return found

    def settle(self, now: datetime) -> None:
        """Decide of closed tickets that nobody pays for by the hour that they are not billed."""
        covered = {customer.company.pk for customer in self.world.register.customers if customer.has_fee}
        for ticket in Ticket.objects.ready_to_bill().order_by("closed_at", "pk"):
            if not ticket.works.exists():
                actions.set_not_billed(ticket, NOTHING_DONE, by=self.biller)
            elif ticket.company_id in covered and ticket.billing_criteria != BillingCriteria.QUOTED:
                reason = self.world.rng.choice(COVERED).format(year=now.year)
                actions.set_not_billed(ticket, reason, by=self.biller)

    def propose(self, now: datetime, *, is_newest: bool) -> None:
        """Make proposals of what was closed before this month, and have them looked through the day after."""
        first = now.astimezone(ROME).replace(day=1, hour=0, minute=0, second=0)
        tickets = list(Ticket.objects.ready_to_bill().filter(closed_at__lt=first).order_by("pk"))
        if not tickets:
            return
        options = Options(group_by_customer=True, group_works=is_newest or now.month % 2 == 0)
        key = UUID(int=self.world.rng.getrandbits(128))
        batch, _is_new = actions.prepare_batch(tickets, options, by=self.biller, key=key)
        actions.run_batch(batch)
        after = office.later(now, 480)
        self.world.agenda.enter(after, partial(self.look_through, batch, is_newest=is_newest))

    def look_through(self, batch: ProposalBatch, *, is_newest: bool) -> None:
        """Take out what is disputed, and confirm the rest; of the newest month some are still being looked at."""
        proposals = list(batch.proposals.order_by("pk"))
        for number, proposal in enumerate(proposals):
            self._dispute(proposal, number)
            proposal.refresh_from_db()
            is_kept = is_newest and number % 2 == 0 and number < 2 * DRAFTS_KEPT
            if proposal.state == ProposalState.DRAFT and not is_kept:
                actions.confirm_proposal(proposal, by=self.biller)
                if is_newest:
                    documents.keep_pdf(proposal.pk)

    def _dispute(self, proposal: InvoiceProposal, number: int) -> None:
        """Suspend a ticket of every fourth proposal, and forgive one of some; never the only one."""
        tickets = list(Ticket.objects.filter(proposal_places__proposal=proposal).order_by("pk"))
        if len(tickets) < 2:
            return
        if number % 4 == 1:
            actions.suspend_ticket(proposal, tickets[0], self.world.rng.choice(SUSPENDED), by=self.biller)
        elif number % 5 == 2:
            actions.not_bill_ticket(proposal, tickets[-1], FORGIVEN, by=self.biller)
