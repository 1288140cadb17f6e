"""Every form of the product that writes something, filled in and ready to be sent, by the name of its address."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from http import HTTPStatus
from itertools import count

from allauth.socialaccount.models import SocialAccount
from django.contrib import admin
from django.core import signing
from django.db.models import Model
from django.forms import ChoiceField, DateField, EmailField, Field, IntegerField, ModelChoiceField
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from crm.models import Company
from estimates import actions as estimate_actions
from estimates.models import Offer
from helpdesk.deferred_text import deferred
from helpdesk.models import CompanyProfile, User
from mail import actions as mail_actions
from mail import alerts
from mail.models import InboundMail
from sla.actions import newest, publish
from sla.enums import CUSTOMERS
from sla.models import Policy, Priority
from tests.addresses import news, signed_in_elsewhere
from tests.billing import factories as billing
from tests.crawling import forms_in
from tests.crm.factories import CompanyFactory, ContactFactory
from tests.estimates import factories as estimates
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import MailboxFactory, journaled
from tests.tickets.factories import SeriesFactory, TicketFactory, TypeFactory
from tickets import actions, setup_checklist
from tickets.drafts import IncomingMessage, MessageBody, Reply
from tickets.mail_templates import SALT
from tickets.models import MailPreference, PriorityCell, Ticket

REASON = {"reason": "By word", "words": "By word"}


@dataclass(frozen=True)
class Filled:
    """A form: who sends it, where to, and what is in it."""

    by: User | None
    address: str
    typed: dict[str, object] = field(default_factory=dict)

    def client(self) -> Client:
        """Return a browser in which its sender is signed in."""
        client = Client()
        if self.by:
            client.force_login(self.by)
        return client


def key() -> str:
    """Return a key as a page has it."""
    return f"KEY-{next(numbers)}"


numbers = count(1)


def agent() -> User:
    """Return somebody at the desk who may do everything."""
    return UserFactory(superuser=True)


def on_page(page: str, address: str, by: User, **changes: object) -> Filled:
    """Return the form that ``page`` sends to ``address``, with what is changed in it."""
    forms = forms_in(Filled(by, page).client().get(page).content)
    shown = {target or page: values for target, values in forms if "csrfmiddlewaretoken" in values}
    return Filled(by, address, {name: value or "" for name, value in shown[address].items()} | changes)


def called(values: dict[str, object]) -> dict[str, object]:
    """Return ``values``, made where they are to be made."""
    return {name: value() if callable(value) else value for name, value in values.items()}


def of_ticket(path: str, *, typed: dict[str, object] | None = None, **facts: object) -> Callable[[], Filled]:
    """Return a form of a ticket's page, sent by an agent."""

    def filled() -> Filled:
        MailboxFactory()
        ticket = TicketFactory(**called(facts))
        return Filled(agent(), f"{ticket.get_absolute_url()}{path}", called(typed or {}))

    return filled


def of_tickets(name: str, **typed: object) -> Callable[[], Filled]:
    """Return a form for tickets that were ticked in the list."""

    def filled() -> Filled:
        chosen = [TicketFactory().slug for _ in range(2)]
        return Filled(agent(), reverse(f"tickets:{name}"), {"ticket": chosen, **called(typed)})

    return filled


def ticket_new() -> Filled:
    """Fill in a new ticket."""
    MailboxFactory()
    by, address = agent(), reverse("tickets:ticket_new")
    typed = {"type": TypeFactory().code, "subject": "Printer", "body": "It smokes", "requester_email": "ana@x.example"}
    return on_page(address, address, by, **typed)


def customers_ticket(**facts: object) -> Ticket:
    """Return a ticket whose requester signs in."""
    MailboxFactory()
    ana = UserFactory()
    return TicketFactory(requester=ContactFactory(user=ana, email=ana.email), requester_email=ana.email, **facts)


def ticket_answer() -> Filled:
    """Fill in what a customer says."""
    ticket = customers_ticket()
    return Filled(ticket.requester.user, f"{ticket.get_absolute_url()}answer/", {"body": "Still", "key": key()})


def customer_judges(move: str) -> Callable[[], Filled]:
    """Return what a customer thinks of a solution, in the portal."""

    def filled() -> Filled:
        ticket = customers_ticket(resolved=True)
        return Filled(ticket.requester.user, f"{ticket.get_absolute_url()}move/{move}/", REASON)

    return filled


