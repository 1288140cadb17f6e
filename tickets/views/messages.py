"""What is said on a ticket's page: answers and notes."""

from collections.abc import Mapping
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from helpdesk import html as markup
from helpdesk.errors import NotPermitted, Refusal
from helpdesk.forms import attempt
from helpdesk.http import Request, agent_required, render_page
from helpdesk.idempotency import KeyUsed
from tickets import actions, rules, timeline_folding
from tickets.errors import OtherClient, Overtaken
from tickets.forms import NoteForm, ReplyForm
from tickets.models import Message, Note, Ticket
from tickets.views.images import message_for
from tickets.views.page import (
    ask_client,
    changed,
    composer_context,
    events_of,
    full_page,
    newest_event,
    page_context,
    ticket_for,
)


@require_POST
@agent_required
def ticket_reply(request: Request, slug: str) -> HttpResponse:
    """Answer the customer, unless something was said since the writer looked."""
    ticket = ticket_for(request, slug)
    form = ReplyForm(request.POST, request.FILES, user=request.user, ticket=ticket)
    if not form.is_valid():
        return _refused(request, ticket, {"answer": form})
    since = newest_event(request, ticket)
    try:
        message = attempt(
            form,
            lambda: actions.reply(ticket, form.answer(ticket.status_category), by=request.user),
            beside="body",
            leaving=(NotPermitted, Overtaken),
        )
    except Overtaken as overtaken:
        return _overtaken(request, ticket, form, overtaken)
    if isinstance(message, Refusal):
        return _refused(request, ticket, {"answer": form}, status=_status_of(message))
    messages.success(request, _sent(message))
    return changed(request, ticket, since, composer="reply")


def _sent(message: Message) -> str:
    if message.outbound is None:
        return _("Written down. Nothing was sent.")
    return _("On its way to %(who)s.") % {"who": ", ".join([*message.recipients, *message.cc])}


@require_POST
@agent_required
def ticket_note(request: Request, slug: str) -> HttpResponse:
    """Keep a note among agents, or for oneself alone."""
    ticket = ticket_for(request, slug)
    form = NoteForm(request.POST, request.FILES, user=request.user)
    if not form.is_valid():
        return _refused(request, ticket, {"note": form})
    since = newest_event(request, ticket)
    facts = {name: form.cleaned_data[name] for name in ("is_confidential", "key")}
    note = attempt(
        form, lambda: actions.add_note(ticket, form.html, by=request.user, files=form.stored, **facts), beside="body"
    )
    if isinstance(note, Refusal):
        return _refused(request, ticket, {"note": form}, status=_status_of(note))
    messages.success(request, _("Note saved. Nothing was sent."))
    return changed(request, ticket, since, composer="note")


@require_POST
@agent_required
def note_delete(request: Request, slug: str, event: int) -> HttpResponse:
    """Take a note away from every eye."""
    ticket = ticket_for(request, slug)
    note = get_object_or_404(Note.objects.visible_to(request.user).of(ticket), event=event)
    actions.delete_note(note, by=request.user)
    messages.success(request, _("Note deleted."))
    if request.htmx:
        return render_page(request, "tickets/note_deleted.html", {"event": event})
    return changed(request, ticket, 0)


@require_POST
@agent_required
def note_readers(request: Request, slug: str, event: int) -> HttpResponse:
    """Keep a note for its author alone, or let all agents read it."""
    ticket = ticket_for(request, slug)
    note = get_object_or_404(Note.objects.visible_to(request.user).of(ticket), event=event)
    since = newest_event(request, ticket)
    note = actions.set_confidential(note, is_confidential="is_confidential" in request.POST, by=request.user)
    only_me, all_agents = _("Only you read this note from now on."), _("All agents read this note from now on.")
    messages.success(request, only_me if note.is_confidential else all_agents)
    return changed(request, ticket, since, again=events_of(request, ticket).for_timeline().get(pk=event))


