"""What ``manage.py check --deploy`` looks at beside Django's own."""

from django.core.checks import CheckMessage, Info
from django.core.checks import Warning as Warned
from django.db import DatabaseError

from helpdesk import current_time, zones


def check_time_zones(**_options: object) -> list[CheckMessage]:
    """Name the rules of time zones; warn of zones in use that PostgreSQL reads otherwise."""
    try:
        found = zones.differing(zones.in_use(), current_time.now())
        rules = "tzdata {tzdata}, beside PostgreSQL {postgresql}".format(**zones.versions())
    except DatabaseError as trouble:
        return [Info(f"Time zones were not compared with PostgreSQL's: {trouble}", id="helpdesk.I002")]
    if not found:
        return [Info(f"Time zones are read by {rules}, which reads those in use alike.", id="helpdesk.I001")]
    return [
        Warned(
            f"Time zones are read by {rules}, which reads these otherwise: {', '.join(found)}.",
            hint="The desk's own days and months are right. Update PostgreSQL, or its system's time zones, "
            "for reports that others write in SQL; update the desk where the change is older than its package tzdata.",
            id="helpdesk.W001",
        )
    ]
