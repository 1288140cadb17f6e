"""What a person may do to a journaled mail."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from helpdesk.http import Request, agent_required
from mail import actions
from mail.models import InboundMail
from mail.rules import ensure_can_retry


@require_POST
@agent_required
def inbound_retry(request: Request, pk: int) -> HttpResponse:
    """Put a mail that was ignored or set aside back in the queue."""
    ensure_can_retry(request.user)
    inbound = get_object_or_404(InboundMail, pk=pk)
    actions.retry(inbound, by=request.user)
    messages.success(request, _("The mail is being processed again."))
    return redirect(inbound)
