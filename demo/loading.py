"""The demo as a whole: set up, lived through step by step, and committed at once."""

import gc
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, OuterRef, Subquery

from demo import catalogue, customers, desk, jobs, logins, our_company, ticket_texts, timing
from demo.accounts import Accounts
from demo.agenda import Agenda
from demo.office import ROME
from demo.plans import DAYS, Drawer
from demo.post import Post
from demo.sales import Sale
from demo.ticket_histories import TicketHistory
from demo.world import World
from helpdesk import current_time
from helpdesk.after_commit import in_silence
from helpdesk.models import User
from helpdesk.project import embedded
from mail.enums import DeliveryState
from mail.models import Delivery, OutboundMail
from tickets import ticket_counts
from tickets.models import Notification, Severity

TICKETS = 600
SEED = 2026
UNDER_WAY = timedelta(seconds=3)

Say = Callable[[str], None]


def is_empty() -> bool:
    """Say whether nobody has a login yet."""
    return not User.objects.exists()


def load_for_good(now: datetime, tickets: int, *, say: Say) -> None:
    """Load the demo and commit it, all of it or nothing; whoever looks meanwhile sees an empty installation."""
    began = time.monotonic()
    with _alone(say), _all_or_nothing(), _in_haste():
        if not is_empty():
            return
        load(now, tickets, say=say)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    ticket_counts.refresh(now)
    write_logins()
    say(f"  {tickets} tickets in {time.monotonic() - began:.0f} s")


@contextmanager
def _alone(say: Say) -> Iterator[None]:
    """Let one process at a time load; another one says that it waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('demo'))")
        if not cursor.fetchone()[0]:
            say("  another process loads the demo's data; waiting for it")
            cursor.execute("SELECT pg_advisory_lock(hashtext('demo'))")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('demo'))")


@contextmanager
def _all_or_nothing() -> Iterator[None]:
    """Commit when the block has ended well; no block around it that actions of their own transaction would refuse."""
    transaction.set_autocommit(False)
    try:
        yield
        transaction.commit()
    finally:
        transaction.rollback()
        transaction.set_autocommit(True)


@contextmanager
def _in_haste() -> Iterator[None]:
    """Do without what only costs time here: points to go back to, simple joins planned at length, litter picked up."""
    uses_savepoints, thresholds = connection.features.uses_savepoints, gc.get_threshold()
    connection.features.uses_savepoints = False
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL join_collapse_limit = 4")
    try:
        yield
    finally:
        connection.features.uses_savepoints = uses_savepoints
        gc.set_threshold(*thresholds)
        gc.unfreeze()


def load(now: datetime, tickets: int, *, say: Say) -> World:
    """Fill an empty desk with half a year that ends ``now``; the same ``now`` gives the same half year."""
    end = now.replace(second=0, microsecond=0)
    with in_silence():
        with current_time.at(end - timedelta(days=DAYS + 30)):
            world = _set_up(end, say)
        _live(world, tickets, say)
        _post_everything()
        _look_at_news(end)
    return world


def _set_up(end: datetime, say: Say) -> World:
    rng = random.Random(SEED)  # noqa: S311 -- a demo, not a secret
    say("  the firm, its desk and its customers")
    our_company.found()
    staff = our_company.hire()
    set_up = desk.set_up()
    sold = catalogue.set_up(set_up)
    register = customers.enter(staff, rng, end.astimezone(ROME).date())
    logins.invite_customer(register, by=staff["admin"])
    alfa = register.named("Alfa Impianti").company
    for year in sorted({end.year, (end - timedelta(days=DAYS)).year}):
        catalogue.agree_on_prices(alfa, sold, year=year)
    for customer in register.customers:
        if customer.company.currency != "EUR":
            catalogue.sell_abroad(customer.company, sold)
    severities = {severity.code: severity for severity in Severity.objects.all()}
    return World(end, rng, Agenda(end), staff, set_up, sold, register, severities)


def _live(world: World, tickets: int, say: Say) -> None:
    """Plan everything, then let it happen."""
    plans = Drawer(world.register, ticket_texts.read(), world.end, world.rng).draw(tickets)
    for plan in plans:
        life = TicketHistory(timing.timed(plan, world.end, world.rng), world)
        if plan.stage:
            Sale(life)
        life.begin()
    begin = world.end - timedelta(days=DAYS)
    jobs.enter(world, begin)
    Accounts(world).enter(begin)
    Post(world).enter()
    said = time.monotonic()
    for done, (moment, step) in enumerate(world.agenda.steps()):
        if time.monotonic() - said >= 1:
            said = time.monotonic()
            say(f"  {moment:%d %B %Y}: {done} steps done, {len(world.agenda)} to go")
        with current_time.at(moment):
            step()
    jobs.tell_breaches(world.end)


def _post_everything() -> None:
    """Mark the mail of the past as sent, moments after it was written."""
    written = OutboundMail.objects.filter(pk=OuterRef("outbound")).values(at=F("created_at") + UNDER_WAY)
    Delivery.objects.filter(state=DeliveryState.QUEUED).update(
        state=DeliveryState.SENT, attempts=1, code=250, sent_at=Subquery(written)
    )


def _look_at_news(end: datetime) -> None:
    """Let everybody have looked at their news until a working day ago."""
    Notification.objects.filter(at__lt=end - timedelta(days=1)).update(seen_at=F("at"))


def write_logins() -> None:
    """Leave the logins where the demo prints them from."""
    lines = [f"  {login.email:<44} {login.role}" for login in logins.listed()]
    text = "\n".join(["  Logins, all with the password " + our_company.PASSWORD + ":", *lines, ""])
    (embedded.var_dir() / "demo-logins.txt").write_text(text)
