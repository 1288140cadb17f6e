"""Mail that needs attention: what the desk could not take in, what came to nothing, what did not arrive."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from helpdesk.http import Request, agent_required, render_page
from helpdesk.paging import keyset
from mail import actions as mail_actions
from mail import alerts, glimpse, raws
from mail.models import Alert, Delivery, InboundMail
from tickets import intake, rules
from tickets.forms import AttachForm, DiscardForm
from tickets.models import Message

SHELVES = {
    "waiting": gettext_lazy("Needs attention"),
    "ignored": gettext_lazy("Ignored"),
    "bounces": gettext_lazy("Unknown delivery reports"),
    "undelivered": gettext_lazy("Not delivered"),
}


@require_GET
@agent_required
def attention_list(request: Request) -> HttpResponse:
    """Show one shelf of the mail that nothing, or nothing good, came of."""
    rules.ensure_can_sort_mail(request.user)
    shelf = request.GET.get("shelf", "waiting")
    if shelf not in SHELVES:
        raise BadRequest(_("There is no such list."))
    order, after, before = [("pk", True)], request.GET.get("after", ""), request.GET.get("before", "")
    context: dict[str, object] = {"shelf": shelf, "shelves": SHELVES, "alerts": Alert.objects.open()}
    if shelf == "undelivered":
        page = keyset(Delivery.objects.for_problems(), order, after=after, before=before)
        context |= {"page": page, "tickets": Message.objects.tickets_of(copy.outbound_id for copy in page.rows)}
    else:
        rows = InboundMail.objects.on_shelf(shelf).with_mailbox()
        context["page"] = keyset(rows, order, after=after, before=before)
    return render_page(request, "tickets/attention_list.html", context, partial="rows")


@require_GET
@agent_required
def attention_detail(request: Request, pk: int) -> HttpResponse:
    """Show one mail as far as it can be read without any risk, and what can be made of it."""
    return _detail(request, _mail(request, pk), AttachForm(), DiscardForm())


@require_GET
@agent_required
def attention_raw(request: Request, pk: int) -> HttpResponse:
    """Hand out the mail as it came, as a file."""
    inbound = _mail(request, pk)
    return HttpResponse(
        raws.load(inbound.raw_sha256),
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="mail-{inbound.pk}.eml"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_POST
@agent_required
def attention_retry(request: Request, pk: int) -> HttpResponse:
    """Have a mail processed again."""
    mail_actions.retry(_mail(request, pk), by=request.user)
    messages.success(request, _("The mail is being processed again."))
    return redirect("tickets:attention_list")


@require_POST
@agent_required
def attention_open(request: Request, pk: int) -> HttpResponse:
    """Open a ticket from a mail."""
    ticket = intake.open_by_hand(_mail(request, pk), by=request.user)
    messages.success(request, _("Ticket %(ticket)s is open.") % {"ticket": ticket.reference})
    return redirect(ticket)


@require_POST
@agent_required
def attention_attach(request: Request, pk: int) -> HttpResponse:
    """Append a mail to a ticket."""
    inbound = _mail(request, pk)
    form = AttachForm(request.POST, user=request.user)
    if not form.is_valid():
        return _detail(request, inbound, form, DiscardForm(), status=422)
    ticket = intake.attach_by_hand(inbound, form.cleaned_data["reference"], by=request.user)
    messages.success(request, _("The mail is part of %(ticket)s now.") % {"ticket": ticket.reference})
    return redirect(ticket)


@require_POST
@agent_required
def attention_discard(request: Request, pk: int) -> HttpResponse:
    """Put a mail among the ignored ones, with the reason."""
    inbound = _mail(request, pk)
    form = DiscardForm(request.POST)
    if not form.is_valid():
        return _detail(request, inbound, AttachForm(), form, status=422)
    mail_actions.discard(inbound, form.cleaned_data["reason"], by=request.user)
    messages.success(request, _("The mail is among the ignored ones."))
    return redirect("tickets:attention_list")


@require_POST
@agent_required
def alert_dismiss(request: Request, pk: int) -> HttpResponse:
    """Note that somebody has seen to a trouble; it comes back if it lasts."""
    rules.ensure_can_sort_mail(request.user)
    alerts.dismiss_alert(pk)
    return redirect("tickets:attention_list")


def _mail(request: Request, pk: int) -> InboundMail:
    """Return a mail that is not part of a ticket; what is in one is read there."""
    rules.ensure_can_sort_mail(request.user)
    return get_object_or_404(InboundMail.objects.unsettled().with_mailbox(), pk=pk)


def _detail(
    request: Request, inbound: InboundMail, attach: AttachForm, discard: DiscardForm, status: int = 200
) -> HttpResponse:
    seen = glimpse.at(raws.peek(inbound.raw_sha256))
    context = {"mail": inbound, "seen": seen, "attach": attach, "discard": discard}
    return render_page(request, "tickets/attention_detail.html", context, status=status)
