"""Every page of the desk fits its screen: in four languages, on a desktop and on a phone, with long names."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from billing.models import ProposalBatch
from mail import actions as mail_actions
from tests.billing.factories import PayingTicketFactory, log, proposal
from tests.crm.factories import CompanyFactory, ContactFactory
from tests.estimates.factories import commercially_ended, commercially_started, quotable_ticket, started, step
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import MailboxFactory, journaled
from tests.mail.mails import mail
from tests.sla.factories import PolicyFactory
from tests.tickets.factories import TicketFactory
from tickets import actions
from tickets.enums import NotificationKind

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COMPANY = "Officine Meccaniche Fratelli Schwarzenberger-Montecchio & Associati S.r.l. Unipersonale"
PERSON = "Massimiliano Bartolomeo Castelfranchi-Weissenböck"
SUBJECT = "Impossibile raggiungere https://gestionale.officine-schwarzenberger.example/magazzino/inventario/2026"
WORDS = "Reimpostazione/riconfigurazione dell'autenticazione multifattoriale (Donaudampfschifffahrtsgesellschaft)"
SIZES = [(390, 844), (1440, 900)]

# What runs out of its box: the page itself, and whatever is cut off, unless an ellipsis says so and a title has the whole.
TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth, over = [];
  const seen = (el) => el.clientWidth > 1 && el.checkVisibility({ visibilityProperty: true });
  const skip = ".visually-hidden, .skip-link, svg, input, select, textarea, iframe";
  for (const el of document.querySelectorAll("body *")) {
    if (el.scrollWidth <= el.clientWidth + 1 || !seen(el) || el.closest(skip)) continue;
    const style = getComputedStyle(el);
    if (parseFloat(style.textIndent)) continue; // words that stand in for a picture
    if (["auto", "scroll"].includes(style.overflowX)) continue;
    const told = el.closest("[title]") || el.querySelector("[title]");
    if (style.textOverflow === "ellipsis" && style.overflowX !== "visible" && told) continue;
    over.push(el);
  }
  const inmost = over.filter((el) => !over.some((other) => other !== el && el.contains(other)));
  const name = (el) => `${el.tagName.toLowerCase()}.${el.className}: ${el.textContent.trim().replace(/\\s+/g, " ").slice(0, 60)}`;
  const page = document.documentElement.scrollWidth > room ? [`the page: ${document.documentElement.scrollWidth}`] : [];
  return [...page, ...inmost.map(name)];
}"""


@pytest.fixture
def reader(page, sign_in, language):
    """An administrator with a long name, who sees every page."""
    reader = UserFactory(superuser=True, display_name=PERSON, language=language)
    sign_in(page, reader)
    return reader


@pytest.fixture
def addresses(reader):
    """Every page of the shell, each with long words in it."""
    company = CompanyFactory(name=COMPANY, billable=True)
    contact = ContactFactory(name=PERSON, company=company, email=f"{'massimiliano.bartolomeo' * 2}@officine.example")
    asked = {"company": company, "requester": contact, "requester_name": PERSON, "subject": SUBJECT}
    ticket = TicketFactory(accepted=True, assignee=reader, html=f"<p>{WORDS}</p>", **asked)
    actions.notify(ticket, NotificationKind.ASSIGNED, [reader], data={"by": PERSON}, now=timezone.now())
    planned, priced, ended = (quotable_ticket(**asked) for _ in range(3))
    steps = (step(2, "d", description=WORDS), step(90, "min", description=WORDS))
    started(planned, *steps, by=reader)
    commercially_started(priced, *steps, by=reader)
    commercially_ended(ended, *steps, by=reader)
    made = proposal(_worked(asked))
    waiting, _lost = _worked(asked), PayingTicketFactory(**asked)
    policy = PolicyFactory(name=f"Assistenza {PERSON}")
    return [
        *(reverse(name) for name in LISTS),
        *(f"{reverse('tickets:ticket_list')}?view={view}" for view in ("all", "any")),
        *(f"{ticket.get_absolute_url()}{tab}" for tab in ("", "?tab=works", "?tab=details", "?tab=estimates")),
        *(f"{one.get_absolute_url()}?tab=estimates" for one in (planned, priced, ended)),
        f"{waiting.get_absolute_url()}?tab=works",
        f"{reverse('billing:ready_list')}?show=blocked",
        f"{reverse('billing:generate')}?ticket={waiting.slug}",
        f"{reverse('estimates:offers_new')}?ticket={ended.slug}",
        *(one.get_absolute_url() for one in (company, contact, made, ProposalBatch.objects.get())),
        reverse("mail_triage:attention_detail", args=[_set_aside().pk]),
        reverse("reports:policy_simulate", args=[policy.pk]),
        reverse("admin:sla_policy_change", args=[policy.pk]),
    ]


LISTS = """
tickets:ticket_new mail_triage:attention_list tickets:notification_list tickets:notification_settings reports:level_dashboard
reports:compliance_report reports:compliance_tickets reports:simulation_list crm:company_list crm:company_new
crm:contact_list crm:contact_new estimates:estimate_list estimates:offer_list billing:ready_list billing:proposal_list
helpdesk:profile tickets:set_up
""".split()


def _worked(asked):
    ticket = PayingTicketFactory(**asked)
    log(ticket, description=WORDS)
    return ticket


def _set_aside():
    inbound = journaled(mail(WORDS, Subject=SUBJECT), mailbox=MailboxFactory())
    inbound.subject, inbound.sender_name, inbound.sender = SUBJECT, PERSON, f"{'massimiliano' * 4}@officine.example"
    return mail_actions.mark_quarantined(inbound, "Reading this mail took too much time or memory.")


@pytest.mark.parametrize(
    "language", ["it", *(pytest.param(code, marks=pytest.mark.long) for code in ("en", "fr", "ro"))]
)
def test_no_page_is_too_wide_and_no_words_are_cut(page, live_server, addresses):
    found = []

    for address in addresses:
        page.goto(live_server.url + address)
        expect(page.locator(".htmx-request")).to_have_count(0)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            found += [f"{address} at {width}: {words}" for words in page.evaluate(TOO_WIDE)]

    assert found == []
