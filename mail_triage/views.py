"""Mail that needs attention: what the desk could not take in, what came to nothing, what did not arrive."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from helpdesk.errors import Refusal
from helpdesk.http import Request, agent_required, render_page
from helpdesk.paging import keyset
from mail import actions as mail_actions
from mail import alerts, preview
from mail.enums import InboundStatus
from mail.models import Alert, Delivery, InboundMail
from mail_triage.forms import AttachForm, ChosenMailForm, DiscardForm, DiscardManyForm
from tickets import intake, rules
from tickets.models import Message, Ticket

SHELVES = {
    "waiting": gettext_lazy("Needs attention"),
    "ignored": gettext_lazy("Ignored"),
    "bounces": gettext_lazy("Unknown delivery reports"),
    "undelivered": gettext_lazy("Not delivered"),
}

Decide = Callable[[Request, InboundMail], HttpResponse]


def _of_mail(view: Decide) -> Callable[[Request, int], HttpResponse]:
    """Hand a mail that is still to be decided about to ``view``; where somebody was quicker, go where it went."""

    @wraps(view)
    def handed(request: Request, pk: int) -> HttpResponse:
        rules.ensure_can_sort_mail(request.user)
        inbound = get_object_or_404(InboundMail.objects.with_mailbox(), pk=pk)
        if inbound.status != InboundStatus.PROCESSED:
            return view(request, inbound)
        ticket = get_object_or_404(_tickets_of(request, inbound))
        messages.info(request, _("This mail is part of %(ticket)s already.") % {"ticket": ticket.reference})
        return redirect(ticket)

    return handed


@require_GET
@agent_required
def attention_list(request: Request) -> HttpResponse:
    """Show one shelf of the mail that nothing, or nothing good, came of."""
    rules.ensure_can_sort_mail(request.user)
    shelf = request.GET.get("shelf") or "waiting"
    if shelf not in SHELVES:
        raise BadRequest(_("There is no such list."))
    order, after, before = [("pk", True)], request.GET.get("after", ""), request.GET.get("before", "")
    context: dict[str, object] = {"shelf": shelf, "shelves": SHELVES, "alerts": Alert.objects.open()}
    if shelf == "undelivered":
        page = keyset(Delivery.objects.for_problems(), order, after=after, before=before)
        tickets = Message.objects.tickets_of(copy.outbound_id for copy in page.rows)
        context |= {"page": page, "undelivered": [(copy, tickets.get(copy.outbound_id)) for copy in page.rows]}
    else:
        rows = InboundMail.objects.on_shelf(shelf).with_mailbox()
        context["page"] = keyset(rows, order, after=after, before=before)
    return render_page(request, "mail_triage/attention_list.html", context, partial="rows")


@require_GET
@agent_required
@_of_mail
def attention_detail(request: Request, inbound: InboundMail) -> HttpResponse:
    """Show one mail as far as it can be read without any risk, and what can be made of it."""
    return _detail(request, inbound, AttachForm(), DiscardForm())


@require_GET
@agent_required
@_of_mail
def attention_raw(_request: Request, inbound: InboundMail) -> HttpResponse:
    """Hand out the mail as it came, as a file."""
    return HttpResponse(
        inbound.raw(),
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="mail-{inbound.pk}.eml"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_POST
@agent_required
@_of_mail
def attention_retry(request: Request, inbound: InboundMail) -> HttpResponse:
    """Have a mail processed again."""
    mail_actions.retry(inbound, by=request.user)
    messages.success(request, _("The mail is being processed again."))
    return redirect("mail_triage:attention_list")


@require_POST
@agent_required
@_of_mail
def attention_open(request: Request, inbound: InboundMail) -> HttpResponse:
    """Open a ticket from a mail."""
    ticket = intake.open_by_hand(inbound, by=request.user)
    messages.success(request, _("Ticket %(ticket)s is open.") % {"ticket": ticket.reference})
    return redirect(ticket)


@require_POST
@agent_required
@_of_mail
def attention_attach(request: Request, inbound: InboundMail) -> HttpResponse:
    """Append a mail to a ticket."""
    form = AttachForm(request.POST, user=request.user)
    if not form.is_valid():
        return _detail(request, inbound, form, DiscardForm(), status=422)
    ticket = intake.attach_by_hand(inbound, form.cleaned_data["reference"], by=request.user)
    messages.success(request, _("The mail is part of %(ticket)s now.") % {"ticket": ticket.reference})
    return redirect(ticket)


@require_POST
@agent_required
@_of_mail
def attention_discard(request: Request, inbound: InboundMail) -> HttpResponse:
    """Put a mail among the ignored ones, with the reason."""
    form = DiscardForm(request.POST)
    if not form.is_valid():
        return _detail(request, inbound, AttachForm(), form, status=422)
    mail_actions.discard(inbound, form.cleaned_data["reason"], by=request.user)
    messages.success(request, _("The mail is among the ignored ones."))
    return redirect("mail_triage:attention_list")


@require_POST
@agent_required
def alert_dismiss(request: Request, pk: int) -> HttpResponse:
    """Note that somebody has seen to a trouble; it comes back if it lasts."""
    rules.ensure_can_sort_mail(request.user)
    alerts.dismiss_alert(pk)
    return redirect("mail_triage:attention_list")


@require_POST
@agent_required
def attention_retry_many(request: Request) -> HttpResponse:
    """Have the ticked mails processed again."""
    return _many(
        request,
        ChosenMailForm(request.POST),
        lambda inbound, _form: mail_actions.retry(inbound, by=request.user),
        lambda n: ngettext("%(n)s mail is being processed again.", "%(n)s mails are being processed again.", n),
    )


@require_POST
@agent_required
def attention_discard_many(request: Request) -> HttpResponse:
    """Put the ticked mails among the ignored ones, with one reason."""
    return _many(
        request,
        DiscardManyForm(request.POST),
        lambda inbound, form: mail_actions.discard(inbound, form.cleaned_data["reason"], by=request.user),
        lambda n: ngettext("%(n)s mail is among the ignored ones.", "%(n)s mails are among the ignored ones.", n),
    )


def _many(
    request: Request,
    form: ChosenMailForm,
    act: Callable[[InboundMail, ChosenMailForm], object],
    told: Callable[[int], str],
) -> HttpResponse:
    """Do it with each mail that nobody else has decided about meanwhile."""
    rules.ensure_can_sort_mail(request.user)
    done, refused = 0, set()
    for inbound in form.cleaned_data["mail"] if form.is_valid() else ():
        try:
            act(inbound, form)
            done += 1
        except Refusal as refusal:
            refused.add(refusal.reason)
    if done:
        messages.success(request, told(done) % {"n": done})
    for reason in sorted(refused):
        messages.error(request, reason)
    for problems in form.errors.values():
        messages.error(request, str(problems[0]))
    return redirect(f"{reverse('mail_triage:attention_list')}?{urlencode({'shelf': request.POST.get('shelf', '')})}")


def _tickets_of(request: Request, inbound: InboundMail) -> QuerySet[Ticket]:
    """Return the ticket that a mail, or the first copy of it, became part of."""
    thread = mail_actions.final(inbound.thread) if inbound.thread else None
    return Ticket.objects.visible_to(request.user).filter(thread=thread, thread__isnull=False)


def _detail(
    request: Request, inbound: InboundMail, attach: AttachForm, discard: DiscardForm, status: int = 200
) -> HttpResponse:
    seen = preview.preview_of(inbound.peek())
    ticket = _tickets_of(request, inbound).first()
    context = {"mail": inbound, "seen": seen, "attach": attach, "discard": discard, "ticket": ticket}
    return render_page(request, "mail_triage/attention_detail.html", context, status=status)
