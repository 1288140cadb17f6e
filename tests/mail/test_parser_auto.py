"""Mail that no person wrote, and delivery reports."""

import pytest

from mail.parser import parse
from tests.mail.mails import mail, multipart, part

STATUS = """Reporting-MTA: dns; mx.client.example

Final-Recipient: rfc822; gone@client.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown
"""


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated (ticket)"},
        {"Precedence": "bulk"},
        {"Precedence": "auto_reply"},
        {"X_Auto_Response_Suppress": "DR, OOF, AutoReply"},
        {"X_Auto_Response_Suppress": "All"},
        {"X_Auto_Response_Suppress": "OOF, AutoReply", "X_Helpdesk_Instance": "another"},
        {"List_Id": "<all.client.example>"},
        {"List_Unsubscribe": "<mailto:x@y.example>"},
        {"X_Autoreply": "yes"},
        {"X_Loop": "desk@other.example"},
        {"Feedback_ID": "1:2"},
        {"Return_Path": "<>"},
        {"From": "MAILER-DAEMON@client.example"},
        {"From": "No-Reply <no-reply@client.example>"},
        {"From": "donotreply@client.example"},
        {"Subject": "Out of Office: Printer"},
        {"Subject": "Re: Abwesenheitsnotiz"},
        {"Subject": "Risposta automatica: stampante"},
        {"Subject": "Răspuns automat: imprimantă"},
        {"Subject": "Réponse automatique : imprimante"},
        {"Content_Type": "text/calendar; method=REPLY"},
    ],
)
def test_machine_or_a_wish_for_silence_is_recognised_by_each_sign(headers):
    assert parse(mail(**headers)).is_auto is True


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Auto_Submitted": "no"},
        {"Precedence": "first-class"},
        {"Subject": "Automatic door is broken"},
        {"From": "noreen@client.example"},
        {"Content_Type": "text/calendar; method=REQUEST"},
    ],
)
def test_person_is_not_taken_for_a_machine(headers):
    assert parse(mail(**headers)).is_auto is False


def test_delivery_report_tells_recipient_status_and_the_mail_that_came_back():
    raw = multipart(
        "report",
        part("text/plain", "Sorry"),
        part("message/delivery-status", STATUS),
        part("message/rfc822", mail(Message_ID="<t1.m2.abc@desk.example>")),
        From="mailer-daemon@mx.client.example",
    )

    bounce = parse(raw).bounce

    assert (bounce.recipient, bounce.status, bounce.action) == ("gone@client.example", "5.1.1", "failed")
    assert (bounce.diagnostic, bounce.reply_code) == ("550 5.1.1 User unknown", 550)
    assert (bounce.message_ids[0], bounce.is_final) == ("<t1.m2.abc@desk.example>", True)


def test_delayed_report_is_not_final():
    status = STATUS.replace("failed", "delayed").replace("5.1.1", "4.4.7")

    bounce = parse(multipart("report", part("text/plain", ""), part("message/delivery-status", status))).bounce

    assert bounce.is_final is False


def test_report_without_standard_parts_is_recognised_by_sender_and_subject():
    body = "gone@client.example\n    550 No such user\n\n--- The header was:\nMessage-ID: <t1.m2.abc@desk.example>\n"

    bounce = parse(mail(body, From="MAILER-DAEMON@x.example", Subject="Undelivered Mail Returned to Sender")).bounce

    assert (bounce.recipient, bounce.reply_code) == ("gone@client.example", 550)
    assert bounce.message_ids == ("<t1.m2.abc@desk.example>",)


@pytest.mark.parametrize("subject", ["Undelivered parcel", "Mail delivery failed"])
def test_question_of_a_person_about_delivery_is_no_report(subject):
    assert parse(mail(Subject=subject)).bounce is None


def test_report_about_several_recipients_tells_of_the_one_that_failed():
    blocks = (
        STATUS.replace("gone@", "fine@").replace("Action: failed", "Action: delivered")
        + "\n"
        + STATUS.partition("\n\n")[2]
    )

    bounce = parse(multipart("report", part("text/plain", ""), part("message/delivery-status", blocks))).bounce

    assert bounce.recipient == "gone@client.example"


def test_own_instance_is_read_from_its_header():
    assert parse(mail(X_Helpdesk_Instance="desk-1")).instance == "desk-1"


REFUSAL = """Your message could not be delivered to the following recipients.

   ----- The following addresses had permanent fatal errors -----
<gone@client.example>

   ----- Transcript of session follows -----
550 5.1.1 <gone@client.example>... User unknown
"""


def test_what_only_reads_like_a_report_is_one_without_certainty():
    bounce = parse(mail(REFUSAL, From="Gate <antivirus-gate@client.example>", Subject="Delivery failure")).bounce

    assert (bounce.recipient, bounce.is_certain) == ("gone@client.example", False)


@pytest.mark.parametrize("headers", [{"Subject": "Re: Delivery failure"}, {"Subject": "Mail", "In_Reply_To": "<a@b>"}])
def test_who_quotes_a_report_in_an_answer_sends_none(headers):
    assert parse(mail(REFUSAL, From="Ana <ana@client.example>", **headers)).bounce is None


def test_recipient_is_found_by_who_knows_old_servers_before_any_address_is_guessed():
    words = f"Questions? Write to postmaster@relay.example.\n\n{REFUSAL}"

    bounce = parse(mail(words, From="MAILER-DAEMON@relay.example", Subject="Returned mail: User unknown")).bounce

    assert (bounce.recipient, bounce.is_certain) == ("gone@client.example", True)
