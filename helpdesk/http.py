"""What every view shares: its typed request, its two renderings, and who may enter."""

from collections.abc import Callable, Mapping
from functools import update_wrapper
from http import HTTPStatus
from typing import Concatenate, cast

from django.core.exceptions import DisallowedHost
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from helpdesk.models import User


class Request(HttpRequest):
    """What a view behind the login receives."""

    user: User
    htmx: HtmxDetails


def render_page(
    request: Request,
    template: str,
    context: Mapping[str, object],
    partial: str | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """Answer with the whole page, or with only its ``partial`` when htmx asks for it."""
    wants_partial = partial and request.htmx and not request.htmx.history_restore_request
    name = f"{template}#{partial}" if wants_partial else template
    response = render(request, name, dict(context), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def came_from(request: HttpRequest) -> str:
    """Return the page of ours from which ``request`` was sent; nothing when it came from elsewhere, or from nowhere."""
    origin = request.headers.get("Referer", "")
    try:
        host = request.get_host()
    except DisallowedHost:  # the page that refuses a wrong Host asks too
        return ""
    return origin if url_has_allowed_host_and_scheme(origin, {host}, require_https=request.is_secure()) else ""


def agent_required[**P](
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Hide ``view`` from everybody who does not work at the desk (404)."""

    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        typed = cast("Request", request)
        if not typed.user.is_agent:
            raise Http404
        return view(typed, *args, **kwargs)

    update_wrapper(guarded, view)
    return guarded
