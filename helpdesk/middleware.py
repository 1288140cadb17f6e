"""Who is asking speaks his own language and clock; what the domain refuses becomes an answer."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from helpdesk.errors import Refusal

PAGES = {HTTPStatus.FORBIDDEN: "403.html", HTTPStatus.NOT_FOUND: "404.html"}

GetResponse = Callable[[HttpRequest], HttpResponse]


def person_middleware(get_response: GetResponse) -> GetResponse:
    """Activate the language and the time zone of whoever is signed in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return get_response(request)
        with timezone.override(request.user.zone), translation.override(request.user.language):
            request.LANGUAGE_CODE = request.user.language
            response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


class RefusalMiddleware:
    """Turn a refusal of the domain into a page, or a fragment, that says why."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal with its own status and reason; leave every other exception to crash."""
        if not isinstance(exception, Refusal):
            return None
        return refused(request, exception)


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer a refusal with its own status and reason: a page, or a toast."""
    is_htmx = request.headers.get("HX-Request") == "true"
    template = "helpdesk/_refusal.html" if is_htmx else PAGES.get(refusal.status, "409.html")
    context = {
        "reason": refusal.reason,
        "code": refusal.code,
        "status": refusal.status.value,
        "exception": refusal.reason,
    }
    response = render(request, template, context, status=refusal.status)
    if is_htmx:
        response["HX-Retarget"] = "#toasts"
        response["HX-Reswap"] = "beforeend"
    patch_vary_headers(response, ["HX-Request"])
    return response
