"""Offers: the list, the page, the document, and a view for everything that may become of one."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from io import BytesIO

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from crm.models import Company
from estimates import actions, documents, rules
from estimates.enums import OfferMove
from estimates.forms import ConfirmForm, LetterForm, OfferFilterForm
from estimates.models import Offer, TechnicalEstimate
from estimates.querysets import OfferQuerySet
from helpdesk import files
from helpdesk import html as markup
from helpdesk.actions import audit
from helpdesk.enums import AuditKind
from helpdesk.errors import Refusal
from helpdesk.forms import ReasonForm, attempt
from helpdesk.http import Request, agent_required, render_page
from helpdesk.models import CompanyProfile
from helpdesk.paging import keyset

NEWEST = 20


@require_GET
@agent_required
def offer_list(request: Request) -> HttpResponse:
    """Show the offers that the filters let through, the newest first."""
    form = OfferFilterForm(request.GET)
    offers = _offers(request).for_list()
    found = form.apply(offers) if form.is_valid() else offers.none()
    page = keyset(found, [("date", True)], after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    return render_page(request, "estimates/offer_list.html", {"form": form, "page": page}, partial="rows")


@require_GET
@agent_required
def estimate_list(request: Request) -> HttpResponse:
    """Show the estimates that wait for sales: ended by the technician, without an offer."""
    if not rules.can_see_commercial(request.user):
        raise Http404
    waiting = TechnicalEstimate.objects.waiting_for_sales(request.user).for_list()
    page = keyset(
        waiting, [("ended_at", False)], after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    return render_page(request, "estimates/estimate_list.html", {"page": page}, partial="rows")


@require_GET
@agent_required
def company_offers(request: Request, code: str) -> HttpResponse:
    """Show the newest offers of a company, as a panel of its page."""
    company = get_object_or_404(Company.objects.visible_to(request.user), code=code)
    offers = _offers(request).of_company(company).for_list().newest_first()[:NEWEST]
    return render_page(request, "estimates/company_offers.html", {"company": company, "offers": offers}, partial="rows")


@require_GET
@agent_required
def offer_detail(request: Request, slug: str) -> HttpResponse:
    """Show an offer, and what may become of it."""
    return _page(request, _offer_for(request, slug))


@require_GET
def offer_pdf(request: Request, slug: str) -> FileResponse:
    """Answer with the document: the frozen one and no other, or, for a draft, how it would look."""
    offer = _offer_for(request, slug)
    data = files.read(offer.pdf) if offer.pdf else documents.offer_pdf(offer)
    name = documents.file_name(offer)
    audit.record(AuditKind.EXPORTED, by=request.user, subject=name)
    return FileResponse(BytesIO(data), content_type="application/pdf", filename=name)


@require_POST
@agent_required
def offer_send(request: Request, slug: str) -> HttpResponse:
    """Freeze the offer, and send it if asked to."""
    offer = _offer_for(request, slug)
    form = LetterForm(request.POST)
    if not form.is_valid():
        return _page(request, offer, {"letter_form": form}, HTTPStatus.UNPROCESSABLE_ENTITY)
    letter = markup.from_text(form.cleaned_data["letter"]) if form.cleaned_data["by_mail"] else ""
    return _tried(
        request, offer, {"letter_form": form}, lambda: actions.send_offer(offer, by=request.user, letter=letter)
    )


@require_POST
@agent_required
def offer_confirm(request: Request, slug: str) -> HttpResponse:
    """Write down that the customer accepted."""
    offer = _offer_for(request, slug)
    form = ConfirmForm(request.POST, CompanyProfile.current().today())
    if not form.is_valid():
        return _page(request, offer, {"confirm_form": form}, HTTPStatus.UNPROCESSABLE_ENTITY)
    day = form.cleaned_data["day"]
    return _tried(
        request, offer, {"confirm_form": form}, lambda: actions.confirm_offer(offer, by=request.user, day=day)
    )


@require_POST
@agent_required
def offer_reject(request: Request, slug: str) -> HttpResponse:
    """Write down that the customer refused."""
    offer = _offer_for(request, slug)
    form = ReasonForm(request.POST, prefix="reject")
    if not form.is_valid():
        return _page(request, offer, {"reject_form": form}, HTTPStatus.UNPROCESSABLE_ENTITY)
    why = form.cleaned_data["reason"]
    return _tried(
        request, offer, {"reject_form": form}, lambda: actions.reject_offer(offer, by=request.user, reason=why)
    )


@require_POST
@agent_required
def offer_cancel(request: Request, slug: str) -> HttpResponse:
    """Take the offer back."""
    offer = _offer_for(request, slug)
    form = ReasonForm(request.POST, prefix="cancel")
    if not form.is_valid():
        return _page(request, offer, {"cancel_form": form}, HTTPStatus.UNPROCESSABLE_ENTITY)
    why = form.cleaned_data["reason"]
    return _tried(
        request, offer, {"cancel_form": form}, lambda: actions.cancel_offer(offer, by=request.user, reason=why)
    )


@require_POST
@agent_required
def offer_convert(request: Request, slug: str) -> HttpResponse:
    """Write down that the offer became an order."""
    return _moved(request, actions.convert_offer(_offer_for(request, slug), by=request.user))


@require_POST
@agent_required
def offer_version(request: Request, slug: str) -> HttpResponse:
    """Make the next version of the offer."""
    return _moved(
        request, actions.new_version(_offer_for(request, slug), by=request.user, day=CompanyProfile.current().today())
    )


def _offers(request: Request) -> OfferQuerySet:
    if not rules.can_see_offers(request.user):
        raise Http404
    return Offer.objects.visible_to(request.user)


def _offer_for(request: Request, slug: str) -> Offer:
    return get_object_or_404(_offers(request).for_page(), slug=slug)


def _tried(request: Request, offer: Offer, typed: dict[str, forms.Form], act: Callable[[], Offer]) -> HttpResponse:
    """Do what was asked for; when that is refused, show the page again with what was typed, and the reason."""
    [form] = typed.values()
    moved = attempt(form, act)
    if isinstance(moved, Refusal):
        return _page(request, _offer_for(request, offer.slug), typed, moved.status)
    return _moved(request, moved)


def _moved(request: Request, offer: Offer) -> HttpResponse:
    words = {"offer": offer.label, "state": offer.get_state_display()}
    messages.success(request, _("Offer %(offer)s is now “%(state)s”.") % words)
    return redirect(offer)


def _page(
    request: Request, offer: Offer, typed: Mapping[str, forms.Form] | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    """Answer with the offer's page; ``typed`` is the form that was refused."""
    context = {
        "offer": offer,
        "totals": documents.offer_totals(offer),
        "has_discount": any(line.discount_percent for line in offer.lines.all()),
        "moves": {move.name: rules.can_move_offer(request.user, offer, move) for move in OfferMove},
        "letter_form": LetterForm(),
        "confirm_form": ConfirmForm(None, CompanyProfile.current().today()),
        "reject_form": ReasonForm(prefix="reject"),
        "cancel_form": ReasonForm(prefix="cancel"),
        **(typed or {}),
    }
    return render_page(request, "estimates/offer_detail.html", context, status=status)
