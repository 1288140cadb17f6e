"""Who is asking speaks their own language and clock; what the domain refuses becomes an answer."""

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus

from django.core.exceptions import BadRequest
from django.db import connection
from django.db.models import BigIntegerField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from helpdesk import current_request, database
from helpdesk.actions import sessions
from helpdesk.errors import Refusal

NUL = "\0"
MOST = BigIntegerField.MAX_BIGINT
PAGES = {HTTPStatus.FORBIDDEN: "403.html", HTTPStatus.NOT_FOUND: "404.html"}

GetResponse = Callable[[HttpRequest], HttpResponse]


def person_middleware(get_response: GetResponse) -> GetResponse:
    """Activate the language and the time zone of whoever is signed in; what is done below is done by their request."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with current_request.answering(request):
            return _waiting(request, respond(request))

    def respond(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return get_response(request)
        sessions.see(request, request.user)
        with timezone.override(request.user.zone), translation.override(request.user.language):
            request.LANGUAGE_CODE = request.user.language
            response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def _waiting(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Tell programs too what a form says to a person who has to wait."""
    seconds = request.META.get(current_request.WAIT)
    if seconds and response.status_code == HTTPStatus.OK:
        response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        response["Retry-After"] = str(seconds)
    return response


class LegibleMiddleware:
    """Refuse what no column of the database can hold, before anybody looks for it: NUL, and ids past its numbers.

    What a form sends is left to its fields, which say so beside what was typed.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse cookies and query strings with NUL."""
        given = [
            *request.COOKIES.values(),
            *request.GET,
            *(word for name in request.GET for word in request.GET.getlist(name)),
        ]
        if any(NUL in word for word in given):
            raise BadRequest(_("This address contains invalid characters."))
        return self.get_response(request)

    def process_view(
        self,
        _request: HttpRequest,
        _view: Callable[..., HttpResponse],
        _args: Sequence[object],
        named: Mapping[str, object],
    ) -> None:
        """Find nothing at an address that holds NUL, or an id that no row can have."""
        if any(
            NUL in value if isinstance(value, str) else isinstance(value, int) and value > MOST
            for value in named.values()
        ):
            raise Http404


class RefusalMiddleware:
    """Turn a refusal of the domain, or of the database, into a page, or a fragment, that says why."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        with connection.execute_wrapper(database.refusing):
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
