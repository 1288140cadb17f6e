"""Calendars, policies and priorities as tests want them."""

import factory
from factory.django import DjangoModelFactory

from sla.actions import set_targets, set_week
from sla.calendar import Window
from sla.enums import Kind
from sla.models import Calendar, Policy, Priority

TEN_TO_SIX = [Window(600, 1080)]


class PriorityFactory(DjangoModelFactory):
    """A priority of its own."""

    class Meta:
        model = Priority

    code = factory.Sequence("priority-{}".format)
    name = factory.Sequence("Priority {}".format)
    rank = factory.Sequence(lambda number: 1000 + number)


class CalendarFactory(DjangoModelFactory):
    """Monday to Friday, 10 to 18, in Rome; another week as {weekday: windows}."""

    class Meta:
        model = Calendar
        skip_postgeneration_save = True

    name = factory.Sequence("Calendar {}".format)
    time_zone = "Europe/Rome"

    @factory.post_generation
    def week(calendar, create, extracted, **kwargs):  # noqa: N805 -- factory_boy passes the object
        set_week(calendar, dict.fromkeys(range(5), TEN_TO_SIX) if extracted is None else extracted)


class PolicyFactory(DjangoModelFactory):
    """A policy with one target of 4 h for the first response and one of 6 h for the resolution, at ``priority``."""

    class Meta:
        model = Policy
        skip_postgeneration_save = True

    name = factory.Sequence("Policy {}".format)
    calendar = factory.SubFactory(CalendarFactory)

    @factory.post_generation
    def targets(policy, create, extracted, **kwargs):  # noqa: N805 -- factory_boy passes the object
        if extracted is None:
            extracted = {(PriorityFactory(), Kind.FIRST_RESPONSE): 240}
            (priority, _), *_ = extracted
            extracted[priority, Kind.RESOLUTION] = 360
        set_targets(policy, extracted)
