#!/usr/bin/env bash
# A customer pastes the four header lines of a mail from a log into the middle of a question. Libraries that take the
# reply out of a mail call them the header of a quoted mail, and drop the end of the question with it.
#
# The guess was: a header in the middle of a paragraph's thought, with own words behind it and no ">" anywhere, is kept,
# for nothing says that the mail answers another; or at least one of the two libraries keeps it.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3.12 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check mail-parser-reply==1.36 email-reply-parser==0.5.12

"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from email_reply_parser import EmailReplyParser as OfZapier
from mailparser_reply import EmailReplyParser as OfAlfonsrv

QUESTION = """The scanner shows this in its log:

From: scanner@client.example
To: boss@client.example
Date: Mon, 2 Nov 2026 10:00:00
Subject: Scan

and then error 550. Can you fix it?
Clara"""
CUT = "The scanner shows this in its log:"

found = {
    "mail-parser-reply": OfAlfonsrv(languages=["en"]).parse_reply(text=QUESTION),
    "email-reply-parser": OfZapier.parse_reply(QUESTION),
}
for name, reply in found.items():
    print(f"{name} {version(name)}: {reply!r}")
raise SystemExit(0 if set(found.values()) == {CUT} else "The question is whole now.")
PYTHON
