"""What a person may do to a journaled mail, and to a mailbox."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from helpdesk import redis_circuit
from helpdesk.after_commit import after_commit
from helpdesk.http import Request, agent_required
from mail import actions
from mail.models import InboundMail, Mailbox
from mail.periodic import try_mailbox
from mail.rules import ensure_can_retry, ensure_can_set_up


@require_POST
@agent_required
def mailbox_test(request: Request, pk: int) -> HttpResponse:
    """Have a mailbox send itself a mail; the result is on its page a little later."""
    ensure_can_set_up(request.user)
    mailbox = get_object_or_404(Mailbox, pk=pk)
    if mailbox.is_active:
        after_commit(
            partial(try_mailbox.delay, mailbox.pk, get_language()), robust=False
        )  # the form may have made it just now
    if mailbox.is_active and redis_circuit.queue.since:
        messages.error(request, _("The queue is away, so the mailbox cannot be tested now. Try again in a moment."))
    elif mailbox.is_active:
        messages.success(request, _("A mail is on its way. Load this page again in a minute to see what became of it."))
    else:
        messages.error(request, _("A mailbox that is not active cannot be tested. Tick “active” and save it first."))
    return redirect("admin:mail_mailbox_change", mailbox.pk)


@require_POST
@agent_required
def inbound_retry(request: Request, pk: int) -> HttpResponse:
    """Put a mail that was ignored or set aside back in the queue."""
    ensure_can_retry(request.user)
    inbound = get_object_or_404(InboundMail, pk=pk)
    actions.retry(inbound, by=request.user)
    messages.success(request, _("The mail is being processed again."))
    return redirect(inbound)
