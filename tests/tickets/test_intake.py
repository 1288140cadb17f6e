"""What an incoming mail becomes; mails are written here as they travel."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.utils import timezone

from mail import actions as mail_actions
from mail.actions.journal import Origin
from mail.models import InboundMail, OutboundMail
from tests.crm.factories import CompanyDomainFactory, ContactFactory
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TicketFactory, TypeFactory
from tickets import actions, intake
from tickets.drafts import Answer, Said
from tickets.enums import Category, Visibility
from tickets.models import Event, MailboxRoute, Message, Note, Ticket

pytestmark = pytest.mark.django_db


def written(text="It smokes.", sender="Rossi <rossi@alfa.example>", subject="Printer", **headers):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "support@desk.example", subject
    message["Message-ID"] = headers.pop("message_id", f"<{abs(hash((text, subject, sender)))}@alfa.example>")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def arrive(mailbox, message, to="support@desk.example"):
    """Let a mail come in, and return its row of the journal."""
    inbound = mail_actions.journal(mailbox, bytes(message), Origin(envelope_to=to), received_at=timezone.now())
    intake.take_in(inbound.pk)
    return InboundMail.objects.get(pk=inbound.pk)


def opened_by(mailbox, message):
    return Ticket.objects.get(thread=arrive(mailbox, message).thread)


def answered(mailbox, ticket):
    """Answer ``ticket`` and return the mail that the customer gets."""
    agent = UserFactory(agent=True)
    return actions.reply(ticket, Answer(Said(html="<p>Switch it off</p>")), by=agent).outbound


def test_a_mail_opens_a_ticket_of_its_mailbox_with_words_and_sender(mailbox):
    hardware = TypeFactory()
    MailboxRoute.objects.create(mailbox=mailbox, type=hardware)

    ticket = opened_by(mailbox, written())

    assert (ticket.type, ticket.subject, ticket.source) == (hardware, "Printer", "mail")
    assert (ticket.requester_name, ticket.requester_email) == ("Rossi", "rossi@alfa.example")
    assert [m.text for m in ticket.messages.all()] == ["It smokes."]


def test_the_sender_is_told_the_number_of_his_ticket(mailbox):
    ticket = opened_by(mailbox, written())

    receipt = OutboundMail.objects.get()
    assert ticket.reference in receipt.subject
    assert (receipt.auto_submitted, receipt.deliveries.get().address) == ("auto-replied", "rossi@alfa.example")


def test_a_forged_header_of_ours_reaches_no_ticket(mailbox):
    ticket = opened_by(mailbox, written())
    told = OutboundMail.objects.get().about

    forged = opened_by(mailbox, written(sender="evil@beta.example", X_Helpdesk_Ticket=told))

    assert (told, forged == ticket) == (ticket.reference, False)


def test_a_machine_gets_no_automatic_answer(mailbox):
    arrive(mailbox, written(Auto_Submitted="auto-generated"))

    assert (Ticket.objects.count(), OutboundMail.objects.count()) == (1, 0)


def test_a_type_may_keep_silent(mailbox):
    MailboxRoute.objects.create(mailbox=mailbox, type=TypeFactory(confirms_receipt=False))

    arrive(mailbox, written())

    assert OutboundMail.objects.count() == 0


def test_the_same_mail_twice_is_one_ticket(mailbox):
    first, second = (arrive(mailbox, written()) for _ in range(2))

    assert (Ticket.objects.count(), first.status, second.status) == (1, "processed", "ignored")


def test_taking_a_mail_in_twice_changes_nothing(mailbox):
    inbound = arrive(mailbox, written())

    intake.take_in(inbound.pk)

    assert (Ticket.objects.count(), Message.objects.count()) == (1, 1)


def test_the_customers_answer_lands_in_the_same_thread_and_reopens(mailbox):
    ticket = opened_by(mailbox, written())
    ours = answered(mailbox, ticket)

    arrive(mailbox, written("Still smokes", subject=f"Re: {ours.subject}", In_Reply_To=ours.message_id))

    assert [m.text for m in ticket.messages.all()] == ["It smokes.", "Switch it off", "Still smokes"]
    assert Ticket.objects.get().status_category == Category.OPEN


def test_an_answer_without_headers_is_found_by_the_number_in_its_subject(mailbox):
    ticket = opened_by(mailbox, written())

    arrive(mailbox, written("One more thing", subject=f"AW: [#{ticket.reference}] Printer"))

    assert (Ticket.objects.count(), ticket.messages.count()) == (1, 2)


def test_a_stranger_who_names_a_number_gets_a_ticket_of_his_own(mailbox):
    ticket = opened_by(mailbox, written())

    arrive(mailbox, written("Let me in", sender="eve@evil.example", subject=f"[#{ticket.reference}] hi"))

    own = Ticket.objects.get(requester_email="eve@evil.example")
    assert (ticket.messages.count(), own.messages.count()) == (1, 1)
    told = own.events.get(kind="tickets.changed")
    assert (told.data, told.visibility) == ({"fields": {"suspected_reply_to": ["", ticket.reference]}}, "internal")


def test_a_forged_reference_to_our_message_does_not_let_a_stranger_in(mailbox):
    ticket = opened_by(mailbox, written())
    ours = answered(mailbox, ticket)

    arrive(mailbox, written("Let me in", sender="eve@evil.example", In_Reply_To=ours.message_id))

    assert (ticket.messages.count(), Ticket.objects.count()) == (2, 2)


def test_an_agents_address_never_becomes_a_public_answer(mailbox):
    agent = UserFactory(agent=True)
    ticket = opened_by(mailbox, written())
    ours = answered(mailbox, ticket)

    arrive(mailbox, written("I am the boss", sender=agent.email, In_Reply_To=ours.message_id))

    assert [n.text for n in Note.objects.visible_to(agent)] == ["I am the boss"]
    assert ticket.messages.count() == 2


def test_a_colleague_may_answer_in_the_thread_but_not_by_a_number_alone(mailbox):
    company = CompanyDomainFactory(domain="alfa.example").company
    ticket = opened_by(mailbox, written())
    ours = answered(mailbox, ticket)

    arrive(mailbox, written("Me too", sender="bruno@alfa.example", In_Reply_To=ours.message_id))
    arrive(mailbox, written("And me", sender="carla@alfa.example", subject=f"[#{ticket.reference}]"))

    assert Ticket.objects.get(pk=ticket.pk).company == company
    assert [m.text for m in ticket.messages.all()] == ["It smokes.", "Switch it off", "Me too"]


def test_an_out_of_office_is_appended_and_reopens_nothing(mailbox):
    ticket = opened_by(mailbox, written())
    ours = answered(mailbox, ticket)

    arrive(mailbox, written("I am away", In_Reply_To=ours.message_id, Auto_Submitted="auto-replied"))

    assert [m.is_automatic for m in ticket.messages.all()] == [False, False, True]
    assert Ticket.objects.get().status_category == Category.REPLIED


def test_an_answer_that_comes_too_late_opens_a_linked_ticket(mailbox):
    ticket = opened_by(mailbox, written())
    ours = answered(mailbox, ticket)
    long_ago = timezone.now() - timedelta(days=15)
    closed = ticket.type.statuses.get(category=Category.CLOSED)
    Ticket.objects.update(status=closed, status_category=Category.CLOSED, closed_at=long_ago, resolved_at=long_ago)

    arrive(mailbox, written("It smokes again", In_Reply_To=ours.message_id))

    assert Ticket.objects.get(pk=ticket.pk).status_category == Category.CLOSED
    assert Ticket.objects.live().get().messages.get().text == "It smokes again"


def test_the_company_of_a_known_contact_becomes_the_client(mailbox):
    rossi = ContactFactory(email="rossi@alfa.example")

    ticket = opened_by(mailbox, written())

    assert (ticket.requester, ticket.company, ticket.crm_contact) == (rossi, rossi.company, None)


def test_a_contact_without_a_company_stands_in_for_the_client(mailbox):
    neri = ContactFactory(email="rossi@alfa.example", company=None)

    ticket = opened_by(mailbox, written())

    assert (ticket.company, ticket.crm_contact) == (None, neri)


def test_files_come_along_and_scripts_do_not(mailbox):
    message = written()
    message.add_alternative("<p>It <b>smokes</b><script>steal()</script></p>", subtype="html")
    message.add_attachment(b"%PDF-1.7 x", maintype="application", subtype="pdf", filename="manual.pdf")

    ticket = opened_by(mailbox, message)

    heard = ticket.messages.get()
    assert heard.html.strip() == "<p>It <b>smokes</b></p>"
    assert [(a.name, a.file.content_type) for a in heard.attachments.all()] == [("manual.pdf", "application/pdf")]


def test_what_was_quoted_is_kept_beside_what_is_new(mailbox):
    text = "Thanks, works now.\n\nOn Mon, 2 Mar 2026 at 10:00, Support <support@desk.example> wrote:\n> Switch it off\n"

    heard = opened_by(mailbox, written(text)).messages.get()

    assert heard.text == "Thanks, works now."
    assert "Switch it off" in heard.quoted_html


def test_a_mail_without_words_still_makes_a_ticket(mailbox):
    ticket = opened_by(mailbox, written("", subject="Call me"))

    assert ticket.description == "<p>Call me</p>"


def test_a_flood_from_one_sender_goes_into_his_newest_ticket(mailbox, settings):
    settings.MAIL_NEW_TICKETS_LIMIT = 3

    for number in range(5):
        arrive(mailbox, written(f"Alarm {number}", subject=f"Alarm {number}"))

    assert Ticket.objects.count() == 3
    assert Ticket.objects.order_by("-pk").first().messages.count() == 3


def test_a_bounce_is_no_ticket(mailbox):
    ours = answered(mailbox, TicketFactory())
    report = (
        "From: MAILER-DAEMON@mx.example\r\nTo: support@desk.example\r\nSubject: Undelivered Mail\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; {ours.deliveries.get().address}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: {ours.message_id}\r\nSubject: x\r\n\r\nx\r\n--b--\r\n"
    )

    inbound = arrive(mailbox, report.encode())

    assert (inbound.status, Ticket.objects.count()) == ("ignored", 1)
    assert ours.deliveries.get().state == "failed"


def test_a_stranger_with_a_reply_address_is_heard_and_hidden_from_customers(mailbox):
    mailbox.plus_addressing = True
    mailbox.save()
    customer = UserFactory()
    ticket = opened_by(mailbox, written())
    address = mail_actions.reply_address(ticket.thread, "rossi@alfa.example")

    arrive(mailbox, written("From my private mail", sender="rossi@home.example"), to=address)

    heard = ticket.messages.last()
    assert (heard.text, heard.is_unconfirmed) == ("From my private mail", True)
    assert not Event.objects.visible_to(customer).filter(message=heard).exists()
    assert heard.event.visibility == Visibility.PUBLIC


def test_bytes_that_are_no_mail_are_kept_and_make_a_ticket_or_wait_for_a_human(mailbox):
    inbound = arrive(mailbox, bytes(range(256)) * 40)

    assert inbound.status in {"processed", "quarantined"}


def test_somebody_we_wrote_to_in_copy_takes_part(mailbox):
    ticket = TicketFactory()
    answer = Answer(Said(html="<p>Look</p>"), cc=("colleague@beta.example",))
    outbound = actions.reply(ticket, answer, by=UserFactory(agent=True)).outbound

    arrive(mailbox, written("I agree.", sender="colleague@beta.example", In_Reply_To=outbound.message_id))

    assert [(m.text, m.is_unconfirmed) for m in ticket.messages.filter(direction="in")] == [("I agree.", False)]
    assert Ticket.objects.count() == 1


def test_a_very_long_name_does_not_keep_a_mail_out(mailbox):
    ticket = opened_by(mailbox, written(sender=f"{'R' * 240} <rossi@alfa.example>"))

    assert ticket.requester_name == "R" * 200


def test_an_agents_mail_without_words_is_noted_by_its_subject(mailbox):
    ticket = TicketFactory()
    outbound = answered(mailbox, ticket)
    ana = UserFactory(agent=True)

    inbound = arrive(mailbox, written("", sender=ana.email, subject="Done", In_Reply_To=outbound.message_id))

    assert (inbound.status, Note.objects.get().text) == ("processed", "Done")


def test_what_a_watching_agent_writes_by_mail_stays_among_agents(mailbox):
    ticket = TicketFactory()
    outbound = answered(mailbox, ticket)
    ana = UserFactory(agent=True)
    actions.watch(ticket, by=ana, user=ana)

    arrive(mailbox, written("He is difficult.", sender=ana.email, In_Reply_To=outbound.message_id))

    assert (Note.objects.get().text, ticket.messages.filter(direction="in").count()) == ("He is difficult.", 0)


def test_somebody_who_has_left_the_desk_is_an_agent_no_more(mailbox):
    ticket = TicketFactory()
    outbound = answered(mailbox, ticket)
    gone = UserFactory(agent=True, is_active=False)

    inbound = arrive(mailbox, written("It is me.", sender=gone.email, In_Reply_To=outbound.message_id))

    assert (inbound.status, Note.objects.count(), Ticket.objects.count()) == ("processed", 0, 2)


def test_the_mail_of_an_agent_without_rights_is_taken_for_that_of_a_stranger(mailbox):
    ticket = TicketFactory()
    outbound = answered(mailbox, ticket)
    ana = UserFactory(agent=True)
    ana.groups.clear()

    inbound = arrive(mailbox, written("It is me.", sender=ana.email, In_Reply_To=outbound.message_id))

    assert (inbound.status, Note.objects.count(), Ticket.objects.count()) == ("processed", 0, 2)


def secret_address(mailbox, ticket, of, **fields):
    """Let ``mailbox`` have secret addresses, and return the one of somebody for ``ticket``."""
    type(mailbox).objects.filter(pk=mailbox.pk).update(plus_addressing=True, **fields)
    ticket.thread.refresh_from_db()
    return mail_actions.reply_address(ticket.thread, of)


def proven(result="pass", server="mx.desk.example"):
    return {"Authentication_Results": f"{server}; dmarc={result} header.from=example.com"}


TRUSTING = {"trusted_authserv_ids": "mx.desk.example", "agents_may_answer": True}


def test_an_agents_proven_mail_to_the_secret_address_answers_the_customer(mailbox):
    ana = UserFactory(agent=True)
    ticket = opened_by(mailbox, written())
    address = secret_address(mailbox, ticket, ana.email, **TRUSTING)

    arrive(mailbox, written("Switch it off", sender=ana.email, **proven()), to=address)

    said = ticket.messages.get(direction="out")
    assert (said.author, said.text, said.source) == (ana, "Switch it off", "mail")
    assert said.outbound.deliveries.get().address == "rossi@alfa.example"


@pytest.mark.parametrize("headers", [{}, proven("none"), proven(server="mx.evil.example")])
def test_an_agents_mail_that_nobody_vouches_for_is_a_note(mailbox, headers):
    ana = UserFactory(agent=True)
    ticket = opened_by(mailbox, written())
    address = secret_address(mailbox, ticket, ana.email, **TRUSTING)

    arrive(mailbox, written("Switch it off", sender=ana.email, **headers), to=address)

    assert (Note.objects.get().text, ticket.messages.filter(direction="out").count()) == ("Switch it off", 0)


def test_a_forged_customer_is_hidden_and_reopens_nothing(mailbox):
    ticket = opened_by(mailbox, written())
    ours = answered(mailbox, ticket)
    type(mailbox).objects.update(**TRUSTING)

    arrive(mailbox, written("Pay me", In_Reply_To=ours.message_id, **proven("fail")))

    heard = ticket.messages.last()
    assert (heard.is_unconfirmed, heard.warnings) == (True, ["not_proven"])
    assert Ticket.objects.get().status_category == Category.REPLIED


def test_a_revoked_secret_address_opens_nothing(mailbox):
    ticket = opened_by(mailbox, written())
    address = secret_address(mailbox, ticket, "rossi@alfa.example")
    mail_actions.revoke_reply_addresses(ticket.thread)

    arrive(mailbox, written("Again", sender="eve@evil.example"), to=address)

    assert (ticket.messages.count(), Ticket.objects.count()) == (1, 2)


def test_secret_addresses_are_not_shown_to_whoever_reads_the_ticket(mailbox):
    ticket = opened_by(mailbox, written())
    address = secret_address(mailbox, ticket, "rossi@alfa.example")
    message = written(f"Thanks\n\nOn Mon, 2 Mar 2026, Support <{address}> wrote:\n> Hi\n")
    message.replace_header("To", address)

    arrive(mailbox, message, to=address)

    heard = ticket.messages.last()
    secret = address.partition("+")[2].partition("@")[0]
    assert secret not in f"{heard.html} {heard.quoted_html} {heard.recipients}"
    assert heard.recipients == ["support@desk.example"]


def test_the_same_mail_to_two_mailboxes_is_one_ticket_that_says_so(mailbox):
    legal = type(mailbox).objects.create(name="Legal", address="legal@desk.example")
    first = arrive(mailbox, written())

    second = arrive(legal, written(), to=legal.address)

    ticket = Ticket.objects.get()
    assert (second.thread, second.duplicate_of, ticket.messages.count()) == (first.thread, first, 1)
    assert ticket.events.get(kind="tickets.also_sent").data == {"to": "legal@desk.example"}


def test_a_mailbox_may_want_a_ticket_of_its_own(mailbox):
    legal = type(mailbox).objects.create(name="Legal", address="legal@desk.example", separate_tickets=True)
    arrive(mailbox, written())

    arrive(legal, written(), to=legal.address)

    assert Ticket.objects.count() == 2


def test_a_message_id_used_again_for_another_mail_is_no_duplicate(mailbox):
    arrive(mailbox, written(message_id="<same@dhl.example>"))

    second = arrive(mailbox, written("Another parcel", message_id="<same@dhl.example>"))

    assert Ticket.objects.count() == 2
    assert second.decision["warnings"] == ["The Message-ID was used before, for another mail."]


FORWARDED = """Please see below.