def solution_answer() -> Filled:
    """Fill in what a requester thinks of a solution, by the link of his mail."""
    MailboxFactory()
    ticket = TicketFactory(resolved=True)
    token = signing.dumps([ticket.pk, ticket.resolved_at.isoformat()], salt=SALT)
    return Filled(None, reverse("tickets:solution_answer", args=[token]), {"move": "refuse", "words": "No"})


def of_note(path: str, **typed: object) -> Callable[[], Filled]:
    """Return a form of a note, sent by its author."""

    def filled() -> Filled:
        ticket, by = TicketFactory(), agent()
        note = actions.add_note(ticket, "<p>x</p>", by=by)
        return Filled(by, f"{ticket.get_absolute_url()}notes/{note.event.pk}/{path}/", typed)

    return filled


def sender_confirm() -> Filled:
    """Confirm who wrote."""
    ticket = customers_ticket()
    message = actions.receive(
        ticket, IncomingMessage(MessageBody("<p>x</p>"), sender_email="new@x.example", is_unconfirmed=True)
    )
    return Filled(agent(), f"{ticket.get_absolute_url()}senders/{message.event.pk}/confirm/")


def ticket_unwatch() -> Filled:
    """Be told of a ticket no longer."""
    by, ticket = agent(), TicketFactory()
    actions.watch(ticket, by=by, user=by)
    return Filled(by, f"{ticket.get_absolute_url()}unwatch/")


def ticket_merge() -> Filled:
    """Merge a ticket into the one that it seems to answer."""
    MailboxFactory()
    ticket = TicketFactory()
    actions.suspect_reply_to(ticket, estimates.quotable_ticket())
    return Filled(agent(), f"{ticket.get_absolute_url()}merge/")


def message_undo() -> Filled:
    """Take an answer back that has not left."""
    MailboxFactory()
    by, ticket = agent(), TicketFactory()
    MailPreference.objects.create(user=by, undo_seconds=300)
    message = actions.reply(ticket, Reply(MessageBody("<p>x</p>")), by=by)
    return Filled(by, f"{ticket.get_absolute_url()}messages/{message.event.pk}/undo/")


def images_trust() -> Filled:
    """Trust the images of a sender."""
    message = actions.receive(
        customers_ticket(), IncomingMessage(body=MessageBody("<p>x</p>"), sender_email="ana@x.example")
    )
    return Filled(agent(), reverse("tickets:images_trust", args=[message.event.pk]))


def deadline_set() -> Filled:
    """Set a deadline by hand."""
    due = timezone.localtime() + timedelta(days=3)
    typed = {"kind": "first_response", "due_at": f"{due:%Y-%m-%dT%H:%M}", **REASON}
    return of_ticket("agreement/deadline/", typed=typed)()


def policy_simulate() -> Filled:
    """Try a policy out."""
    by, address = agent(), reverse("reports:policy_simulate", args=[Policy.objects.default().pk])
    TicketFactory()
    return on_page(address, address, by, is_for_all="on")


def of_notification(path: str) -> Callable[[], Filled]:
    """Return a form of a piece of news."""

    def filled() -> Filled:
        new = news(TicketFactory())
        return Filled(new.user, f"/notifications/{new.pk}/{path}/")

    return filled


def notifications_read() -> Filled:
    """Read all news."""
    return Filled(news(TicketFactory()).user, reverse("tickets:notifications_read"))


def own(name: str, **typed: object) -> Callable[[], Filled]:
    """Return a form of one's own settings."""

    def filled() -> Filled:
        by, address = agent(), reverse(name)
        return on_page(address, address, by, **typed)

    return filled


def set_aside() -> InboundMail:
    """Return a mail that nothing came of."""
    return mail_actions.mark_quarantined(journaled(), "Too large")


def of_mail(path: str, **typed: object) -> Callable[[], Filled]:
    """Return a form of a mail that needs attention."""

    def filled() -> Filled:
        inbound = set_aside()
        given = {"reference": TicketFactory().reference} if path == "attach" else {}
        return Filled(agent(), f"/mail/attention/{inbound.pk}/{path}/", {**typed, **given})

    return filled


