"""Creating offers from tickets: a preview of prices first, then a report with a reason for every ticket left out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from estimates import actions, rules
from estimates.enums import Command
from estimates.forms import CreateForm
from helpdesk.http import Request, agent_required, render_page
from helpdesk.models import CompanyProfile
from tickets.models import Ticket

MOST = 200


@require_http_methods(["GET", "POST"])
@agent_required
def offers_new(request: Request) -> HttpResponse:
    """Show what offers of the chosen tickets would say, and which prices a list changes (A.8); nothing is made yet."""
    rules.ensure_may(request.user, Command.CREATE_OFFERS)
    quoted = actions.preview_offers(_chosen(request), by=request.user, day=CompanyProfile.current().today())
    context = {"quoted": quoted, "form": CreateForm(), "makeable": sum(bool(one.lines) for one in quoted)}
    return render_page(request, "estimates/offers_new.html", context)


@require_POST
@agent_required
def offers_create(request: Request) -> HttpResponse:
    """Make the offers; a single one is shown, several are reported with a reason for each ticket left out."""
    form = CreateForm(request.POST)
    by_party = form.is_valid() and form.cleaned_data["by_party"]
    reports = actions.create_offers(
        _chosen(request), by=request.user, day=CompanyProfile.current().today(), by_party=by_party
    )
    made = {report.offer.pk: report.offer for report in reports if report.offer}
    if len(reports) == len(made) == 1:
        offer = next(iter(made.values()))
        messages.success(request, _("Offer %(offer)s is created.") % {"offer": offer})
        return redirect(offer)
    return render_page(request, "estimates/offers_created.html", {"reports": reports, "made": len(made)})


def _chosen(request: Request) -> list[Ticket]:
    """Return the tickets that were chosen; the list of tickets calls them ``tickets``, a link ``ticket``."""
    sent = request.POST if request.method == "POST" else request.GET
    slugs = [*sent.getlist("ticket"), *sent.getlist("tickets")][:MOST]
    return list(Ticket.objects.visible_to(request.user).for_page().filter(slug__in=slugs).order_by("pk"))
