"""What somebody at the desk was told, and how they want to be told."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from helpdesk import current_time
from helpdesk.http import Request, agent_required, render_page
from helpdesk.paging import keyset
from tickets import actions
from tickets.forms import NoticesForm
from tickets.models import Notification, NotificationSetting

MOST_EARLIER = 500


@dataclass(frozen=True, slots=True)
class NewsRow:
    """The newest news of a ticket, and what came before it unread."""

    newest: Notification
    earlier: list[Notification]

    @property
    def is_unread(self) -> bool:
        """Say whether anything of it is unread."""
        return self.newest.read_at is None or bool(self.earlier)


@require_GET
@agent_required
def notification_list(request: Request) -> HttpResponse:
    """Show my news, one row for each ticket, the newest first; from now on it is new no more."""
    news = Notification.objects.visible_to(request.user).newest_of_each_ticket().for_list()
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = keyset(news, [("at", True)], after=after, before=before)
    context = {"page": page, "rows": _rows(request, page.rows)}
    shown = max((row.pk for row in page.rows), default=0)  # what came meanwhile is still new
    actions.see(by=request.user, up_to=shown, now=current_time.now())
    return render_page(request, "tickets/notification_list.html", context, partial="rows")


def _rows(request: Request, newest: list[Notification]) -> list[NewsRow]:
    """Return what a page says of each ticket: its newest news, and what came before it unread."""
    unread: dict[int, list[Notification]] = {news.ticket_id: [] for news in newest}
    found = Notification.objects.visible_to(request.user).unread().about(news.ticket for news in newest).for_list()
    for one in found[:MOST_EARLIER]:
        unread[one.ticket_id].append(one)
    return [NewsRow(news, [one for one in unread[news.ticket_id] if one.pk < news.pk]) for news in newest]


@require_POST
@agent_required
def notification_open(request: Request, pk: int) -> HttpResponse:
    """Note that I have read the row, and go to its ticket."""
    notification = get_object_or_404(Notification.objects.visible_to(request.user).for_list(), pk=pk)
    actions.read(notification, by=request.user, now=current_time.now())
    return redirect(notification.ticket)


@require_POST
@agent_required
def notification_read(request: Request, pk: int) -> HttpResponse:
    """Note that I have read the row, and stay where I am."""
    notification = get_object_or_404(Notification.objects.visible_to(request.user).for_list(), pk=pk)
    actions.read(notification, by=request.user, now=current_time.now())
    if not request.htmx:
        return redirect("tickets:notification_list")
    notification.refresh_from_db(fields=["read_at"])
    return render_page(request, "tickets/_news_row.html", {"row": NewsRow(notification, [])})


@require_POST
@agent_required
def notifications_read(request: Request) -> HttpResponse:
    """Note that I have read all."""
    actions.read_all(by=request.user, now=current_time.now())
    return redirect("tickets:notification_list")


@require_http_methods(["GET", "POST"])
@agent_required
def notification_settings(request: Request) -> HttpResponse:
    """Show of what I am told and how, and keep what I change."""
    settings = {row.kind: row for row in NotificationSetting.objects.of(request.user)}
    form = NoticesForm(settings, request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return render_page(request, "tickets/notification_settings.html", {"form": form})
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render_page(request, "tickets/notification_settings.html", {"form": form}, status=status)
    for notice, in_app, by_mail in form.wishes():
        actions.set_notifications(notice, in_app=in_app, by_mail=by_mail, by=request.user)
    messages.success(request, _("Your settings are saved."))
    return redirect("tickets:notification_settings")