def of_mails(path: str, **typed: object) -> Callable[[], Filled]:
    """Return a form for mails that were ticked."""
    return lambda: Filled(agent(), f"/mail/attention/{path}/", {"mail": [set_aside().pk], **typed})


def inbound_retry() -> Filled:
    """Have a mail taken in again."""
    return Filled(agent(), reverse("mail:inbound_retry", args=[set_aside().pk]))


def company(row: Company | None = None) -> Filled:
    """Fill in a company, or change ``row``."""
    by = agent()
    address = f"{row.get_absolute_url()}edit/" if row else reverse("crm:company_new")
    return on_page(address, address, by, name=f"Firm {key()}")


def put_away() -> Filled:
    """Put the list of what is to be set up away; nothing of it may be missing."""
    by = agent()
    firm = CompanyProfile.current()
    firm.not_needed = [step.name for step in setup_checklist.steps(firm)]
    firm.save()
    return Filled(by, reverse("tickets:set_up_put_away"), {"is_away": "yes"})


def contact_new() -> Filled:
    """Fill in a contact."""
    by, address = agent(), reverse("crm:contact_new")
    return on_page(address, address, by, name="Mario", email=f"{key()}@x.example")


def contact_edit() -> Filled:
    """Change a contact."""
    by, address = agent(), f"{ContactFactory().get_absolute_url()}edit/"
    return on_page(address, address, by, name="Mario")


def of_estimate(path: str, made: Callable[[Ticket], object], **changes: object) -> Callable[[], Filled]:
    """Return a form of the estimates of a ticket for which ``made`` was called."""

    def filled() -> Filled:
        by, ticket = agent(), estimates.quotable_ticket()
        made(ticket)
        page = f"{ticket.get_absolute_url()}estimates/"
        if changes:
            return on_page(page, f"{page}{path}", by, **changes)
        return Filled(by, f"{page}{path}")

    return filled


def grid_ends(path: str, made: Callable[[Ticket], object]) -> Callable[[], Filled]:
    """Return the grid of an estimate, sent to be saved and ended."""

    def filled() -> Filled:
        changed = of_estimate(path, made, sent="yes")()
        return Filled(changed.by, f"{changed.address}end/", changed.typed)

    return filled


def offers_create() -> Filled:
    """Make offers of two tickets."""
    tickets = [estimates.quotable_ticket() for _ in range(2)]
    for ticket in tickets:
        estimates.commercially_ended(ticket)
    return Filled(agent(), reverse("estimates:offers_create"), {"ticket": [ticket.slug for ticket in tickets]})


def offer(*moves: str) -> Offer:
    """Return an offer that made these moves."""
    MailboxFactory()
    by, ticket = agent(), estimates.quotable_ticket()
    estimates.commercially_ended(ticket)
    [report] = estimate_actions.create_offers([ticket], by=by, day=date(2026, 3, 1))
    for move in moves:
        getattr(estimate_actions, f"{move}_offer")(report.offer, by=by, **OFFERED.get(move, {}))
    return report.offer


OFFERED: dict[str, dict[str, object]] = {"confirm": {"day": date(2026, 3, 1)}, "reject": {"reason": "Too dear"}}


def of_offer(path: str, *moves: str, **typed: object) -> Callable[[], Filled]:
    """Return a form of an offer that made these ``moves``."""
    return lambda: Filled(agent(), f"/offers/{offer(*moves).slug}/{path}/", typed)


def work_log() -> Filled:
    """Fill in a work."""
    ticket = TicketFactory()
    typed = {"work_date": "2026-03-02", "starts": "09:00", "ends": "10:00", "billing_mode": "billable", "key": key()}
    return Filled(agent(), reverse("billing:work_log", args=[ticket.slug]), typed)


def work_edit() -> Filled:
    """Change a work."""
    by, address = agent(), reverse("billing:work_edit", args=[billing.log(TicketFactory()).public_id])
    return on_page(address, address, by, ends="11:00")


def work_delete() -> Filled:
    """Delete a work."""
    return Filled(agent(), reverse("billing:work_delete", args=[billing.log(TicketFactory()).public_id]))


def of_billing(path: str, **typed: object) -> Callable[[], Filled]:
    """Return a form about the billing of a ticket."""

    def filled() -> Filled:
        ticket = billing.PayingTicketFactory()
        billing.log(ticket)
        if path == "bill-again":
            Ticket.objects.filter(pk=ticket.pk).update(billing_status="not_billed")
        return Filled(agent(), f"{ticket.get_absolute_url()}billing/{path}/", typed)

    return filled


