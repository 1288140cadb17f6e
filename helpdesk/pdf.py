"""Documents as PDF, which fetch nothing but our own fonts and styles (CVE-2026-22200)."""

import os
import threading
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from helpdesk.errors import Refusal

ROOT = Path(settings.BASE_DIR) / "static"
_THREAD = threading.local()


class OwnAssets(URLFetcher):  # type: ignore[misc]
    """Opens files below our static folder, and nothing else."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return one of our own files; refuse every other address."""
        address = urlsplit(url)
        path = Path(os.path.realpath(url2pathname(address.path)))
        if address.scheme != "file" or address.netloc or not path.is_relative_to(os.path.realpath(ROOT)):
            raise ValueError(url)
        return super().fetch(path.as_uri(), headers)  # the very path that was judged


def render(template: str, context: Mapping[str, object]) -> bytes:
    """Return ``template`` as the bytes of a PDF; its addresses are relative to ``static/``."""
    markup = render_to_string(template, dict(context))
    page = HTML(string=markup, base_url=f"{ROOT.as_uri()}/", url_fetcher=OwnAssets())
    pdf: bytes | None = page.write_pdf(font_config=_fonts())
    if not pdf:
        raise Refusal("The document could not be drawn.")
    return pdf


def _fonts() -> FontConfiguration:
    """Return this thread's fonts; unpacking them anew would take most of the time of every document."""
    if not hasattr(_THREAD, "fonts"):
        _THREAD.fonts = FontConfiguration()
    fonts: FontConfiguration = _THREAD.fonts
    return fonts
