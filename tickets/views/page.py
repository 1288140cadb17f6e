"""The pieces that every view of one ticket shares: finding it, and what its page shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from helpdesk import current_time
from helpdesk.errors import NotPermitted, Refusal
from helpdesk.http import Request, render_page
from helpdesk.models import CompanyProfile
from helpdesk.paging import keyset
from mail.automatic_mail_gate import undeliverable
from sla.snapshots import snapshot
from tickets import lifecycle, rules, timeline_folding
from tickets.enums import Category, Move
from tickets.errors import OtherClient
from tickets.forms import NoteForm, OwnerForm, PropertiesForm, ReplyForm, StatusForm, TypeForm, WatcherForm
from tickets.models import Event, Ticket, Watcher
from tickets.querysets import EventQuerySet
from tickets.views.lists import last_list

TABS = ("conversation", "estimates", "works", "details")
EDGE = 20
BATCH = 100
OTHERS = 5


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """The part of a timeline that a page shows: its beginning, its end, and how much lies between."""

    first: list[timeline_folding.Entry]
    last: list[timeline_folding.Entry]
    hidden: int
    token: str
    newest: int


def ticket_for(request: Request, slug: str) -> Ticket:
    """Return the ticket that is, or once was, at this address, if this person may see it; else there is none (404)."""
    tickets = Ticket.objects.visible_to(request.user).for_page()
    return tickets.filter(slug=slug).first() or get_object_or_404(tickets.formerly_at(slug))


def events_of(request: Request, ticket: Ticket) -> EventQuerySet:
    """Return the lines of the timeline that this person may read."""
    return Event.objects.visible_to(request.user).of(ticket)


def timeline_page(request: Request, ticket: Ticket) -> TimelinePage:
    """Return the timeline; of a long one, its first and last lines."""
    events = events_of(request, ticket)
    total = events.count()
    if total <= 2 * EDGE:
        shown = list(events.for_timeline())
        return TimelinePage(first=[], last=timeline_folding.entries(shown), hidden=0, token="", newest=newest_of(shown))
    page = keyset(events, [("at", True)], size=EDGE)
    ends = [*events.pks()[:EDGE], *(event.pk for event in page.rows)]
    shown = list(events.among(ends).for_timeline())
    return TimelinePage(
        first=timeline_folding.entries(shown[:EDGE]),
        last=timeline_folding.entries(shown[EDGE:]),
        hidden=total - 2 * EDGE,
        token=page.after,
        newest=newest_of(shown),
    )


def newest_of(events: Iterable[Event], before: int = 0) -> int:
    """Return the key of what was told last among ``events``, or ``before`` where there are none."""
    return max((event.pk for event in events), default=before)


def page_context(request: Request, ticket: Ticket, tab: str) -> dict[str, object]:
    """Return what the page of ``ticket`` shows around its tab."""
    now = current_time.now()
    return {
        "ticket": ticket,
        "tab": tab,
        "now": now,
        "back": last_list(request),
        "clocks": snapshot(ticket.agreement, now) if ticket.agreement else [],
        "moves": _moves(ticket),
        "needs_words": {*lifecycle.NEEDS_REASON, Move.RESOLVE},
        "can_work": rules.can_work_on(request.user, ticket),
        "may_bend": any(request.user.has_perm(f"tickets.{right}") for right in rules.BENDING),
        "may_hand_over": request.user.has_perm("tickets.hand_over_ticket"),
        "can_assign": request.user.has_perm("tickets.assign_ticket"),
        **side_context(request, ticket),
    }


def _moves(ticket: Ticket) -> list[Move]:
    """Return what may be done next; answering has its own place."""
    found = lifecycle.moves_from(Category(ticket.status_category))
    return [move for move in found if move not in {Move.REPLY, Move.APPROVE}]


def side_context(request: Request, ticket: Ticket) -> dict[str, object]:
    """Return what stands beside the tab: properties, customer, people."""
    day = CompanyProfile.current().today()
    watchers = _watchers(ticket)
    return {
        "props": PropertiesForm(ticket, day, user=request.user),
        "status_form": StatusForm(ticket, day),
        "owner_form": OwnerForm(ticket),
        "type_form": TypeForm(initial={"type": ticket.type.code}),
        "participants": ticket.participants.select_related("operator"),
        "watchers": watchers,
        "watcher_form": WatcherForm(),
        "is_watching": any(watcher.user_id == request.user.pk for watcher in watchers),
        "others": _others(request, ticket),
    }


def _watchers(ticket: Ticket) -> list[Watcher]:
    """Return who is told of ``ticket``, asked for once for all the pieces of a page."""
    prefetch_related_objects([ticket], Prefetch("watchers", Watcher.objects.select_related("user", "contact")))
    return list(ticket.watchers.all())


def _others(request: Request, ticket: Ticket) -> list[Ticket]:
    """Return some more that is open for the same customer."""
    tickets = Ticket.objects.visible_to(request.user).live().besides(ticket)
    if ticket.company:
        tickets = tickets.of_company(ticket.company)
    elif ticket.requester:
        tickets = tickets.of_contact(ticket.requester)
    else:
        return []
    return list(tickets.for_list().order_by("-active_at")[:OTHERS])


def composer_context(
    request: Request, ticket: Ticket, *, answer: ReplyForm | None = None, note: NoteForm | None = None, mode: str = ""
) -> dict[str, object]:
    """Return both forms of the composer, open in ``mode``; the one given was refused, and keeps what was typed."""
    newest = Event.objects.of(ticket).public_messages().newest_pk()
    _watchers(ticket)
    answer = answer or ReplyForm.fresh(ticket, user=request.user)
    return {
        "answer": answer,
        "note": note or NoteForm(user=request.user),
        "mode": mode or ("note" if note else "reply"),
        "seen_event": newest,
        "undeliverable": undeliverable([ticket.requester_email, *answer.copied]),
    }


def full_page(
    request: Request, ticket: Ticket, extra: Mapping[str, object], status: int = HTTPStatus.OK
) -> HttpResponse:
    """Answer with the ticket's page and its conversation."""
    thread = timeline_page(request, ticket)
    context = {
        **page_context(request, ticket, "conversation"),
        "thread": thread,
        "is_said": timeline_folding.description_in([*thread.first, *thread.last], ticket.description),
        **composer_context(request, ticket),
        **extra,
    }
    return render_page(request, "tickets/ticket_detail.html", context, status=status)