def batch_create() -> Filled:
    """Make proposals of two tickets."""
    tickets = [billing.PayingTicketFactory() for _ in range(2)]
    for ticket in tickets:
        billing.log(ticket)
    return Filled(agent(), reverse("billing:batch_create"), {"ticket": [one.slug for one in tickets], "key": key()})


def of_proposal(path: str, *steps: str, **typed: object) -> Callable[[], Filled]:
    """Return a form of a proposal that made these ``steps``, of two tickets."""

    def filled() -> Filled:
        by, company = agent(), CompanyFactory(billable=True)
        tickets = [billing.PayingTicketFactory(company=company) for _ in range(2)]
        made = billing.proposal(*tickets)
        client = Filled(by, "").client()
        for step in steps:
            client.post(f"{made.get_absolute_url()}{step}/")
        return Filled(by, f"{made.get_absolute_url()}{path.format(ticket=tickets[0].slug)}/", typed)

    return filled


def session_end() -> Filled:
    """End a session elsewhere."""
    by = agent()
    return Filled(by, reverse("helpdesk:session_end", args=[signed_in_elsewhere(by).pk]))


def sessions_end() -> Filled:
    """End all sessions elsewhere."""
    by = agent()
    signed_in_elsewhere(by)
    return Filled(by, reverse("helpdesk:sessions_end"))


def hand_over_typed() -> str:
    """Return a colleague as the form names him."""
    return f"user:{UserFactory(agent=True).pk}"


def colleague() -> int:
    """Return a colleague."""
    return UserFactory(agent=True).pk


def policy_apply() -> Filled:
    """Bring a running ticket up to date."""
    TicketFactory()
    policy = Policy.objects.default()
    publish(policy, by=None)
    typed = {"version": newest(policy).number}
    return Filled(agent(), reverse("tickets:policy_apply", args=[policy.pk]), typed)


def alert_dismiss() -> Filled:
    """See to a trouble."""
    alert = alerts.raise_alert(key(), deferred("Mail cannot be sent."))
    return Filled(agent(), reverse("mail_triage:alert_dismiss", args=[alert.pk]))