---------- Forwarded message ---------
From: Neri <neri@beta.example>
Date: Mon, 2 Mar 2026
Subject: Scanner
To: Ana

It does not scan.
"""


def test_a_mail_that_an_agent_passes_on_is_the_customers_ticket(mailbox):
    ana = UserFactory(agent=True)

    ticket = opened_by(mailbox, written(FORWARDED, sender=ana.email, subject="Fwd: Scanner"))

    assert (ticket.requester_name, ticket.requester_email, ticket.subject) == ("Neri", "neri@beta.example", "Scanner")
    assert (ticket.messages.get().warnings, OutboundMail.objects.count()) == (["passed_on"], 0)


def test_what_a_customer_passes_on_is_his_own_ticket(mailbox):
    ticket = opened_by(mailbox, written(FORWARDED, subject="Fwd: Scanner"))

    assert ticket.requester_email == "rossi@alfa.example"


def test_people_in_copy_are_told_of_news_and_our_mailboxes_are_not(mailbox):
    ticket = opened_by(mailbox, written(Cc="bruno@alfa.example, support@desk.example"))

    assert [w.address for w in ticket.watchers.all()] == ["bruno@alfa.example"]


def test_the_sixth_reopening_within_an_hour_is_taken_for_a_loop(mailbox):
    ticket = opened_by(mailbox, written())
    ours = answered(mailbox, ticket)
    for number in range(6):
        replied = ticket.type.statuses.get(category=Category.REPLIED)
        Ticket.objects.update(status=replied, status_category=Category.REPLIED)
        arrive(mailbox, written(f"Again {number}", In_Reply_To=ours.message_id))

    assert Ticket.objects.get().status_category == Category.REPLIED
    assert [m.warnings for m in ticket.messages.filter(direction="in")][-2:] == [[], ["loop"]]


def test_a_cascade_of_our_own_tags_opens_no_ticket_and_is_not_answered(mailbox):
    ticket = opened_by(mailbox, written())
    before = OutboundMail.objects.count()

    arrive(mailbox, written("You wrote", subject="Received - [#A-1] Received - [#A-2] Received - [#A-3]"))

    assert (Ticket.objects.get(), ticket.messages.count(), OutboundMail.objects.count()) == (ticket, 2, before)


def test_a_bounce_is_told_in_its_ticket_and_reopens_nothing(mailbox):
    ticket = TicketFactory()
    ours = answered(mailbox, ticket)
    words = f"550 5.1.1 No such user\n\nMessage-ID: {ours.message_id}"
    report = written(words, sender="MAILER-DAEMON@mx.example", subject="Undelivered Mail")
    report["X-Failed-Recipients"] = ours.deliveries.get().address

    arrive(mailbox, report)

    assert ticket.events.get(kind="tickets.bounced").data["who"] == ours.deliveries.get().address
    assert Ticket.objects.get().status_category == Category.REPLIED


def test_an_answer_to_a_merged_ticket_reaches_where_it_went(mailbox):
    gone, kept = opened_by(mailbox, written()), opened_by(mailbox, written("Same printer", subject="Printer 2"))
    ours = answered(mailbox, gone)
    mail_actions.merge_threads(gone.thread, into=kept.thread)

    arrive(mailbox, written("By id", In_Reply_To=ours.message_id))
    arrive(mailbox, written("By number", subject=f"[#{gone.reference}]"))

    assert [m.text for m in kept.messages.all()] == ["Same printer", "By id", "By number"]


def test_the_reference_wins_over_the_number_and_the_clash_is_noted(mailbox):
    first, second = opened_by(mailbox, written()), opened_by(mailbox, written("Other", subject="Other"))
    ours = answered(mailbox, first)

    inbound = arrive(mailbox, written("Which?", subject=f"[#{second.reference}]", In_Reply_To=ours.message_id))

    assert (inbound.thread, inbound.decision["clash"]) == (first.thread, second.reference)