def changed(  # noqa: PLR0913 -- what a change shows anew are that many pieces
    request: Request,
    ticket: Ticket,
    since: int,
    *,
    composer: str = "",
    answer: ReplyForm | None = None,
    again: Event | None = None,
) -> HttpResponse:
    """Answer a change: htmx gets what is new on the page, a plain form goes back to the page.

    ``composer`` is the mode in which an empty composer is sent along, ``answer`` what stands in it otherwise; ``again``
    is a line of the timeline that looks different now.
    """
    if not request.htmx:
        return redirect(ticket)
    ticket = ticket_for(request, ticket.slug)
    news = list(events_of(request, ticket).since(since).for_timeline())
    context = {
        **page_context(request, ticket, request.POST.get("tab", TABS[0])),
        "news": timeline_folding.entries(news),
        "newest": newest_of(news, since),
        "composer": composer,
        "again": again,
        "undone": answer,
        **(composer_context(request, ticket, answer=answer, mode=composer) if composer or answer else {}),
    }
    return render_page(request, "tickets/ticket_changed.html", context)


def refused(request: Request, ticket: Ticket, refusal: Refusal) -> HttpResponse:
    """Answer a refusal: htmx gets the reason and the fields as they are, a plain form a page; what may be meant is asked."""
    if isinstance(refusal, OtherClient):
        return ask_client(request, ticket, refusal)
    if not request.htmx or isinstance(refusal, NotPermitted):
        raise refusal
    context = {**page_context(request, ticket, request.POST.get("tab", TABS[0])), "reason": refusal.reason}
    return render_page(request, "tickets/ticket_refused.html", context, status=refusal.status)


def ask_client(request: Request, ticket: Ticket, refusal: OtherClient) -> HttpResponse:
    """Ask whether the client is meant, with everything that was sent, to be sent again: in a dialog, or on a page."""
    sent = [(name, value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"]
    context = {"ticket": ticket, "reason": refusal.reason, "sent": sent}
    response = render_page(request, "tickets/client_asked.html", context, partial="dialog", status=refusal.status)
    if request.htmx:
        response["HX-Retarget"], response["HX-Reswap"] = "#client-asked", "innerHTML"
    return response


def newest_event(request: Request, ticket: Ticket) -> int:
    """Return the last line that this person could have seen before they acted."""
    return events_of(request, ticket).newest_pk()