FORMS: dict[str, Callable[[], Filled]] = {
    "helpdesk:profile": own("helpdesk:profile", display_name="Ana"),
    "helpdesk:theme_change": lambda: Filled(agent(), "/profile/theme/", {"theme": "dark"}),
    "helpdesk:session_end": session_end,
    "helpdesk:sessions_end": sessions_end,
    "tickets:ticket_new": ticket_new,
    "tickets:bulk_take": of_tickets("bulk_take"),
    "tickets:bulk_assign": of_tickets("bulk_assign", assignee=colleague),
    "tickets:bulk_move": of_tickets("bulk_move", move="hold", **REASON),
    "tickets:bulk_prioritise": of_tickets("bulk_prioritise", priority="urgent"),
    "tickets:ticket_reply": of_ticket("reply/", typed={"body": "Done", "key": key}),
    "tickets:ticket_answer": ticket_answer,
    "tickets:ticket_note": of_ticket("note/", typed={"body": "Ours", "key": key}),
    "tickets:note_delete": of_note("delete"),
    "tickets:note_readers": of_note("readers", is_confidential="on"),
    "tickets:sender_confirm": sender_confirm,
    "tickets:ticket_merge": ticket_merge,
    "tickets:ticket_move accept": of_ticket("move/accept/"),
    "tickets:ticket_move hold": of_ticket("move/hold/", typed=REASON),
    "tickets:ticket_move resolve": of_ticket("move/resolve/", typed=REASON),
    "tickets:ticket_move close": of_ticket("move/close/"),
    "tickets:ticket_move reopen": of_ticket("move/reopen/", resolved=True),
    "tickets:ticket_move approve": customer_judges("approve"),
    "tickets:ticket_move refuse": customer_judges("refuse"),
    "tickets:ticket_status": of_ticket("status/", typed={"status": "resolved", **REASON}),
    "tickets:ticket_assign": of_ticket("assign/", typed={"assignee": colleague}),
    "tickets:ticket_hand_over": of_ticket("hand-over/", typed={"to": hand_over_typed, "note": "Yours"}),
    "tickets:ticket_take": of_ticket("take/"),
    "tickets:ticket_unassign": of_ticket("unassign/", assignee=lambda: UserFactory(agent=True)),
    "tickets:ticket_watch": of_ticket("watch/", typed={"email": "boss@x.example"}),
    "tickets:ticket_watch myself": of_ticket("watch/"),
    "tickets:ticket_unwatch": ticket_unwatch,
    "tickets:ticket_change": of_ticket("change/", typed={"field": "subject", "subject": "Scanner"}),
    "tickets:ticket_type": of_ticket("type/", typed={"type": lambda: TypeFactory().code}),
    "tickets:agreement_choose": of_ticket(
        "agreement/choose/", typed={"policy": lambda: Policy.objects.default().pk, **REASON}
    ),
    "tickets:agreement_reset": of_ticket("agreement/reset/", typed={"reason": "By word", "key": key}),
    "tickets:deadline_set": deadline_set,
    "tickets:notification_open": of_notification("open"),
    "tickets:notification_read": of_notification("read"),
    "tickets:notifications_read": notifications_read,
    "tickets:notification_settings": own("tickets:notification_settings"),
    "tickets:set_up_step": lambda: Filled(
        agent(), reverse("tickets:set_up_step", args=["portal"]), {"is_needed": "no"}
    ),
    "tickets:set_up_put_away": put_away,
    "tickets:mail_preference": own("tickets:mail_preference", undo_seconds="10"),
    "tickets:policy_apply": policy_apply,
    "reports:policy_simulate": policy_simulate,
    "mail_triage:alert_dismiss": alert_dismiss,
    "tickets:solution_answer": solution_answer,
    "tickets:message_undo": message_undo,
    "tickets:images_trust": images_trust,
    "mail_triage:attention_open": of_mail("open"),
    "mail_triage:attention_attach": of_mail("attach"),
    "mail_triage:attention_retry": of_mail("retry"),
    "mail_triage:attention_discard": of_mail("discard", **REASON),
    "mail_triage:attention_retry_many": of_mails("retry"),
    "mail_triage:attention_discard_many": of_mails("discard", **REASON),
    "mail:inbound_retry": inbound_retry,
    "crm:company_new": company,
    "crm:company_edit": lambda: company(CompanyFactory()),
    "crm:contact_new": contact_new,
    "crm:contact_edit": contact_edit,
    "crm:contact_invite": lambda: Filled(agent(), f"{ContactFactory().get_absolute_url()}invite/"),
    "estimates:start_technical": of_estimate("technical/start/", lambda _ticket: None),
    "estimates:change_technical": of_estimate("technical/", estimates.started, **{"header-offer_description": "New"}),
    "estimates:end_technical": grid_ends("technical/", estimates.started),
    "estimates:cancel_technical_end": of_estimate("technical/unlock/", estimates.technically_ended),
    "estimates:discard": of_estimate("technical/discard/", estimates.started),
    "estimates:start_commercial": of_estimate("commercial/start/", estimates.technically_ended),
    "estimates:change_commercial": of_estimate("commercial/", estimates.commercially_started, sent="yes"),
    "estimates:end_commercial": grid_ends("commercial/", estimates.commercially_started),
    "estimates:cancel_commercial_end": of_estimate("commercial/unlock/", estimates.commercially_ended),
    "estimates:offers_create": offers_create,
    "estimates:offer_send": of_offer("send", by_mail="on", letter="Dear customer"),
    "estimates:offer_confirm": of_offer("confirm", "send", day="2026-03-01"),
    "estimates:offer_convert": of_offer("convert", "send", "confirm"),
    "estimates:offer_reject": of_offer("reject", "send", **{"reject-reason": "Too dear"}),
    "estimates:offer_cancel": of_offer("cancel", **{"cancel-reason": "Wrong"}),
    "estimates:offer_version": of_offer("version", "send"),
    "billing:work_log": work_log,
    "billing:work_edit": work_edit,
    "billing:work_delete": work_delete,
    "billing:ticket_not_bill": of_billing("not-bill", **REASON),
    "billing:ticket_bill_again": of_billing("bill-again", **REASON),
    "billing:ticket_rate": of_billing("rate", rate="50"),
    "billing:batch_create": batch_create,
    "billing:proposal_confirm": of_proposal("confirm"),
    "billing:proposal_unconfirm": of_proposal("unconfirm", "confirm"),
    "billing:proposal_cancel": of_proposal("cancel"),
    "billing:proposal_notes": of_proposal("notes", notes="Thank you"),
    "billing:ticket_remove": of_proposal("tickets/{ticket}/remove"),
    "billing:ticket_suspend": of_proposal("tickets/{ticket}/suspend", **REASON),
    "billing:ticket_drop": of_proposal("tickets/{ticket}/drop", **REASON),
}
SAVING_NOTHING = {
    "tickets:ticket_new_fields",
    "estimates:technical_totals",
    "estimates:commercial_totals",
    "estimates:offers_new",
    "billing:generate",
}


