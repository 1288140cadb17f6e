"""Conversations and the addresses that lead answers back to them."""

from django.conf import settings
from django.db import transaction

from helpdesk import current_time
from mail import ids
from mail.models import Mailbox, ReplyToken, Thread


def start_thread(*, mailbox: Mailbox | None = None, root_message_id: str = "") -> Thread:
    """Begin a conversation; its head is the mail that opened it, or an id of our own when no mail did."""
    mailbox = mailbox or Mailbox.objects.default()
    domain = mailbox.domain if mailbox else settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]
    return Thread.objects.create(mailbox=mailbox, root_message_id=root_message_id[:998] or ids.root_id(domain))


@transaction.atomic
def merge_threads(thread: Thread, *, into: Thread) -> Thread:
    """Lead what is still to come for ``thread`` to ``into``, and revoke its reply addresses."""
    thread = Thread.objects.select_for_update(of=("self",)).get(pk=thread.pk)
    target = final(into)
    thread.merged_into = target
    thread.save(update_fields=["merged_into"])
    Thread.objects.merged_into(thread).update(merged_into=target)
    return thread


def final(thread: Thread) -> Thread:
    """Return the conversation that ``thread`` was merged into, or ``thread`` itself."""
    return thread.merged_into or thread


def reply_address(thread: Thread, address: str) -> str:
    """Return where ``address`` should answer to; with plus addressing it carries a right to append, their alone."""
    mailbox = thread.mailbox or Mailbox.objects.default()
    if mailbox is None:
        return ""
    token = reply_token(thread, address, mailbox)
    return token_address(mailbox, token) if token else mailbox.address


def reply_token(thread: Thread, address: str, mailbox: Mailbox) -> ReplyToken | None:
    """Return the valid token of ``address`` for ``thread``, made on first use; none without plus addressing."""
    return _valid_token(thread, address.strip().lower()) if mailbox.plus_addressing else None


@transaction.atomic
def _valid_token(thread: Thread, address: str) -> ReplyToken:
    thread = Thread.objects.select_for_update(of=("self",)).get(pk=thread.pk)
    token = thread.tokens.valid().filter(address=address).first()
    if token and token.token_hash != ids.hash_token(plain(token)):  # SECRET_KEY has changed since
        revoke_reply_addresses(thread, address=address)
        token = None
    return token or _issue(thread, address)


def _issue(thread: Thread, address: str) -> ReplyToken:
    salt = ids.random_base32(120)
    hashed = ids.hash_token(ids.derive_token(settings.SECRET_KEY, salt))
    return ReplyToken.objects.create(thread=thread, address=address, salt=salt, token_hash=hashed)


def plain(token: ReplyToken) -> str:
    """Return the secret that ``token`` stands for; the database alone does not tell it."""
    return ids.derive_token(settings.SECRET_KEY, token.salt)


def token_address(mailbox: Mailbox, token: ReplyToken) -> str:
    """Return the address of ``mailbox`` with ``token`` in it."""
    return ids.plus_address(mailbox.address, plain(token))


@transaction.atomic
def revoke_reply_addresses(thread: Thread, *, address: str = "") -> int:
    """Make the reply addresses of ``thread`` worthless, all or those of one correspondent; return how many."""
    tokens = thread.tokens.valid()
    if address:
        tokens = tokens.filter(address=address.strip().lower())
    return tokens.update(revoked_at=current_time.now())
