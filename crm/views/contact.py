"""Contacts: list, page, form."""

from http import HTTPStatus
from smtplib import SMTPException
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm import actions, mails, rules
from crm.forms import ContactFilterForm, ContactForm
from crm.models import Contact
from crm.views.races import sees_others
from helpdesk.http import Request, agent_required, render_page
from helpdesk.idempotency import KeyUsed
from helpdesk.paging import keyset


@require_GET
@agent_required
def contact_list(request: Request) -> HttpResponse:
    """Show the contacts that the filters let through."""
    if not request.user.has_perm("crm.view_contact"):
        raise Http404
    form = ContactFilterForm(request.GET)
    contacts = Contact.objects.visible_to(request.user).for_list()
    found = form.apply(contacts) if form.is_valid() else contacts.none()
    page = keyset(found, [("name", False)], after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    context = {"form": form, "page": page, "can_add": rules.can_add_contact(request.user)}
    return render_page(request, "crm/contact_list.html", context, partial="rows")


@require_GET
@agent_required
def contact_detail(request: Request, public_id: UUID) -> HttpResponse:
    """Show everything the register knows of a contact, and the panels of the floors above."""
    context = {
        "contact": _contact_for(request, public_id),
        "can_change": rules.can_change_contact(request.user),
        "can_invite": rules.can_let_see(request.user),
    }
    return render_page(request, "crm/contact_detail.html", context)


@require_http_methods(["GET", "POST"])
@agent_required
@sees_others
def contact_new(request: Request) -> HttpResponse:
    """Enter a contact; the address may name its company."""
    rules.ensure_can_add_contact(request.user)
    form = ContactForm(request.POST or None, initial={"company": request.GET.get("company", "")})
    try:
        contact = _entered(request, form)
    except KeyUsed as refusal:
        form.refuse_key(refusal)
        return _form_page(request, form, refusal.status)
    if contact is None:
        return _form_page(request, form)
    messages.success(request, _("%(contact)s is entered.") % {"contact": contact})
    return redirect(contact)


def _entered(request: Request, form: ContactForm) -> Contact | None:
    """Return the contact that the form enters, or entered when it was sent before; None where something is wrong."""
    if form.is_valid():
        return actions.create_contact(form.save(commit=False), by=request.user, sent=form.sent)
    return actions.entered_before(form.instance, form.sent, by=request.user) if form.is_bound else None


@require_http_methods(["GET", "POST"])
@agent_required
@sees_others
def contact_edit(request: Request, public_id: UUID) -> HttpResponse:
    """Change a contact."""
    contact = _contact_for(request, public_id)
    rules.ensure_can_change_contact(request.user)
    form = ContactForm(request.POST or None, instance=contact, can_let_see=rules.can_let_see(request.user))
    if not form.is_valid():
        return _form_page(request, form)
    actions.change_contact(contact, form.changed_data, by=request.user)
    messages.success(request, _("%(contact)s is saved.") % {"contact": contact})
    return redirect(contact)


@require_POST
@agent_required
@sees_others
def contact_invite(request: Request, public_id: UUID) -> HttpResponse:
    """Give a contact a login to the portal, and mail them the way to its first password."""
    contact = _contact_for(request, public_id)
    login = actions.invite(contact, by=request.user)
    try:
        mails.send_invitation(login)
    except (OSError, SMTPException):
        text = _("%(contact)s has a login now, but the mail could not be sent. Send it again later.")
        messages.error(request, text % {"contact": contact})
    else:
        messages.success(request, _("The invitation was sent to %(email)s.") % {"email": login.email})
    return redirect(contact)


def _contact_for(request: Request, public_id: UUID) -> Contact:
    return get_object_or_404(Contact.objects.visible_to(request.user).for_detail(), public_id=public_id)


def _form_page(request: Request, form: ContactForm, refused: int = HTTPStatus.UNPROCESSABLE_ENTITY) -> HttpResponse:
    status = refused if form.is_bound else HTTPStatus.OK
    context = {"form": form, "contact": form.instance if form.instance.pk else None}
    return render_page(request, "crm/contact_form.html", context, status=status)
