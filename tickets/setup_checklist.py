"""What a new desk needs before work can begin, and how far it is: worked out from what is there, never remembered."""

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.models import Contact
from helpdesk.models import CompanyProfile, User
from mail.enums import DeliveryState, Protocol
from mail.models import Delivery, InboundMail, Mailbox
from sla.models import Policy
from tickets.models import TicketType


@dataclass(frozen=True, slots=True)
class ChecklistStep:
    """One thing to set up: what for, where, whether it is done, and what was found."""

    name: str
    title: str
    purpose: str
    link: str
    is_done: bool
    found: str
    can_be_skipped: bool = True
    is_needed: bool = True

    @property
    def is_missing(self) -> bool:
        """Say whether somebody has to do it."""
        return self.is_needed and not self.is_done


def steps(firm: CompanyProfile) -> list[ChecklistStep]:
    """Return what there is to set up, in the order in which it is best done."""
    boxes = _mailboxes()
    found = [_company(firm), _fetching(boxes), _sending(boxes), _people(), _types(), _levels(), _portal()]
    return [replace(step, is_needed=step.name not in firm.not_needed) for step in found]


def _mailboxes() -> list[Mailbox]:
    """Return the mailboxes, those first that are most likely meant."""
    sent = Delivery.objects.filter(state=DeliveryState.SENT)
    boxes = Mailbox.objects.with_use(InboundMail.objects.all(), sent)
    return list(boxes.order_by("-is_active", "-is_default", "pk"))


def _company(firm: CompanyProfile) -> ChecklistStep:
    unnamed = firm.name == CompanyProfile._meta.get_field("name").default  # noqa: SLF001 -- Django's own public name for it
    lacking = [
        label
        for label, is_lacking in [
            (_("name"), unnamed),
            (_("address"), not firm.address),
            (_("VAT id"), not firm.vat_id),
        ]
        if is_lacking
    ]
    has = f"{firm.name} · {firm.time_zone} · {firm.currency} · {firm.get_language_display()}"
    return ChecklistStep(
        "company",
        _("Our company"),
        _("Stands on every document. Its time zone, currency and language are those of the desk."),
        reverse("admin:helpdesk_companyprofile_change", args=[firm.pk]),
        not lacking,
        _("Still missing: %(names)s.") % {"names": ", ".join(lacking)} if lacking else has,
    )


def _fetching(boxes: list[Mailbox]) -> ChecklistStep:
    working = [box for box in boxes if _is_fetched(box)]
    return ChecklistStep(
        "mailbox",
        _("A mailbox that is fetched"),
        _("Mail to it becomes tickets."),
        _page_of(working or boxes),
        bool(working),
        ", ".join(map(str, working)) or _unfetched(boxes),
    )


def _is_fetched(box: Mailbox) -> bool:
    if box.protocol == Protocol.NONE:
        return box.is_active and box.has_received
    return not box.unfetched_because and box.last_success_at is not None and not box.last_error


def _unfetched(boxes: list[Mailbox]) -> str:
    if not boxes:
        return _("There is none yet.")
    reason = boxes[0].unfetched_because or boxes[0].last_error or _("Nothing was fetched yet: test it on its page.")
    return f"{boxes[0]}: {reason}"


def _sending(boxes: list[Mailbox]) -> ChecklistStep:
    sending = [box for box in boxes if box.is_active and box.has_sent]
    return ChecklistStep(
        "sending",
        _("Mail that leaves"),
        _("Replies, acknowledgements and notifications are sent by the server of the mailbox, or of the installation."),
        _page_of(sending or boxes),
        bool(sending),
        ", ".join(map(str, sending)) or _("No mail has left yet: “Test this mailbox” sends one."),
    )


def _page_of(boxes: list[Mailbox]) -> str:
    return reverse("admin:mail_mailbox_change", args=[boxes[0].pk]) if boxes else reverse("admin:mail_mailbox_add")


def _people() -> ChecklistStep:
    grouped = User.objects.agents().in_group().count()
    lost = [person.display_name for person in User.objects.agents().without_group()]
    found = ngettext("%(count)d person has a group.", "%(count)d people have a group.", grouped) % {"count": grouped}
    if lost:
        found += " " + _("Without a group, so without tickets: %(names)s.") % {"names": ", ".join(lost)}
    return ChecklistStep(
        "people",
        _("People at the desk"),
        _("Who works here; their groups decide what they may see and do."),
        reverse("admin:helpdesk_user_changelist"),
        grouped > 0 and not lost,
        found,
    )


def _types() -> ChecklistStep:
    offered = [str(one) for one in TicketType.objects.offered()]
    return ChecklistStep(
        "types",
        _("Ticket types"),
        _("Which kinds of requests there are: their numbers, statuses and mails. Make one by copying another."),
        reverse("admin:tickets_tickettype_changelist"),
        bool(offered),
        ", ".join(offered) or _("There is none yet."),
        can_be_skipped=False,
    )


def _levels() -> ChecklistStep:
    promised = [f"{policy}: {policy.calendar}" for policy in Policy.objects.active().with_calendar()]
    return ChecklistStep(
        "levels",
        _("Service levels"),
        _("How soon you answer and solve, counted in the working hours of a calendar."),
        reverse("admin:sla_policy_changelist"),
        bool(promised),
        ", ".join(promised) or _("No policy goes by a calendar yet."),
    )


def _portal() -> ChecklistStep:
    invited = Contact.objects.active().with_login().count()
    return ChecklistStep(
        "portal",
        _("The customers' portal"),
        _("Customers who sign in see their requests and answer there. Invite them from their page among the contacts."),
        reverse("crm:contact_list"),
        invited > 0,
        ngettext("%(count)d contact has a login.", "%(count)d contacts have a login.", invited) % {"count": invited},
    )
