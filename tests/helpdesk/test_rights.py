"""Rules of one line."""

import pytest
from django.contrib.auth.models import Permission

from helpdesk.errors import NotPermitted
from helpdesk.rights import granted, refusing, rules
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db
CODENAME = "view_auditevent"
RIGHT = f"helpdesk.{CODENAME}"


class NotYours(NotPermitted):
    def __init__(self):
        super().__init__("Only some may.")


def person(*, is_agent, has_right):
    user = UserFactory(is_agent=is_agent)
    if has_right:
        user.user_permissions.add(Permission.objects.get(codename=CODENAME))
    return user


@pytest.mark.parametrize(
    ("is_agent", "has_right", "may"), [(True, True, True), (True, False, False), (False, True, False)]
)
def test_a_right_is_held_by_agents_who_were_given_it(is_agent, has_right, may):
    assert granted(RIGHT)(person(is_agent=is_agent, has_right=has_right)) is may


def test_who_lacks_a_right_is_refused_with_the_reason():
    can, ensure_can = rules(RIGHT, NotYours)
    user = person(is_agent=True, has_right=False)

    assert not can(user)
    with pytest.raises(NotYours, match="Only some may"):
        ensure_can(user)


def test_who_holds_a_right_passes():
    can, ensure_can = rules(RIGHT, NotYours)
    user = person(is_agent=True, has_right=True)

    ensure_can(user)

    assert can(user)


def test_a_rule_of_other_words_refuses_likewise():
    ensure_can = refusing(lambda user: user.is_staff, NotYours)
    ensure_can(UserFactory(is_staff=True))

    with pytest.raises(NotYours):
        ensure_can(UserFactory(is_staff=False))
