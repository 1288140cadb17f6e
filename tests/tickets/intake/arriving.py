"""Mails as they travel, and what lets them arrive."""

from email.message import EmailMessage

from django.utils import timezone

from mail import actions as mail_actions
from mail.actions.journal import Origin
from mail.models import InboundMail
from tests.helpdesk.factories import UserFactory
from tickets import actions, intake
from tickets.drafts import MessageBody, Reply
from tickets.models import Ticket


def written(
    text="It smokes.", sender="Rossi <rossi@alfa.example>", subject="Printer", to="support@desk.example", **headers
):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Message-ID"] = headers.pop("message_id", f"<{abs(hash((text, subject, sender)))}@alfa.example>")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def arrive(mailbox, message, to="support@desk.example"):
    """Let a mail come in, and return its row of the journal."""
    inbound = mail_actions.journal(mailbox, bytes(message), Origin(envelope_to=to), received_at=timezone.now())
    intake.process(inbound.pk)
    return InboundMail.objects.get(pk=inbound.pk)


def opened_by(mailbox, message):
    return Ticket.objects.get(thread=arrive(mailbox, message).thread)


def answered(mailbox, ticket):
    """Answer ``ticket`` and return the mail that the customer gets."""
    agent = UserFactory(agent=True)
    return actions.reply(ticket, Reply(MessageBody(html="<p>Switch it off</p>")), by=agent).outbound


def secret_address(mailbox, ticket, of, **fields):
    """Let ``mailbox`` have secret addresses, and return the one of somebody for ``ticket``."""
    type(mailbox).objects.filter(pk=mailbox.pk).update(plus_addressing=True, **fields)
    ticket.thread.refresh_from_db()
    return mail_actions.reply_address(ticket.thread, of)


def proven(result="pass", server="mx.desk.example"):
    return {"Authentication_Results": f"{server}; dmarc={result} header.from=example.com"}


TRUSTING = {"trusted_authserv_ids": "mx.desk.example", "agents_may_answer": True}


FORWARDED = """Please see below.

---------- Forwarded message ---------
From: Neri <neri@beta.example>
Date: Mon, 2 Mar 2026
Subject: Scanner
To: Ana

It does not scan.
"""
