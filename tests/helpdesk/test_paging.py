import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import BadRequest

from helpdesk.models import User
from helpdesk.paging import Page, keyset, sifted
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db
BY_LOGIN = [("last_login", True)]
BY_NAME = [("display_name", False)]


def names(page):
    return [user.display_name for user in page.rows]


def make(*people):
    for name in people:
        UserFactory(display_name=name)


def test_pages_follow_one_another_and_back():
    make(*"abcdefg")
    first = keyset(User.objects.all(), BY_NAME, size=3)
    second = keyset(User.objects.all(), BY_NAME, after=first.after, size=3)
    third = keyset(User.objects.all(), BY_NAME, after=second.after, size=3)
    back = keyset(User.objects.all(), BY_NAME, before=third.before, size=3)

    assert [names(p) for p in (first, second, third, back)] == [list("abc"), list("def"), list("g"), list("def")]
    assert (first.before, third.after) == ("", "")


def test_equal_values_are_told_apart_by_key():
    make(*"aaaaa")

    first = keyset(User.objects.all(), BY_NAME, size=2)
    second = keyset(User.objects.all(), BY_NAME, after=first.after, size=2)
    third = keyset(User.objects.all(), BY_NAME, after=second.after, size=2)

    assert len({user.pk for page in (first, second, third) for user in page.rows}) == 5


@pytest.mark.parametrize("descending", [True, False])
def test_rows_without_a_value_come_last_both_ways_and_are_all_reached(descending):
    from django.utils import timezone

    make(*"abcd")
    User.objects.filter(display_name__in="ab").update(last_login=timezone.now())
    order = [("last_login", descending)]
    seen, page = [], keyset(User.objects.all(), order, size=1)
    while True:
        seen += names(page)
        if not page.after:
            break
        page = keyset(User.objects.all(), order, after=page.after, size=1)

    back = keyset(User.objects.all(), order, before=page.before, size=9)

    assert sorted(seen) == list("abcd")
    assert set(seen[:2]) == set("ab")
    assert names(back) == seen[:3]


def test_an_empty_list_is_one_empty_page():
    page = keyset(User.objects.none(), BY_NAME)

    assert (page.rows, page.after, page.before) == ([], "", "")


@pytest.mark.parametrize("token", ["x", "WyJhIl0:abc:def"])
def test_a_token_that_is_not_ours_is_refused(token):
    with pytest.raises(BadRequest):
        keyset(User.objects.all(), BY_NAME, after=token)


def test_a_token_of_another_order_is_refused():
    make(*"abc")
    token = keyset(User.objects.all(), [("display_name", False), ("email", False)], size=1).after

    with pytest.raises(BadRequest):
        keyset(User.objects.all(), BY_NAME, after=token)


def named(*wanted):
    """Return what keeps the users with these display names."""
    return lambda users: [user for user in users if user.display_name in wanted]


def people(count):
    """Make users with the numbers below ``count`` for names, in their order."""
    numbers = [f"{number:04}" for number in range(count)]
    User.objects.bulk_create(User(email=f"{name}@example.com", display_name=name) for name in numbers)
    return numbers


def test_only_what_is_kept_is_on_the_pages_and_they_lead_there_and_back():
    numbers = people(230)
    keep = named(*numbers[::3])

    first = sifted(User.objects.all(), BY_NAME, keep)
    second = sifted(User.objects.all(), BY_NAME, keep, after=first.after)
    back = sifted(User.objects.all(), BY_NAME, keep, before=second.before)

    assert [names(first), names(second), names(back)] == [numbers[:150:3], numbers[150::3], numbers[:150:3]]
    assert (first.before, second.after, back.before) == ("", "", "")


def test_where_little_is_kept_the_looking_ends_and_goes_on_from_the_next_page():
    numbers = people(701)
    keep = named(numbers[3], numbers[600])

    first = sifted(User.objects.all(), BY_NAME, keep)
    second = sifted(User.objects.all(), BY_NAME, keep, after=first.after)
    back = sifted(User.objects.all(), BY_NAME, keep, before=second.before)

    assert [names(first), names(second), names(back)] == [[numbers[3]], [numbers[600]], [numbers[3]]]
    assert second.after == ""


def test_among_nobody_nobody_is_found():
    assert sifted(User.objects.all(), BY_NAME, named("x")) == Page([], "", "")


def test_a_token_of_another_table_is_refused():
    make(*"ab")
    token = keyset(User.objects.all(), [("pk", True)], size=1).after

    with pytest.raises(BadRequest):
        keyset(Group.objects.all(), [("pk", True)], after=token)
