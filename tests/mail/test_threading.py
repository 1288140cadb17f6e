"""Routing, duplicates, loops and bounces."""

import pytest
from django.db import connection, transaction

from mail import actions
from mail.decision import Decision
from mail.enums import DeliveryState, InboundStatus, MatchedBy, Strength
from mail.models import InboundMail
from mail.parser import parse
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import MailboxFactory, ThreadFactory, journaled, outgoing, processed
from tests.mail.mails import mail, multipart, part

pytestmark = pytest.mark.django_db


def routed(raw: bytes, **fields: object):
    inbound = journaled(raw, **fields)
    return actions.route(inbound, parse(raw))


def test_reply_token_in_any_recipient_header_is_a_strong_match():
    thread = ThreadFactory(mailbox__plus_addressing=True)
    address = actions.reply_address(thread, "ana@client.example")

    for header in ("To", "Cc", "Delivered_To", "X_Original_To", "Envelope_To", "X_Envelope_To"):
        route = routed(mail(**{header: f"Desk <{address.upper()}>"}))

        assert (route.thread, route.matched_by, route.strength) == (thread, MatchedBy.TOKEN, Strength.STRONG)
        assert route.token.address == "ana@client.example"


def test_reply_token_in_the_envelope_alone_is_found():
    thread = ThreadFactory(mailbox__plus_addressing=True)
    address = actions.reply_address(thread, "ana@client.example")

    assert routed(mail(), envelope_to=address).thread == thread


@pytest.mark.guards(1)
def test_mail_waits_for_its_twin_its_original_and_its_answers():
    inbound = journaled(mail(In_Reply_To="<a@x>", Message_ID="<b@x>"))

    with transaction.atomic():
        actions.settle(inbound, parse(mail(In_Reply_To="<a@x>", Message_ID="<b@x>")))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ExclusiveLock' AND pid = pg_backend_pid()"
            )
            [held] = cursor.fetchone()

    assert held == 3


def test_revoked_token_leads_nowhere():
    thread = ThreadFactory(mailbox__plus_addressing=True)
    address = actions.reply_address(thread, "ana@client.example")
    actions.revoke_reply_addresses(thread)

    assert routed(mail(To=address)).thread is None


@pytest.mark.parametrize("written", ["{}", "< {} >", "{bare}", "<x@y>\n {}"])
def test_id_of_our_own_mail_is_a_strong_match_in_any_spelling(written):
    thread = ThreadFactory()
    sent = actions.enqueue(outgoing(thread=thread))
    value = written.format(sent.message_id, bare=sent.message_id.strip("<>"))

    route = routed(mail(References=value))

    assert (route.thread, route.matched_by, route.strength) == (thread, MatchedBy.OUR_ID, Strength.STRONG)


def test_answer_to_ones_own_mail_is_a_medium_match():
    thread = ThreadFactory()
    processed(thread, mail(Message_ID="<own@client.example>"))

    route = routed(mail(In_Reply_To="<own@client.example>", Message_ID="<2@client.example>"))

    assert (route.thread, route.matched_by, route.strength) == (thread, MatchedBy.THEIR_ID, Strength.MEDIUM)


def test_head_of_the_thread_is_a_medium_match():
    thread = ThreadFactory()

    assert routed(mail(References=thread.root_message_id)).strength == Strength.MEDIUM


def test_of_several_references_the_newest_wins():
    old, new = (actions.enqueue(outgoing(thread=ThreadFactory())) for _ in range(2))

    assert routed(mail(References=f"{old.message_id} {new.message_id}")).thread == new.thread


def test_in_reply_to_goes_before_references():
    answered, other = (actions.enqueue(outgoing(thread=ThreadFactory())) for _ in range(2))

    route = routed(mail(In_Reply_To=answered.message_id, References=other.message_id))

    assert route.thread == answered.thread


@pytest.mark.guards(13)
@pytest.mark.parametrize("forged", ["<t1.m1.aaaaaaaaaaaaaaaa@desk.example>", "<t{}.m1.x@desk.example>"])
def test_forged_id_leads_nowhere(forged):
    thread = ThreadFactory()

    assert routed(mail(In_Reply_To=forged.format(thread.pk))).thread is None


