"""What opens a mail server to us: a password, or a token that is renewed in time."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from mail import oauth
from mail.enums import Authentication
from mail.models import Mailbox

AHEAD = timedelta(minutes=5)


def imap_secret(mailbox: Mailbox) -> str:
    """Return what the incoming server wants; may ask the token server, and raises ``OAuthFailed``."""
    return access_token(mailbox) if mailbox.imap_authentication == Authentication.XOAUTH2 else mailbox.imap_password


def smtp_secret(mailbox: Mailbox) -> str:
    """Return what the outgoing server wants; may ask the token server, and raises ``OAuthFailed``."""
    return access_token(mailbox) if mailbox.smtp_authentication == Authentication.XOAUTH2 else mailbox.smtp_password


def access_token(mailbox: Mailbox) -> str:
    """Return a token that is good for some minutes more, a new one where the old one runs out."""
    if mailbox.oauth_access_token and mailbox.oauth_expires_at and mailbox.oauth_expires_at > timezone.now() + AHEAD:
        return mailbox.oauth_access_token
    client = oauth.Client(
        mailbox.oauth_token_url,
        mailbox.oauth_client_id,
        mailbox.oauth_client_secret,
        mailbox.oauth_refresh_token,
        mailbox.oauth_scope,
    )
    return _keep(mailbox, oauth.refresh(client))


@transaction.atomic
def _keep(mailbox: Mailbox, granted: oauth.Granted) -> str:
    mailbox.oauth_access_token, mailbox.oauth_refresh_token = granted.access_token, granted.refresh_token
    mailbox.oauth_expires_at = timezone.now() + timedelta(seconds=granted.seconds)
    mailbox.save(update_fields=["oauth_access_token", "oauth_refresh_token", "oauth_expires_at"])
    return granted.access_token
