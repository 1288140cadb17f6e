"""Mailboxes, journaled mail and outgoing mail as tests want them."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from mail import actions
from mail.actions.journal import Origin
from mail.decision import Decision
from mail.enums import OutboundKind
from mail.models import InboundMail, Mailbox, Thread
from mail.outgoing import Outgoing, Recipient
from mail.parser import parse
from tests.mail.mails import mail


class MailboxFactory(DjangoModelFactory):
    """An active mailbox that is not fetched and sends by the installation's server."""

    class Meta:
        model = Mailbox

    class Params:
        imap = factory.Trait(protocol="imap", imap_host="127.0.0.1", imap_username="support", imap_password="secret")

    name = factory.Sequence("Support {}".format)
    address = factory.Sequence("support{}@desk.example".format)


class ThreadFactory(DjangoModelFactory):
    """A conversation in a mailbox of its own."""

    class Meta:
        model = Thread

    mailbox = factory.SubFactory(MailboxFactory)
    root_message_id = factory.Sequence("<root{}@client.example>".format)


def journaled(raw: bytes | None = None, *, mailbox: Mailbox | None = None, **origin: object) -> InboundMail:
    """Return a mail in the journal that nobody has taken in."""
    return actions.journal(
        mailbox or MailboxFactory(), mail() if raw is None else raw, Origin(**origin), received_at=timezone.now()
    )


def processed(thread: Thread, raw: bytes) -> InboundMail:
    """Return a mail that was taken into ``thread``."""
    inbound = journaled(raw, mailbox=thread.mailbox)
    actions.settle(inbound, parse(raw))
    return actions.mark_processed(inbound, Decision(thread_id=thread.pk))


def outgoing(*addresses: str, **fields: object) -> Outgoing:
    """Return a reply to the given addresses, to be enqueued."""
    recipients = tuple(Recipient(address) for address in addresses or ("ana@client.example",))
    return Outgoing(
        **{"kind": OutboundKind.REPLY, "recipients": recipients, "subject": "Printer", "text": "Hi"} | fields
    )
