#!/usr/bin/env bash
# icalendar reads a second calendar with the zone that the first one had defined under the same name.
#
# The guess was that Calendar.from_ical looks at nothing but its text. It keeps each VTIMEZONE for the life of the
# process and never replaces it, and Exchange calls every zone that it cannot name "Customized Time Zone".
# tzp.use_default() before each calendar forgets them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3.12 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet icalendar==7.3.0
"$folder/venv/bin/python" - <<'PYTHON'
import sys

import icalendar
from icalendar import Calendar
from icalendar.timezone import tzp


def start(offset):
    return Calendar.from_ical(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VTIMEZONE\r\nTZID:Customized Time Zone\r\nBEGIN:STANDARD\r\n"
        f"DTSTART:16010101T000000\r\nTZOFFSETFROM:{offset}\r\nTZOFFSETTO:{offset}\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
        "BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261101T000000Z\r\nDTSTART;TZID=Customized Time Zone:20261201T093000\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    ).walk("VEVENT")[0]["DTSTART"].dt.isoformat()


read = [start("+0200"), start("+0900")]
tzp.use_default()
read.append(start("+0900"))
print("icalendar", icalendar.__version__, *read)
wanted = ["2026-12-01T09:30:00+02:00", "2026-12-01T09:30:00+02:00", "2026-12-01T09:30:00+09:00"]
sys.exit(read != wanted)
PYTHON
