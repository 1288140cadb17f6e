"""An agent's wishes about mail."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from helpdesk.http import Request, agent_required, render_page
from tickets import actions
from tickets.forms import MailPreferenceForm
from tickets.models import MailPreference


@require_http_methods(["GET", "HEAD", "POST"])
@agent_required
def mail_preference(request: Request) -> HttpResponse:
    """Show for how long my answers wait, and keep what I change there."""
    form = MailPreferenceForm(request.POST or None, instance=MailPreference.objects.of(request.user))
    if request.method == "POST" and form.is_valid():
        actions.set_mail_preference(form.instance, by=request.user)
        messages.success(request, _("Your settings are saved."))
        return redirect("tickets:mail_preference")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render_page(request, "tickets/mail_preference.html", {"form": form}, status=status)
