"""Companies and contacts for the pickers of every form."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from crm.forms import PartyForm
from crm.models import Company, Contact
from helpdesk.http import Request, agent_required

MOST = 20


@require_GET
@agent_required
def party_options(request: Request) -> HttpResponse:
    """Answer a picker with the parties that fit best what was typed, as Tom Select wants them.

    A company goes by its code, a contact by its public id; with a client named, only its people are offered.
    """
    form = PartyForm(request.GET)
    if not form.is_valid():
        return JsonResponse([], safe=False)
    text, kind = form.cleaned_data["q"], form.cleaned_data["kind"]
    options = [] if kind == "contact" else _companies(request, text)
    options += [] if kind == "company" else _contacts(request, text, form.cleaned_data["client"])
    return JsonResponse(options, safe=False)


def _companies(request: Request, text: str) -> list[dict[str, str]]:
    companies = Company.objects.visible_to(request.user).active()
    if text:
        companies = companies.search(text).best_first(text)
    return [
        {"kind": "company", "value": company.code, "text": company.name, "hint": company.code}
        for company in companies[:MOST]
    ]


def _contacts(request: Request, text: str, client: Company | None) -> list[dict[str, str]]:
    contacts = Contact.objects.visible_to(request.user).active().for_list()
    if client:
        contacts = contacts.of_client(client)
    if text:
        contacts = contacts.search(text, Company.objects.active()).best_first(text)
    return [
        {"kind": "contact", "value": str(contact.public_id), "text": contact.name, "hint": _hint(contact)}
        for contact in contacts[:MOST]
    ]


def _hint(contact: Contact) -> str:
    return " · ".join(part for part in (contact.email, contact.company.name if contact.company else "") if part)
