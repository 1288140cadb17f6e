"""Every address of the product, and one of everything that an address may name."""

import re
from collections.abc import Iterator
from datetime import date
from uuid import uuid4

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from estimates import actions as estimate_actions
from helpdesk import files
from helpdesk.models import User, UserSession
from sla.actions import Draft, newest
from sla.models import Policy, Simulation
from tests.billing.factories import log, proposal
from tests.crm.factories import ContactFactory
from tests.estimates.factories import commercially_ended, quotable_ticket
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import MailboxFactory, journaled
from tickets import actions as ticket_actions
from tickets.drafts import IncomingMessage, MessageBody, NewFile
from tickets.enums import NotificationKind
from tickets.models import Notification, Ticket

ARGUMENT = re.compile(r"([\w-]+)/<\w+:\w+>")
SKIPPED = ("admin/", "accounts/")


def routes(resolver: URLResolver, before: str = "", *spaces: str) -> Iterator[tuple[str, str]]:
    """Find the name and the path of every address below ``resolver``; the admin and the sign-in have tests of their own."""
    for entry in resolver.url_patterns:
        path = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield ":".join([*spaces, entry.name or path]), f"/{path}"
        elif not path.startswith(SKIPPED):
            yield from routes(entry, path, *spaces, *filter(None, [entry.namespace]))


ROUTES = dict(routes(get_resolver()))


def one_of_each() -> dict[str, object]:
    """Make one of everything that a path may name, by the word before it; the ticket is the customer's own."""
    ana = UserFactory(email="ana@client.example")
    ticket = quotable_ticket(requester=ContactFactory(user=ana, email=ana.email))
    commercially_ended(ticket)
    ticket_actions.suspect_reply_to(ticket, quotable_ticket())
    [report] = estimate_actions.create_offers([ticket], by=UserFactory(sales=True), day=date(2026, 3, 1))
    made = proposal()
    body = MessageBody("<p>x</p>", files=(NewFile(files.store(b"log"), "log.txt"),))
    message = ticket_actions.receive(ticket, IncomingMessage(body=body, inbound=journaled()))
    note = ticket_actions.add_note(ticket, "<p>x</p>", by=UserFactory(agent=True))
    contact = ContactFactory()
    return {
        "tickets": ticket.slug,
        "move": "accept",
        "messages": message.event.pk,
        "senders": message.event.pk,
        "notes": note.event.pk,
        "sessions": signed_in_elsewhere(ana).pk,
        "images": 0,
        "files": message.attachments.get().public_id,
        "companies": ticket.company.code,
        "of-company": ticket.company.code,
        "contacts": contact.public_id,
        "of-contact": contact.public_id,
        "offers": report.offer.slug,
        "works": log(ticket).public_id,
        "proposals": made.slug,
        "batches": made.batch.public_id,
        "inbound": journaled().pk,
        "policies": Policy.objects.default().pk,
        "clocks": ticket.agreement.clocks.first().pk,
        "simulations": simulation(ticket).public_id,
        "notifications": news(ticket).pk,
        "attention": journaled().pk,
        "alerts": 1,
        "mailboxes": MailboxFactory(is_active=False).pk,
        "solutions": "forged",
        "steps": "portal",
        "mail": "x",
    }


def signed_in_elsewhere(person: User) -> UserSession:
    """Return a session of ``person``."""
    Client().force_login(person)
    return UserSession.objects.of(person).get()


def simulation(ticket: Ticket) -> Simulation:
    """Return a policy that was tried out."""
    policy, day = Policy.objects.default(), date(2026, 3, 1)
    draft = Draft(policy, None, newest(policy).terms, day, day, is_for_all=True)
    return ticket_actions.simulate(draft, by=UserFactory(supervisor=True), key=uuid4())


def news(ticket: Ticket) -> Notification:
    """Return one piece of news, of whoever asks for it."""
    people = [UserFactory(agent=True)]
    return ticket_actions.notify(ticket, NotificationKind.ASSIGNED, people, now=timezone.now())[0]


def address(route: str, world: dict[str, object]) -> str:
    """Put what ``world`` has into the places of ``route``."""
    return ARGUMENT.sub(lambda found: f"{found[1]}/{world[found[1]]}", route)
