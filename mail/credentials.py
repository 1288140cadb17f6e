"""What opens a mail server to us: a password, or a token that is renewed in time."""

from datetime import timedelta

from django.db import transaction

from helpdesk import current_time
from mail import imap, oauth
from mail.enums import Authentication
from mail.models import Mailbox

AHEAD = timedelta(minutes=5)
OAUTH = ["oauth_access_token", "oauth_refresh_token", "oauth_expires_at"]


def imap_secret(mailbox: Mailbox) -> str:
    """Return what the incoming server wants; may ask the token server, and raises ``OAuthFailed``."""
    return access_token(mailbox) if mailbox.imap_authentication == Authentication.XOAUTH2 else mailbox.imap_password


def imap_server(mailbox: Mailbox) -> imap.Server:
    """Return the incoming server with what opens it; raises ``OAuthFailed``."""
    return imap.Server(
        mailbox.imap_host,
        mailbox.imap_port,
        mailbox.imap_security,
        mailbox.imap_username,
        imap_secret(mailbox),
        mailbox.imap_authentication,
    )


def smtp_secret(mailbox: Mailbox) -> str:
    """Return what the outgoing server wants; may ask the token server, and raises ``OAuthFailed``."""
    return access_token(mailbox) if mailbox.smtp_authentication == Authentication.XOAUTH2 else mailbox.smtp_password


def access_token(mailbox: Mailbox) -> str:
    """Return a token that is good for some minutes more, a new one where the old one runs out."""
    if _is_good(mailbox):
        return mailbox.oauth_access_token
    return _renewed(mailbox)


def _is_good(mailbox: Mailbox) -> bool:
    until = mailbox.oauth_expires_at
    return bool(mailbox.oauth_access_token and until and until > current_time.now() + AHEAD)


@transaction.atomic
def _renewed(mailbox: Mailbox) -> str:
    """Ask the token server, one process at a time: a refresh token may be good for one use only."""
    Mailbox.objects.select_for_update(of=("self",)).get(pk=mailbox.pk)
    mailbox.refresh_from_db(fields=OAUTH)
    if _is_good(mailbox):
        return mailbox.oauth_access_token
    client = oauth.Client(
        mailbox.oauth_token_url,
        mailbox.oauth_client_id,
        mailbox.oauth_client_secret,
        mailbox.oauth_refresh_token,
        mailbox.oauth_scope,
    )
    granted = oauth.refresh(client)
    mailbox.oauth_access_token, mailbox.oauth_refresh_token = granted.access_token, granted.refresh_token
    mailbox.oauth_expires_at = current_time.now() + timedelta(seconds=granted.seconds)
    mailbox.save(update_fields=OAUTH)
    return granted.access_token


@transaction.atomic
def forget_token(mailbox: Mailbox) -> None:
    """Have the next one who needs a token ask for a new one: the mail server does not take this one any more."""
    mailbox.oauth_access_token = ""
    mailbox.save(update_fields=["oauth_access_token"])
