"""The floor: settings, people, errors, files, money, and how pages are answered."""

import zoneinfo

zoneinfo.reset_tzpath(to=())  # the locked package tzdata alone knows zones, not the machine; before anybody asks