@require_POST
@agent_required
def message_undo(request: Request, slug: str, event: int) -> HttpResponse:
    """Keep an answer from leaving, and put its words back into the composer."""
    ticket = ticket_for(request, slug)
    events = events_of(request, ticket)
    message = get_object_or_404(Message.objects.select_related("ticket"), event__in=events, event=event)
    since = newest_event(request, ticket)
    actions.undo_reply(message, by=request.user)
    messages.success(request, _("Sending was undone. The customer did not get the reply."))
    if not request.htmx:
        return redirect(f"{ticket.get_absolute_url()}?again={event}#composer")
    cc, kept = request.POST.get("cc", ""), request.POST.getlist("kept")
    answer = ReplyForm.again(message, user=request.user, typed=_typed(request), cc=cc, kept=kept)
    return changed(request, ticket, since, answer=answer, again=events.for_timeline().get(pk=event))


def _typed(request: Request) -> str:
    """Return what stands in the composer already, as HTML."""
    words = request.POST.get("body", "")
    return words if request.POST.get("format") == "html" else str(markup.from_text(words))


@require_POST
@agent_required
def sender_confirm(request: Request, slug: str, event: int) -> HttpResponse:
    """Let the unknown sender of a message take part in the ticket."""
    ticket = ticket_for(request, slug)
    events = events_of(request, ticket)
    message = get_object_or_404(Message.objects.select_related("ticket"), event__in=events, event=event)
    since = newest_event(request, ticket)
    actions.confirm_sender(message, by=request.user)
    messages.success(request, _("%(who)s takes part in this ticket now.") % {"who": message.sender_email})
    return changed(request, ticket, since, again=events.for_timeline().get(pk=event))


@require_POST
@agent_required
def ticket_merge(request: Request, slug: str) -> HttpResponse:
    """Merge the messages of a ticket into the earlier one that they seem to answer."""
    ticket = ticket_for(request, slug)
    earlier = get_object_or_404(Ticket.objects.visible_to(request.user).for_action(), pk=ticket.suspected_reply_to_id)
    try:
        earlier = actions.merge(ticket, earlier, by=request.user, client_is_meant="client_is_meant" in request.POST)
    except OtherClient as refusal:
        return ask_client(request, ticket, refusal)
    messages.success(request, _("The messages are part of %(ticket)s now.") % {"ticket": earlier.reference})
    return HttpResponseClientRedirect(earlier.get_absolute_url()) if request.htmx else redirect(earlier)


def _status_of(refusal: Refusal) -> int:
    """Return the status of a form that was sent before, or of one that something is wrong with."""
    return refusal.status if isinstance(refusal, KeyUsed) else HTTPStatus.UNPROCESSABLE_ENTITY


def _overtaken(request: Request, ticket: Ticket, form: ReplyForm, overtaken: Overtaken) -> HttpResponse:
    """Show what arrived in the meantime, with the answer as it was typed."""
    news = events_of(request, ticket).public_messages().since(form.cleaned_data["seen_event"]).for_timeline()
    extra = {"arrived": timeline_folding.entries(news), "reason": overtaken.reason}
    return _refused(request, ticket, {"answer": form}, extra, HTTPStatus.CONFLICT)


def _refused(
    request: Request,
    ticket: Ticket,
    form: dict[str, ReplyForm | NoteForm],
    extra: Mapping[str, object] | None = None,
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY,
) -> HttpResponse:
    """Show the composer again with everything that was typed, and why it was refused."""
    context = {**composer_context(request, ticket, **form), **(extra or {})}  # type: ignore[arg-type]
    if not request.htmx:
        return full_page(request, ticket, context, status)
    page = {**page_context(request, ticket, "conversation"), **context}
    return render_page(request, "tickets/_composer.html", page, status=status)


@require_GET
@agent_required
def message_state(request: Request, event: int) -> HttpResponse:
    """Answer what became of an answer's mail, for a page that is open while that may still change."""
    message = message_for(request, event)
    context = {
        "message": message,
        "event": message.event,
        "ticket": message.ticket,
        "can_work": rules.can_work_on(request.user, message.ticket),
    }
    return render_page(request, "tickets/_delivery.html", context)
