"""Draws documents, which fetch nothing but our own fonts and styles (CVE-2026-22200).

Run by itself, it reads HTML and writes PDFs, one a line, until its input ends. Memory is limited for all of its life, CPU
time anew for each document; one that takes more kills it.
"""

import base64
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from helpdesk.child_limits import limit_memory, limit_time

LIBRARIES_MISSING, TOO_LARGE = 3, 4  # exit codes; a process that took too much may also be killed over it

try:
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse
except OSError:
    sys.exit(LIBRARIES_MISSING)

ROOT = Path(__file__).resolve().parent.parent / "static"


class OwnAssets(URLFetcher):  # type: ignore[misc]
    """Opens files below our static folder, and nothing else."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return one of our own files; refuse every other address."""
        address = urlsplit(url)
        path = Path(os.path.realpath(url2pathname(address.path)))
        if address.scheme != "file" or address.netloc or not path.is_relative_to(os.path.realpath(ROOT)):
            raise ValueError(url)
        return super().fetch(path.as_uri(), headers)  # the very path that was judged


def main() -> None:
    """Draw until the input ends; fonts are unpacked once, for that takes most of the time of a document."""
    limit_memory()
    fonts = FontConfiguration()
    for line in sys.stdin.buffer:
        limit_time()
        page = HTML(string=json.loads(line), base_url=f"{ROOT.as_uri()}/", url_fetcher=OwnAssets())
        sys.stdout.buffer.write(base64.b64encode(page.write_pdf(font_config=fonts)) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    try:
        main()
    except (MemoryError, RecursionError, SystemError):  # the last where even the error finds no memory
        sys.exit(TOO_LARGE)
