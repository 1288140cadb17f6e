"""Forms of tickets, their service levels and what people are told of them."""

from collections.abc import Callable
from datetime import timedelta

from django.core import signing
from django.urls import reverse
from django.utils import timezone

from helpdesk.models import CompanyProfile
from sla.actions import newest, publish
from sla.models import Policy
from tests.addresses import news
from tests.crm.factories import ContactFactory
from tests.estimates import factories as estimates
from tests.forms.filled import REASON, Filled, agent, called, key, on_page, own
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import MailboxFactory
from tests.tickets.factories import TicketFactory, TypeFactory
from tickets import actions, setup_checklist
from tickets.drafts import IncomingMessage, MessageBody, Reply
from tickets.mail_templates import SALT
from tickets.models import MailPreference, Ticket


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


def of_notification(path: str) -> Callable[[], Filled]:
    """Return a form of a piece of news."""

    def filled() -> Filled:
        new = news(TicketFactory())
        return Filled(new.user, f"/notifications/{new.pk}/{path}/")

    return filled


def notifications_read() -> Filled:
    """Read all news."""
    return Filled(news(TicketFactory()).user, reverse("tickets:notifications_read"))


def put_away() -> Filled:
    """Put the list of what is to be set up away; nothing of it may be missing."""
    by = agent()
    firm = CompanyProfile.current()
    firm.not_needed = [step.name for step in setup_checklist.steps(firm)]
    firm.save()
    return Filled(by, reverse("tickets:set_up_put_away"), {"is_away": "yes"})


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


FORMS: dict[str, Callable[[], Filled]] = {
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
    "tickets:solution_answer": solution_answer,
    "tickets:message_undo": message_undo,
    "tickets:images_trust": images_trust,
}
