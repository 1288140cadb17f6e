from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection, transaction

from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import SeriesFactory, TicketFactory, TypeFactory
from tickets import actions
from tickets.drafts import NewTicket
from tickets.models import NumberingCounter, Ticket

DAY = date(2026, 3, 7)


def last_issued(series, number, key="2026"):
    NumberingCounter.objects.create(series=series, period_key=key, last_number=number)


@pytest.mark.django_db
def test_n01_the_next_ticket_of_a_series_takes_the_next_number():
    int_type = TypeFactory(code="int")
    last_issued(int_type.series, 41, str(datetime.now(UTC).year))

    ticket = TicketFactory(type=int_type)

    assert ticket.reference == f"INT/{datetime.now(UTC).year}/00042"


@pytest.mark.django_db
def test_n02_two_series_count_apart():
    int_type, ext_type = TypeFactory(), TypeFactory()
    last_issued(int_type.series, 42)
    last_issued(ext_type.series, 7)

    numbers = [actions.take_number(t.series, t.code, DAY).number for t in (int_type, ext_type)]

    assert numbers == [43, 8]


@pytest.mark.django_db
def test_n03_two_types_that_share_a_series_never_share_a_number():
    series = SeriesFactory()
    last_issued(series, 42)

    numbers = [actions.take_number(series, code, DAY).number for code in ("INT", "NEW")]

    assert numbers == [43, 44]


@pytest.mark.django_db
def test_n04_the_year_is_that_of_our_own_zone():
    with time_machine.travel(datetime(2026, 12, 31, 23, 30, tzinfo=UTC), tick=False):
        ticket = TicketFactory()

    assert (ticket.year, ticket.number) == (2027, 1)


@pytest.mark.django_db
def test_a_series_starts_at_its_first_number():
    series = SeriesFactory(start_number=100)

    assert actions.take_number(series, "X", DAY).number == 100


@pytest.mark.django_db
def test_a_rolled_back_number_is_given_again():
    series = SeriesFactory()
    with transaction.atomic():
        actions.take_number(series, "X", DAY)
        transaction.set_rollback(True)

    assert actions.take_number(series, "X", DAY).number == 1


@pytest.mark.guards(40)
@pytest.mark.django_db(transaction=True)
def test_twenty_tickets_opened_at_once_have_consecutive_numbers():
    ticket_type = TypeFactory()

    def open_one(_):
        try:
            return actions.open_ticket(NewTicket(type=ticket_type, html="<p>Help</p>"), by=None).number
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        numbers = list(pool.map(open_one, range(20)))

    assert sorted(numbers) == list(range(1, 21))
    assert Ticket.objects.count() == 20


@pytest.mark.django_db
def test_two_series_of_one_pattern_pass_over_each_others_numbers():
    one, other = (TypeFactory(series=SeriesFactory(pattern="{year}/{number:05d}")) for _series in range(2))

    references = [TicketFactory(type=ticket_type).reference[5:] for ticket_type in (one, other, one, other)]

    assert references == ["00001", "00002", "00003", "00004"]


@pytest.mark.django_db
def test_a_number_that_a_ticket_once_had_is_not_given_again():
    one, other = TypeFactory(code="one"), TypeFactory(code="other")
    actions.change_type(TicketFactory(type=one), other, by=UserFactory(admin=True))
    NumberingCounter.objects.filter(series=one.series).delete()

    assert TicketFactory(type=one).number == 2
