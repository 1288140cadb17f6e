"""What the template tags write."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from helpdesk.templatetags import desk

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ICONS = re.compile(r"""\{% icon "([^"]+)"|glyph="([^"]+)"|rail_link "[^"]+" "([^"]+)\"""")


def rendered(source, **context):
    return Template("{% load desk %}" + source).render(Context(context)).strip()


def sprite():
    return set(re.findall(r'symbol id="([^"]+)"', (settings.BASE_DIR / "static/icons.svg").read_text()))


def test_icon_without_label_is_decoration():
    text = rendered('{% icon "ticket" %}')

    assert text == '<svg class="icon" aria-hidden="true"><use href="/static/icons.svg#ticket"/></svg>'


def test_icon_with_label_speaks():
    text = rendered('{% icon "lock" "Locked" %}')

    assert text == '<svg class="icon" role="img" aria-label="Locked"><use href="/static/icons.svg#lock"/></svg>'


def test_every_icon_that_a_template_names_is_in_the_sprite():
    templates = (settings.BASE_DIR / "templates").rglob("*.html")
    named = {name for path in templates for found in ICONS.findall(path.read_text()) for name in found if name}

    missing = named - sprite()

    assert missing == set()


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "€1,240.50"), ("it", "1.240,50\xa0€"), ("fr", "1\u202f240,50\xa0€")]
)
def test_money_is_written_for_the_reader(language, expected):
    with translation.override(language):
        text = rendered("{{ amount|money:'EUR' }}", amount=Decimal("1240.5"))

    assert text == expected


@pytest.mark.parametrize("filter_name", ["money", "number", "duration"])
def test_nothing_is_written_as_nothing(filter_name):
    text = rendered("{{ value|" + filter_name + " }}", value=None)

    assert text == ""


@pytest.mark.parametrize(("minutes", "expected"), [(0, "0:00"), (105, "1:45"), (-30, "-0:30"), (6000, "100:00")])
def test_duration_is_hours_and_minutes(minutes, expected):
    assert desk.duration(minutes) == expected


@pytest.mark.parametrize(("name", "initials"), [("Jane Doe", "JD"), ("Ana Maria Pop", "AP"), ("Cher", "C"), ("", "–")])
def test_avatar_shows_initials(name, initials):
    text = desk.avatar(name)

    assert re.search(r">([^<]+)<", text).group(1) == initials


def test_avatar_escapes_a_name():
    assert "<script>" not in desk.avatar("<script> x")


def test_relative_time_falls_back_to_the_date():
    with time_machine.travel(NOON + timedelta(days=30), tick=False):
        text = rendered("{% relative_time moment %}", moment=NOON)

    assert re.search(r"<([\w-]+) .*>([^<]+)<", text).groups() == ("relative-time", "02/03/2026 12:00")


def test_the_day_of_an_old_moment_is_told_by_the_clock_of_the_person_not_of_the_browser():
    late = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)

    with time_machine.travel(late + timedelta(days=31)), timezone.override("Europe/Rome"):
        text = rendered("{% relative_time moment %}", moment=late)

    whole = '<time datetime="2026-01-31T23:30:00+00:00" title="1 February 2026, 00:30">01/02/2026</time>'
    assert text == whole


def test_relative_time_of_nothing_is_nothing():
    assert desk.relative_time(None) == ""


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (timedelta(minutes=42), "due in 42 min"),
        (timedelta(hours=3, minutes=10), "due in 3 h 10 min"),
        (timedelta(days=2, hours=4, minutes=9), "due in 2 d 4 h"),
        (timedelta(days=2), "due in 2 d"),
        (timedelta(), "due in 0 min"),
        (timedelta(hours=-2), "breached 2 h ago"),
    ],
)
def test_due_says_the_two_largest_units(left, expected):
    assert desk.due_in_words(NOON + left, NOON) == expected


@pytest.mark.parametrize(("state", "word"), [("paused", "paused"), ("met", "met")])
def test_due_of_a_resting_promise_does_not_tick(state, word):
    text = rendered("{% due moment state %}", moment=NOON, state=state)

    assert (re.search(r"data-due-text>([^<]+)<", text).group(1), "data-due=" in text) == (word, False)


def test_due_without_a_moment_is_nothing():
    assert rendered("{% due None %}") == ""


class Sample(forms.Form):
    """One field of each kind."""

    name = forms.CharField(help_text="Short.")
    kind = forms.ChoiceField(choices=[("a", "A")])
    many = forms.MultipleChoiceField(choices=[("a", "A")], widget=forms.CheckboxSelectMultiple)
    sure = forms.BooleanField(required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.mark.parametrize(
    ("field", "css"),
    [("name", "form-control"), ("kind", "form-select"), ("sure", "form-check-input"), ("token", None)],
)
def test_control_has_the_class_of_its_kind(field, css):
    text = desk.control(Sample()[field])

    found = re.search(r'class="([^"]*)"', text)

    assert (found.group(1) or None if found else None) == css


def test_field_with_an_error_is_tied_to_its_words():
    form = Sample({"kind": "a"})

    text = rendered('{% include "_field.html" with field=form.name %}', form=form)

    described = re.search(r'aria-describedby="([^"]+)"', text).group(1).split()
    assert described == re.findall(r'id="(id_name_\w+)"', text) == ["id_name_helptext", "id_name_error"]


def test_list_of_boxes_is_a_fieldset():
    text = rendered('{% include "_field.html" with field=form.many %}', form=Sample())

    assert re.findall(r"<(fieldset|legend|input)", text) == ["fieldset", "legend", "input"]


@pytest.mark.parametrize(("path", "here"), [("/profile/", True), ("/", False)])
def test_rail_link_marks_the_page_it_leads_to(path, here):
    request = RequestFactory().get(path)

    text = rendered('{% rail_link "helpdesk:profile" "user" "Me" %}', request=request)

    assert ('aria-current="page"' in text) is here


def test_rail_link_to_a_page_that_does_not_exist_is_not_shown():
    request = RequestFactory().get("/")

    assert rendered('{% rail_link "moon:base" "user" "Moon" %}', request=request) == ""


@pytest.mark.parametrize(("language", "written"), [("en", "02/03/2026"), ("it", "02/03/2026"), ("ro", "02.03.2026")])
def test_a_day_kept_as_text_is_written_as_the_reader_writes_it(language, written):
    with translation.override(language):
        assert [desk.day("2026-03-02"), desk.day("")] == [written, ""]