# What cannot be guessed of a form of the administration.
GIVEN: dict[str, Callable[[], dict[str, object]]] = {
    "crm.Asset": lambda: {"company": CompanyFactory().pk},
    "estimates.OfferType": lambda: {"series": SeriesFactory().pk},
    "estimates.TypeSettings": lambda: {
        "ticket_type": TypeFactory().pk,
        "template": estimates.TemplateFactory().pk,
        "offer_type": estimates.OfferTypeFactory().pk,
    },
    "estimates.UnitOfMeasure": lambda: {"minutes": "1"},
    "helpdesk.User": lambda: {"usable_password": "false"},
    "mail.Mailbox": lambda: {"address": f"{key().lower()}@desk.example"},
    "mfa.Authenticator": lambda: {"data": '{"a": 1}', "last_used_at_0": "2026-03-01", "last_used_at_1": "09:00"},
    "sla.Calendar": lambda: {"monday": "08:00-12:00"},
    "sla.Policy": lambda: {
        f"targets-{priority.pk}-{kind}": "8" for priority in Priority.objects.all() for kind in CUSTOMERS
    },
    "socialaccount.SocialAccount": lambda: {"extra_data": '{"a": 1}'},
    "socialaccount.SocialToken": lambda: {
        "account": SocialAccount.objects.create(user=agent(), provider="company", uid=key()).pk,
        "token": "secret",
    },
    "tickets.MailTemplate": lambda: {"text": "We are on it."},
    "tickets.MailboxRoute": lambda: {"mailbox": MailboxFactory().pk, "type": TypeFactory().pk},
    "tickets.PriorityCell": lambda: {"urgency": 1, "impact": without_cell(1, 1)},
    "sla.Priority": lambda: {"rank": 5_000 + next(numbers)},  # those that come with the desk have small ones
    "tickets.TicketType": lambda: {"series": SeriesFactory().pk, "is_active": ""},
}


def without_cell(urgency: int, impact: int) -> int:
    """Take a field out of the matrix, which is full; return its ``impact``."""
    PriorityCell.objects.filter(urgency=urgency, impact=impact).delete()
    return impact


def addable() -> Iterator[type[Model]]:
    """Yield the tables in which the administration makes rows by hand."""
    by = agent()
    for model in admin.site._registry:
        if Filled(by, "").client().get(add_address(model)).status_code == HTTPStatus.OK:
            yield model


def add_address(model: type[Model]) -> str:
    """Return where the administration makes a row."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")


def of_administration(model: type[Model]) -> Filled:
    """Fill in the form with which the administration makes a row: what is on the page, and what is required."""
    by, address = agent(), add_address(model)
    page = Filled(by, address).client().get(address)
    [shown] = [values for _target, values in forms_in(page.content) if "key" in values]
    fields = page.context["adminform"].form.fields
    required = {name: guess(field) for name, field in fields.items() if field.required and not shown.get(name)}
    kept = {name: value for name, value in shown.items() if value is not None}
    return Filled(by, address, kept | required | GIVEN.get(model._meta.label, dict)())


def guess(field: Field) -> object:
    """Return something that ``field`` takes."""
    if isinstance(field, ModelChoiceField):
        return getattr(field.queryset.first(), "pk", "")
    if isinstance(field, ChoiceField):
        return next(value for value, _label in field.choices if value)
    if isinstance(field, EmailField):
        return f"{key()}@x.example"
    if isinstance(field, DateField):
        return "2026-03-01"
    if isinstance(field, IntegerField):
        return next(numbers)
    return key()