@pytest.mark.guards(16)
def test_merged_thread_leads_to_its_target():
    old, middle, new = ThreadFactory.create_batch(3)
    sent = actions.enqueue(outgoing(thread=old))
    actions.merge_threads(old, into=middle)
    actions.merge_threads(middle, into=new)

    assert routed(mail(In_Reply_To=sent.message_id)).thread == new


def test_header_for_people_leads_nowhere():
    sent = actions.enqueue(outgoing(thread=ThreadFactory(), about="2026-7"))

    assert routed(mail(X_Helpdesk_Ticket=sent.about, Subject="x")).thread is None


def test_subject_number_is_not_looked_at():
    ThreadFactory()

    assert routed(mail(Subject="[#12345] Printer")).thread is None


@pytest.mark.guards(1, 6)
def test_same_bytes_again_in_one_mailbox_are_ignored_and_point_to_the_first_whatever_their_number():
    thread = ThreadFactory()
    first = processed(thread, mail())
    again = journaled(mail(), mailbox=thread.mailbox, folder="INBOX", uidvalidity=2, uid=7)

    settled = actions.settle(again, parse(mail()))

    assert (settled, again.status, again.duplicate_of, again.thread) == (True, InboundStatus.IGNORED, first, thread)
    assert again.decision["ignored"] == "duplicate"


@pytest.mark.guards(1)
def test_same_content_by_another_route_is_a_duplicate():
    thread = ThreadFactory()
    processed(thread, mail())
    raw = b"Received: from list by mx\n" + mail()

    assert actions.settle(journaled(raw, mailbox=thread.mailbox), parse(raw)) is True


def test_reused_message_id_with_other_content_is_no_duplicate():
    thread = ThreadFactory()
    processed(thread, mail("Parcel 1"))
    raw = mail("Parcel 2")

    assert actions.settle(journaled(raw, mailbox=thread.mailbox), parse(raw)) is False


def test_same_mail_in_another_mailbox_is_no_duplicate():
    processed(ThreadFactory(), mail())

    assert actions.settle(journaled(mail()), parse(mail())) is False


def test_of_two_copies_that_both_wait_the_older_is_the_first():
    mailbox = MailboxFactory()
    older, newer = journaled(mailbox=mailbox), journaled(mailbox=mailbox)

    assert (actions.settle(newer, parse(mail())), actions.settle(older, parse(mail()))) == (True, False)


def test_duplicate_put_back_by_hand_is_taken_in():
    thread = ThreadFactory()
    processed(thread, mail())
    again = journaled(mail(), mailbox=thread.mailbox)
    actions.settle(again, parse(mail()))

    again = actions.retry(again, by=UserFactory())

    assert actions.settle(again, parse(mail())) is False


def test_lists_show_what_the_parser_found():
    inbound = journaled(mail(Auto_Submitted="auto-replied"))

    actions.settle(inbound, parse(mail(Auto_Submitted="auto-replied")))
    actions.mark_processed(inbound, Decision(thread_id=ThreadFactory().pk))

    inbound = InboundMail.objects.get(pk=inbound.pk)
    assert (inbound.sender, inbound.sender_name, inbound.subject) == ("ana@client.example", "Ana Pop", "Printer")
    assert (inbound.is_auto, inbound.decision["auto_reasons"]) == (True, ["auto-submitted"])


def test_own_mail_coming_back_is_ignored(settings):
    sent = actions.enqueue(outgoing(thread=ThreadFactory()))
    raw = mail(Message_ID=sent.message_id, X_Helpdesk_Instance=settings.MAIL_INSTANCE)
    inbound = journaled(raw)

    assert actions.settle(inbound, parse(raw)) is True
    assert inbound.decision["ignored"] == "loop"


@pytest.mark.parametrize("instance", ["another-desk", "helpdesk"])
def test_mail_of_another_desk_is_taken_in(instance):
    raw = mail(X_Helpdesk_Instance=instance)

    assert actions.settle(journaled(raw), parse(raw)) is False


