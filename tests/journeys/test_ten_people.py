"""Ten people work while a part of the desk fails: nothing is lost, nothing is doubled, and each is told how it stands."""

import hashlib
import json
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from tests.journeys import people
from tests.journeys.desk import Desk, running_desk, until
from tests.journeys.people import WORD, Person

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("ten people")]

MANY, FEW = 24, 3
TO_BILL = 3 * MANY + 9 * FEW
IN_ALL = [
    "SELECT text FROM tickets_message",
    "SELECT text FROM tickets_note",
    "SELECT description FROM tickets_ticket",
    "SELECT description FROM billing_work",
    "SELECT name FROM crm_contact",
    "SELECT notes FROM crm_contact",
]


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    """One desk for all the faults."""
    with running_desk() as running:
        running.furnished = json.loads(running.run("-m", "tests.journeys.furnishing"))
        yield running


def redis_is_away(desk: Desk) -> None:
    until(lambda: desk.ask("SELECT 1 FROM billing_proposalbatch WHERE state <> 'done'"), "a batch is under way")
    desk.lose_redis()
    time.sleep(8)
    desk.bring_back()


def redis_hangs(desk: Desk) -> None:
    with desk.frozen_redis():
        time.sleep(12)


def postgres_restarts(desk: Desk) -> None:
    desk.end_postgres(signal.SIGINT)
    time.sleep(2)
    desk.bring_back()


def postgres_crashes(desk: Desk) -> None:
    desk.end_postgres(signal.SIGQUIT)
    desk.bring_back()


def disk_is_full(desk: Desk) -> None:
    with desk.full_disk():
        time.sleep(8)


def worker_is_killed(desk: Desk) -> None:
    on_its_way = "SELECT 1 FROM mail_delivery WHERE state = 'sending' AND body_begun_at > now() - interval '0.5 s'"
    for _ in range(4):
        until(lambda: desk.ask(on_its_way), "a mail is on its way")
        desk.kill_worker()
    interrupted = "SELECT 1 FROM mail_delivery WHERE state = 'sending' AND body_begun_at < now() - interval '2 s'"
    until(lambda: desk.ask(interrupted), "a mail was interrupted")


def crew(desk: Desk, over: threading.Event) -> list[Person]:
    """Return ten people with their work."""
    furnished = desk.furnished
    billed = json.loads(desk.run("-m", "tests.journeys.furnishing", str(TO_BILL)))
    works = {
        "agent": people.agent(furnished["tickets"]),
        "supervisor": people.supervisor,
        "customer": people.customer,
        "biller": people.biller(billed, FEW, MANY),
        "admin": people.admin,
    }
    found = [Person(desk.url, role, email, over) for role in works for email in furnished[role]]
    for person in found:
        person.work = works[person.role]
        person.sign_in()
        person.saw.clear()
    return found


def work_through(desk: Desk, fault: Callable[[Desk], None]) -> list[Person]:
    """Have ten people work while ``fault`` happens, then wait until everything is done that waits."""
    over = threading.Event()
    persons = crew(desk, over)
    for person in persons:
        person.start()
    time.sleep(3)
    fault(desk)
    time.sleep(5)
    over.set()
    for person in persons:
        person.join(2 * people.PATIENCE)
    until(desk.is_well, "the desk is well again")
    assert last_words(desk) == {}
    until(lambda: is_drained(desk) or last_words(desk), "the queue is empty")
    assert last_words(desk) == {}
    return persons


def last_words(desk: Desk) -> dict[str, str]:
    """Return what those parts of the desk said last that have ended; none should."""
    ended = {name: part for name, part in desk.parts.items() if part.process.poll() is not None}
    return {name: part.said.decode(errors="replace")[-3000:] for name, part in ended.items()}


def is_drained(desk: Desk) -> bool:
    """Say whether nothing waits to be sent or billed; if something does, let some minutes pass."""
    waiting = [
        "SELECT 1 FROM mail_delivery WHERE state IN ('queued', 'sending') OR next_attempt_at IS NOT NULL",
        "SELECT 1 FROM billing_proposalbatch WHERE state <> 'done'",
    ]
    if not any(desk.ask(statement) for statement in waiting):
        return True
    time.sleep(2)
    desk.let_time_pass()
    return False


