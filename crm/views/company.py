"""Companies: list, page, form."""

from http import HTTPStatus

from django.contrib import messages
from django.forms import BaseInlineFormSet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from crm import actions, rules
from crm.forms import AddressForm, AddressFormSet, CompanyFilterForm, CompanyForm, belongings
from crm.models import Address, Company
from crm.views.races import sees_others
from helpdesk.http import Request, agent_required, render_page
from helpdesk.idempotency import KeyUsed
from helpdesk.paging import keyset

Addresses = BaseInlineFormSet[Address, Company, AddressForm]


@require_GET
@agent_required
def company_list(request: Request) -> HttpResponse:
    """Show the companies that the filters let through."""
    if not request.user.has_perm("crm.view_company"):
        raise Http404
    form = CompanyFilterForm(request.GET)
    companies = Company.objects.visible_to(request.user).for_list()
    found = form.apply(companies) if form.is_valid() else companies.none()
    page = keyset(found, [("name", False)], after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    context = {"form": form, "page": page, "can_add": rules.can_add_company(request.user)}
    return render_page(request, "crm/company_list.html", context, partial="rows")


@require_GET
@agent_required
def company_detail(request: Request, code: str) -> HttpResponse:
    """Show everything the register knows of a company, and the panels of the floors above."""
    context = {
        "company": _company_for(request, code),
        "can_change": rules.can_change_company(request.user),
        "can_add_contact": rules.can_add_contact(request.user),
    }
    return render_page(request, "crm/company_detail.html", context)


@require_http_methods(["GET", "POST"])
@agent_required
@sees_others
def company_new(request: Request) -> HttpResponse:
    """Enter a company."""
    rules.ensure_can_add_company(request.user)
    form = CompanyForm(request.POST or None)
    addresses = AddressFormSet(request.POST or None, instance=form.instance)
    try:
        company = _entered(request, form, addresses)
    except KeyUsed as refusal:
        form.refuse_key(refusal)
        return _form_page(request, form, addresses, refusal.status)
    if company is None:
        return _form_page(request, form, addresses)
    messages.success(request, _("%(company)s is entered.") % {"company": company})
    return redirect(company)


def _entered(request: Request, form: CompanyForm, addresses: Addresses) -> Company | None:
    """Return the company that the form enters, or entered when it was sent before; None where something is wrong."""
    if _are_valid(form, addresses):
        company, around = form.save(commit=False), belongings(form, addresses)
        return actions.create_company(company, around, by=request.user, sent=form.sent)
    return actions.entered_before(form.instance, form.sent, by=request.user) if form.is_bound else None


@require_http_methods(["GET", "POST"])
@agent_required
@sees_others
def company_edit(request: Request, code: str) -> HttpResponse:
    """Change a company."""
    company = _company_for(request, code)
    rules.ensure_can_change_company(request.user)
    form = CompanyForm(request.POST or None, instance=company)
    addresses = AddressFormSet(request.POST or None, instance=company)
    if not _are_valid(form, addresses):
        return _form_page(request, form, addresses)
    actions.change_company(company, form.changed_columns, belongings(form, addresses), by=request.user)
    messages.success(request, _("%(company)s is saved.") % {"company": company})
    return redirect(company)


def _company_for(request: Request, code: str) -> Company:
    return get_object_or_404(Company.objects.visible_to(request.user).for_detail(), code=code)


def _are_valid(form: CompanyForm, addresses: Addresses) -> bool:
    """Check both, so that the page shows every error at once."""
    return all([form.is_valid(), addresses.is_valid()])


def _form_page(
    request: Request, form: CompanyForm, addresses: Addresses, refused: int = HTTPStatus.UNPROCESSABLE_ENTITY
) -> HttpResponse:
    status = refused if form.is_bound else HTTPStatus.OK
    context = {"form": form, "addresses": addresses, "company": form.instance if form.instance.pk else None}
    return render_page(request, "crm/company_form.html", context, status=status)