def report(message_id: str, recipient: str, action: str = "failed", status: str = "5.1.1") -> bytes:
    fields = f"Final-Recipient: rfc822; {recipient}\nAction: {action}\nStatus: {status}\nDiagnostic-Code: smtp; 550 No user\n"
    return multipart(
        "report",
        part("text/plain", "Sorry"),
        part("message/delivery-status", f"Reporting-MTA: dns; x\n\n{fields}"),
        part("text/rfc822-headers", f"Message-ID: {message_id}\n"),
        From="mailer-daemon@client.example",
    )


def test_bounce_is_noted_at_the_copy_it_tells_of():
    sent = actions.enqueue(outgoing("ana@client.example", "gone@client.example", thread=ThreadFactory()))
    raw = report(sent.message_id, "gone@client.example")
    inbound = journaled(raw)

    assert actions.settle(inbound, parse(raw)) is True

    fine, gone = sent.deliveries.oldest_first()
    assert (fine.state, gone.state, gone.bounced) == (DeliveryState.QUEUED, DeliveryState.FAILED, True)
    assert (gone.code, gone.diagnostic) == (550, "550 No user")
    assert (inbound.thread, inbound.decision["ignored"]) == (sent.thread, "bounce")


def test_delay_is_only_written_down():
    sent = actions.enqueue(outgoing(thread=ThreadFactory()))
    raw = report(sent.message_id, "ana@client.example", action="delayed", status="4.4.7")

    actions.settle(journaled(raw), parse(raw))

    delivery = sent.deliveries.get()
    assert (delivery.state, delivery.bounced, delivery.diagnostic) == (DeliveryState.QUEUED, False, "550 No user")


def test_complaint_is_noted_at_the_copy_and_is_no_failure():
    sent = actions.enqueue(outgoing(thread=ThreadFactory()))
    complaint = "Feedback-Type: abuse\nOriginal-Rcpt-To: ana@client.example\n"
    returned = part("text/rfc822-headers", f"Message-ID: {sent.message_id}\n")
    raw = multipart("report", part("text/plain", "x"), part("message/feedback-report", complaint), returned)

    actions.settle(journaled(raw), parse(raw))

    delivery = sent.deliveries.get()
    assert (delivery.complained, delivery.bounced, delivery.state) == (True, False, DeliveryState.QUEUED)


def test_good_news_of_a_delivery_changes_nothing():
    sent = actions.enqueue(outgoing(thread=ThreadFactory()))
    raw = report(sent.message_id, "ana@client.example", action="delivered", status="2.0.0")

    actions.settle(journaled(raw), parse(raw))

    assert (sent.deliveries.get().state, sent.deliveries.get().bounced) == (DeliveryState.QUEUED, False)


def test_id_of_ours_anywhere_in_a_report_finds_the_mail():
    sent = actions.enqueue(outgoing(thread=ThreadFactory()))
    words = f"550 5.1.1 No such user\n\nReferences: <x@y.example>\n  {sent.message_id}\n"
    raw = mail(words, From="MAILER-DAEMON@x.example", Subject="Undelivered Mail")

    actions.settle(journaled(raw), parse(raw))

    assert sent.deliveries.get().state == DeliveryState.FAILED


def test_bounce_of_a_mail_that_is_not_ours_is_kept_and_ignored():
    raw = report("<foreign@x.example>", "ana@client.example")
    inbound = journaled(raw)

    assert actions.settle(inbound, parse(raw)) is True
    assert (inbound.status, inbound.thread) == (InboundStatus.IGNORED, None)


def test_what_only_reads_like_a_bounce_of_a_mail_that_is_not_ours_is_no_bounce():
    words = "The following addresses had permanent fatal errors\n\n<gone@client.example>\n550 5.1.1 User unknown\n"
    raw = mail(words, From="Gate <gate@client.example>", Subject="Delivery failure")
    parsed, inbound = parse(raw), journaled(raw)

    is_closed = actions.settle(inbound, parsed)

    assert (parsed.is_bounce, is_closed, inbound.is_machine_made) == (True, False, True)
