"""How sign-in (django-allauth) fits this desk: nobody registers themselves, and who guesses is slowed."""

import base64
import logging
import secrets
from typing import cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.auth import load_backend
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest, HttpResponse

from helpdesk import account_forms, devices
from helpdesk.actions import audit, sign_in_attempts
from helpdesk.encryption import cipher
from helpdesk.enums import AttemptPurpose, AuditKind
from helpdesk.models import User

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in by password or code; accounts are made by administrators."""

    def is_safe_url(self, url: str) -> bool:
        """Say whether ``url`` leads to a page of ours; one that cannot be read leads nowhere."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse self-registration."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: str) -> User | None:
        """Check a password; whoever gave a wrong one waits, longer each time, before the next is looked at."""
        attempt = account_forms.begin(AttemptPurpose.PASSWORD, credentials.get("email", ""))
        user = cast("User | None", super().authenticate(request, **credentials))
        if user:
            sign_in_attempts.succeed(attempt)
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: str) -> None:
        """Record a wrong password, and about whom it was, where there is such a person."""
        about = User.objects.by_email(credentials.get("email", ""))
        audit.record(AuditKind.SIGN_IN_FAILED, by=None, about=about, method="password")

    def pre_login(self, request: HttpRequest, user: User, **how: object) -> HttpResponse | None:
        """Let nobody in, by whatever way, whom the next page would turn away."""
        backend = cast("ModelBackend", load_backend(settings.AUTHENTICATION_BACKENDS[0]))
        if not backend.user_can_authenticate(user):
            clear_login(request)
            return cast("HttpResponse", self.respond_user_inactive(request, user))
        return cast("HttpResponse | None", super().pre_login(request, user, **how))

    def post_login(self, request: HttpRequest, user: User, **how: object) -> HttpResponse:
        """Know this browser from now on, and forget what failed in it before."""
        response = cast("HttpResponse", super().post_login(request, user, **how))
        sign_in_attempts.forget(user.email)
        devices.remember(request, response, devices.account_key(user.email))
        methods = [record["method"] for record in request.session.get("account_authentication_methods", [])]
        audit.record(AuditKind.SIGNED_IN, by=user, methods=methods)
        return response


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors, whose seeds are unreadable in the database."""

    def encrypt(self, text: str) -> str:
        """Encrypt a seed on its way to the database."""
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt a seed; with a lost key it becomes one that nobody knows, for of an empty one anybody knows the codes."""
        try:
            return cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            log.exception("The seed of a second factor cannot be decrypted: FIELD_ENCRYPTION_KEY has changed.")
            return base64.b32encode(secrets.token_bytes(20)).decode()


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in through the company's identity provider."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Refuse people whom an administrator has not made."""
        return False
