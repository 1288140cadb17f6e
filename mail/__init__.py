"""E-mail in and out: mailboxes, the journal, the parser, the outbox. It knows no ticket."""

import zoneinfo

zoneinfo.reset_tzpath(to=())  # as the floor does, which the parser's child never sees