def tell(desk: Desk, fault: str, persons: list[Person]) -> None:
    """Print what each saw, and what came of it."""
    lines = [f"\n{fault}", f"  {'who':11}{'times':>6}  {'status':7}what the page said"]
    for role in dict.fromkeys(person.role for person in persons):
        ones = [person for person in persons if person.role == role]
        saw = sum((person.saw for person in ones), Counter())
        for (status, sentence), times in sorted(saw.items()):
            lines.append(f"  {role:11}{times:6}  {status or 'none':<7}{sentence}")
        lines.append(f"  {'':11}{'':6}  {'':7}the slowest answer took {max(one.slowest for one in ones):.1f} s")
    written = sum(len(person.written) for person in persons)
    [(mails, deaths, twice)] = desk.ask(
        "SELECT count(*), sum(deaths), count(*) FILTER (WHERE possibly_twice) FROM mail_delivery"
    )
    [(proposals,)] = desk.ask("SELECT count(*) FROM billing_invoiceproposal")
    lines.append(f"  {written} forms with words were saved.")
    lines.append(f"  So far {mails} mails left, {deaths} times a worker died over one, {twice} possibly came twice.")
    lines.append(f"  So far {proposals} proposals were made.")
    sys.stdout.write("\n".join(lines) + "\n")


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        pytest.param(redis_is_away, set(), id="Redis is stopped and starts again"),
        pytest.param(redis_hangs, set(), id="Redis hangs"),
        pytest.param(postgres_restarts, {503}, id="PostgreSQL restarts"),
        pytest.param(postgres_crashes, {503}, id="PostgreSQL crashes"),
        pytest.param(disk_is_full, {422}, id="the disk is full"),
        pytest.param(worker_is_killed, set(), id="the worker is killed four times"),
    ],
)
def test_nothing_is_lost_or_doubled_while_ten_people_work(desk, request, fault, told):
    persons = work_through(desk, fault)

    tell(desk, request.node.callspec.id, persons)
    assert [person.failure for person in persons if person.failure] == []
    assert [word for person in persons for word in person.unsaved] == []
    assert statuses(persons) | told == {200, 302} | told, desk.parts["web"].last_trouble()
    assert away_was_told(persons) is (fault in {redis_is_away, redis_hangs})
    assert_words_stand_once(desk, Counter(word for person in persons for word in person.written))
    assert_files_are_kept_once(desk, Counter(word for person in persons for word in person.files))
    assert_mails_left_once(desk)
    assert_works_are_billed_once(desk)


def statuses(persons: list[Person]) -> set[int]:
    """Return what was answered, besides that somebody else was quicker (409), which the faults do not cause."""
    return {status for person in persons for status, _sentence in person.saw} - {409}


def away_was_told(persons: list[Person]) -> bool:
    """Say whether somebody read that the queue is away."""
    return any("queue is away" in sentence for person in persons for _status, sentence in person.saw)


def assert_words_stand_once(desk: Desk, written: Counter[str]) -> None:
    rows = [text for statement in IN_ALL for (text,) in desk.ask(statement)]
    found = Counter(word for text in rows for word in WORD.findall(text))
    assert {word: times for word, times in found.items() if times != 1} == {}
    assert written - found == Counter()


def assert_files_are_kept_once(desk: Desk, sent: Counter[str]) -> None:
    rows = desk.ask("SELECT a.name, f.sha256 FROM tickets_attachment a JOIN helpdesk_storedfile f ON f.id = a.file_id")
    found = Counter(name.removesuffix(".txt") for name, _digest in rows)
    kept = {digest: (desk.folder / "media" / "files" / digest[:2] / digest).read_bytes() for _name, digest in rows}
    assert {name: times for name, times in found.items() if times != 1} == {}
    assert sent - found == Counter()
    assert {digest for digest, data in kept.items() if hashlib.sha256(data).hexdigest() != digest} == set()


def assert_mails_left_once(desk: Desk) -> None:
    """Each copy came once; those that the desk itself calls possibly sent twice, once or twice."""
    rows = desk.ask(
        "SELECT m.message_id, d.address, d.state, d.possibly_twice"
        " FROM mail_delivery d JOIN mail_outboundmail m ON m.id = d.outbound_id"
    )
    taken = desk.outside.taken
    assert Counter(state for _id, _address, state, _twice in rows) == {"sent": len(rows)}
    assert {(message_id, address) for message_id, address, _state, _twice in rows} == set(taken)
    assert [row for row in rows if taken[row[0], row[1]] > 1 + row[3]] == []
    assert desk.ask("SELECT id FROM tickets_message WHERE direction = 'out' AND outbound_id IS NULL") == []


def assert_works_are_billed_once(desk: Desk) -> None:
    """All tickets of each batch have one proposal, and all works of them one line."""
    lines = "SELECT work_id, count(*) FROM billing_proposallinework WHERE released_at IS NULL GROUP BY work_id"
    works = "SELECT id, 1 FROM billing_work WHERE ticket_id IN (SELECT ticket_id FROM billing_batchticket)"
    assert desk.ask("SELECT DISTINCT outcome FROM billing_batchticket") == [("proposed",)]
    assert desk.ask("SELECT ticket_id FROM billing_batchticket GROUP BY ticket_id HAVING count(*) > 1") == []
    assert sorted(desk.ask(lines)) == sorted(desk.ask(works))
    assert desk.ask("SELECT count(*) - max(number) FROM billing_invoiceproposal") == [(0,)]
