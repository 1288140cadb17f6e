"""The sections of the administration: its index goes by what somebody wants to do, not by which app does it."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

SECTIONS = {
    "people": (_("Our company and people"), ["helpdesk.CompanyProfile", "helpdesk.User", "auth.Group"]),
    "mail": (
        _("Mail"),
        [
            "mail.Mailbox",
            "tickets.MailboxRoute",
            "tickets.MailTemplate",
            "mail.Alert",
            "mail.InboundMail",
            "mail.OutboundMail",
            "mail.Delivery",
        ],
    ),
    "tickets": (
        _("Tickets"),
        [
            "tickets.TicketType",
            "tickets.NumberingSeries",
            "tickets.TicketCategory",
            "tickets.Severity",
            "tickets.Operation",
            "tickets.Ticket",
            "tickets.Note",
        ],
    ),
    "levels": (
        _("Service levels"),
        ["sla.Calendar", "sla.Policy", "sla.Priority", "tickets.PriorityCell", "sla.Agreement"],
    ),
    "customers": (_("Customers"), ["crm.Company", "crm.Contact", "crm.CompanyGroup", "crm.Project", "crm.Asset"]),
    "estimates": (
        _("Estimates and offers"),
        [
            "estimates.Service",
            "estimates.UnitOfMeasure",
            "estimates.VatRate",
            "estimates.PriceList",
            "estimates.EstimateTemplate",
            "estimates.OfferType",
            "estimates.TypeSettings",
            "estimates.TechnicalEstimate",
            "estimates.CommercialEstimate",
            "estimates.Offer",
        ],
    ),
    "billing": (
        _("Billing"),
        ["billing.Work", "billing.InvoiceProposal", "billing.ProposalBatch", "billing.BillingEvent"],
    ),
    "privacy": (_("Privacy"), ["helpdesk.AuditEvent"]),
}
REST = _("System")


class SiteBySections(AdminSite):
    """The administration, ordered by tasks; what belongs to none comes last."""

    site_header = site_title = "Helpdesk"

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return the sections with those models that this person may open."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        models = {f"{app['app_label']}.{entry['object_name']}": entry for app in apps for entry in app["models"]}
        sections = [
            self._section(key, name, [models.pop(label) for label in labels if label in models])
            for key, (name, labels) in SECTIONS.items()
        ]
        return [
            section for section in [*sections, self._section("rest", REST, list(models.values()))] if section["models"]
        ]

    def _section(self, key: str, name: object, models: list[Any]) -> dict[str, Any]:
        """Return a section as Django's templates want an app; its title leads to its own place on the index."""
        first = models[0]["object_name"].lower() if models else ""
        url = f"{reverse('admin:index', current_app=self.name)}#{key}-{first}"
        return {"name": name, "app_label": key, "app_url": url, "has_module_perms": True, "models": models}
