#!/usr/bin/env bash
# Snowball's Romanian stemmer, which PostgreSQL has built in too, gives "program" another stem than its own plural
# "programe" and its article form "programul", for "-am" is taken for the ending of a verb; so with "server" and
# "servere" ("-ere"), and "factură" beside all its other forms.
# The guess had been: a noun's singular and its regular plural share a stem, as they do in its French and Italian.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3.12 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check snowballstemmer==3.0.1

"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from snowballstemmer import stemmer

EXPECTED = {
    "romanian": {"program": "progr", "programe": "program", "server": "server", "servere": "serv"},
    "italian": {"programma": "programm", "programmi": "programm"},
    "french": {"programme": "programm", "programmes": "programm"},
}
print("snowballstemmer", version("snowballstemmer"))
found = {language: {word: stemmer(language).stemWord(word) for word in words} for language, words in EXPECTED.items()}
for language, stems in found.items():
    print(language, stems)
raise SystemExit(found != EXPECTED)
PYTHON
