"""The priorities, the calendar and the policy that every installation begins with, and what the groups may do."""

from django.db import migrations
from django.utils.translation import gettext_noop

from helpdesk.grants import grant

PRIORITIES = [
    ("low", gettext_noop("Low"), 10, "secondary", 8 * 60, 40 * 60),
    ("medium", gettext_noop("Medium"), 20, "blue", 4 * 60, 16 * 60),
    ("high", gettext_noop("High"), 30, "orange", 2 * 60, 8 * 60),
    ("urgent", gettext_noop("Urgent"), 40, "red", 60, 4 * 60),
]
HOURS = [(9 * 60, 13 * 60), (14 * 60, 18 * 60)]
WORKING_DAYS = 5
ZONE = "Europe/Rome"
LEVELS = [
    ("first_response", "share", 80),
    ("first_response", "share", 100),
    ("resolution", "share", 80),
    ("resolution", "share", 100),
]
CALENDAR = "Office hours"
POLICY = "Standard"

PLANNED = ["priority", "calendar", "calendarwindow", "closedday", "extraopening", "policy", "policytarget"]
PLANNED += ["grouptarget", "escalationlevel"]
MOVED = ["agreement", "clock", "clockpause", "policyversion", "escalation"]
LOOK = [f"view_{model} {model}" for model in (*PLANNED, *MOVED)]
DEFINE = [f"{verb}_{model} {model}" for verb in ("add", "change", "delete") for model in PLANNED]
TRY = ["view_simulation simulation", "add_simulation simulation", "view_simulationpart simulationpart"]
GRANTS = {"supervisor": [*LOOK, *TRY], "admin": [*LOOK, *DEFINE, *TRY]}


def set_up(apps, schema_editor):
    """Let supervisors look and try out, and administrators define; clocks are moved by what happens to tickets alone."""
    grant(apps, "sla", GRANTS)
    if not apps.get_model("sla", "Policy").objects.exists():
        _make_policy(apps)


def _make_policy(apps):
    calendar = apps.get_model("sla", "Calendar").objects.create(name=CALENDAR, time_zone=ZONE)
    for weekday in range(WORKING_DAYS):
        for opens, closes in HOURS:
            calendar.windows.create(weekday=weekday, opens_minute=opens, closes_minute=closes)
    policy = apps.get_model("sla", "Policy").objects.create(name=POLICY, calendar=calendar, is_default=True, version=1)
    for code, name, rank, colour, response, resolution in PRIORITIES:
        priority = apps.get_model("sla", "Priority").objects.create(code=code, name=name, rank=rank, colour=colour)
        policy.targets.create(priority=priority, kind="first_response", amount=response)
        policy.targets.create(priority=priority, kind="resolution", amount=resolution)
    for kind, trigger, amount in LEVELS:
        policy.levels.create(kind=kind, trigger=trigger, amount=amount)
    policy.versions.create(number=policy.version, calendar=calendar, data=_terms(policy), hours=_hours())


def _terms(policy):
    return {
        "promises": [
            {"kind": row.kind, "priority": row.priority_id, "amount": row.amount, "unit": row.unit, "group": None}
            for row in policy.targets.order_by("pk")
        ],
        "levels": [
            {
                "key": row.pk,
                "kind": row.kind,
                "trigger": row.trigger,
                "amount": row.amount,
                "steps": [["notify", "owner"]],
            }
            for row in policy.levels.order_by("pk")
        ],
        "pausing": sorted(policy.pausing),
        "fulfilling": sorted(policy.fulfilling),
        "pauses_responses": policy.pauses_first_response,
    }


def _hours():
    week = [HOURS] * WORKING_DAYS + [[]] * (7 - WORKING_DAYS)
    return {"zone": ZONE, "week": week, "closed": [], "openings": [], "country": "", "region": ""}


class Migration(migrations.Migration):
    dependencies = [("sla", "0001_initial"), ("helpdesk", "0004_groups_and_their_rights")]

    operations = [migrations.RunPython(set_up, migrations.RunPython.noop)]
