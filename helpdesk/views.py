"""Pages of the floor: my settings, health, and the answers to requests that went wrong."""

import sys
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template import loader
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpdesk import actions, database, disk, jobs, redis_circuit, zones
from helpdesk.errors import DiskFull
from helpdesk.forms import ProfileForm, ThemeForm
from helpdesk.health import troubles
from helpdesk.http import Request, came_from, render_page
from helpdesk.middleware import refused
from helpdesk.models import UserSession


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: Request) -> HttpResponse:
    """Show my settings, and keep what I change there."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method != "POST":
        return render_page(request, "helpdesk/profile.html", {"form": form})
    if not form.is_valid():
        request.user.refresh_from_db()
        return render_page(request, "helpdesk/profile.html", {"form": form}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    actions.change_profile(form.cleaned_data, by=request.user)
    with translation.override(form.cleaned_data["language"]):
        messages.success(request, _("Your settings are saved."))
    return redirect("helpdesk:profile")


@require_POST
def theme_change(request: Request) -> HttpResponse:
    """Keep the theme chosen in the top bar, and go back to where it was chosen."""
    form = ThemeForm(request.POST)
    if form.is_valid():
        actions.change_theme(form.cleaned_data["theme"], by=request.user)
    if request.htmx:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return redirect(came_from(request) or "helpdesk:profile")


@require_safe
def session_list(request: Request) -> HttpResponse:
    """Show where I am signed in."""
    context = {"sessions": UserSession.objects.of(request.user).for_list(), "current": request.session.session_key}
    return render_page(request, "helpdesk/session_list.html", context)


@require_POST
def session_end(request: Request, pk: int) -> HttpResponse:
    """Sign me out in one other browser."""
    others = UserSession.objects.of(request.user).besides(request.session.session_key)
    ended = get_object_or_404(others, pk=pk)
    actions.sessions.end(others.filter(pk=ended.pk), about=request.user, by=request.user)
    messages.success(request, _("That session is ended."))
    return redirect("helpdesk:session_list")


@require_POST
def sessions_end(request: Request) -> HttpResponse:
    """Sign me out everywhere but here."""
    actions.sessions.end_others(request.user, by=request.user)
    messages.success(request, _("You are signed in here only."))
    return redirect("helpdesk:session_list")


@require_safe
@login_not_required
def health(_request: HttpRequest) -> JsonResponse:
    """Say what answers, what is in trouble and when jobs were last done; name the clocks. 503 where there is no database.

    Nothing else takes this server out of the pool of a load balancer: pages live, and another one would do no better.
    """
    checks = {
        "database": _database_answers(),
        "queue": jobs.waiting() is not None,
        "cache": _cache_answers(),
        "disk": disk.has_room(Path(settings.MEDIA_ROOT)),
    }
    if not checks["database"]:
        return JsonResponse({**checks, "degraded": {}}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    known = {"heartbeats": jobs.ages(), "time_zones": zones.versions()}
    return JsonResponse({**checks, "degraded": troubles(), **known})


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _cache_answers() -> bool:
    caches["figures"].get("health")
    return redis_circuit.figures.since is None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the request could not be understood."""
    return render(request, "400.html", {"exception": str(exception)}, status=HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that this person has no right to do that."""
    return render(request, "403.html", {"exception": str(exception)}, status=HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is nothing here that this person may see."""
    return render(request, "404.html", {"exception": str(exception)}, status=HTTPStatus.NOT_FOUND)


def broken(request: HttpRequest) -> HttpResponse:
    """Say that the desk itself failed, or what it stands on: a database that starts again, a disk that is full."""
    failure = sys.exception()
    if database.is_away(failure):
        return HttpResponse(
            loader.render_to_string("503.html"), status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": "5"}
        )
    refusal = DiskFull() if disk.is_full(failure) else database.refusal_of(failure)
    if refusal:
        return refused(request, refusal)
    return render(request, "500.html", {}, status=HTTPStatus.INTERNAL_SERVER_ERROR)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form was too old, or came from elsewhere."""
    return render(request, "403_csrf.html", {"reason": reason}, status=HTTPStatus.FORBIDDEN)
