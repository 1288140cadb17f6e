#!/usr/bin/env bash
# djangofmt changes what a page says: of two template tags that touch it makes two lines, and the second begins with a
# comma, so that "12 kept, 2 open" is read as "12 kept , 2 open". Between text, variables and inline elements it keeps
# blanks as they are, and a short line is left alone.
#
# The guess was that a formatter leaves the words of a page as they are, wherever blanks count. Where punctuation follows
# a tag, write the separator inside the tag's branch with words before it, or choose one that a blank suits.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3.12 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check djangofmt==1.1.0 django==6.1.3
cat > "$folder/page.html" <<'HTML'
<p>{% firstof kept %}{% if open %}, {{ open }} open, and so many words that they do not fit into one line of a hundred and twenty{% endif %}.</p>
HTML
cp "$folder/page.html" "$folder/formatted.html"
"$folder/venv/bin/djangofmt" --quiet --line-length 120 "$folder/formatted.html" || true
FOLDER="$folder" "$folder/venv/bin/python" - <<'PYTHON'
import os
import sys
from importlib.metadata import version
from pathlib import Path

from django.template import Context, Engine


def read(name):
    page = Engine().from_string(Path(os.environ["FOLDER"], name).read_text())
    return " ".join(page.render(Context({"kept": "12 kept", "open": "2"})).split())[:24]


told = [read("page.html"), read("formatted.html")]
print("djangofmt", version("djangofmt"), told)
sys.exit(told != ["<p>12 kept, 2 open, and ", "<p> 12 kept , 2 open, an"])
PYTHON
