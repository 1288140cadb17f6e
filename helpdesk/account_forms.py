"""Forms of the account pages behind which somebody could guess, or have mails sent: each attempt is counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import ConfirmLoginCodeForm as AllauthConfirmLoginCodeForm
from allauth.account.forms import RequestLoginCodeForm as AllauthRequestLoginCodeForm
from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.account.forms import UserTokenForm as AllauthUserTokenForm
from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AllauthReauthenticateForm
from django.core.exceptions import ValidationError

from helpdesk import current_request
from helpdesk.actions import sign_in_attempts
from helpdesk.actions.sign_in_attempts import Attempt
from helpdesk.enums import AttemptPurpose
from helpdesk.errors import TooManyAttempts


def begin(purpose: AttemptPurpose, email: str) -> Attempt:
    """Count an attempt, in a form: it is not valid while whoever asks must wait, and its page is a 429."""
    try:
        return sign_in_attempts.begin(purpose, email)
    except TooManyAttempts as refusal:
        current_request.told_to_wait(refusal.seconds)
        raise ValidationError(refusal.reason, code=refusal.code) from refusal


@contextmanager
def guessing(purpose: AttemptPurpose, email: str) -> Iterator[None]:
    """Count what is checked within as an attempt that failed, unless it ends well."""
    attempt = begin(purpose, email)
    yield
    sign_in_attempts.succeed(attempt)


class RequestLoginCodeForm(AllauthRequestLoginCodeForm):  # type: ignore[misc]
    """Asks for a code by mail."""

    def clean_email(self) -> str:
        """Refuse who asks too often; nobody learns whether the address is known."""
        begin(AttemptPurpose.CODE, self.cleaned_data["email"])
        return cast("str", super().clean_email())


class ConfirmLoginCodeForm(AllauthConfirmLoginCodeForm):  # type: ignore[misc]
    """Takes the code of the mail."""

    def clean_code(self) -> str:
        """Slow whoever guesses it, with code after code."""
        stage = getattr(current_request.request(), "_login_stage", None)
        with guessing(AttemptPurpose.CODE_ENTERED, stage.state.get("email", "") if stage else ""):
            return cast("str", super().clean_code())


class UserTokenForm(AllauthUserTokenForm):  # type: ignore[misc]
    """Takes the key of a link that sets a new password."""

    def clean(self) -> dict[str, object]:
        """Slow whoever guesses keys."""
        with guessing(AttemptPurpose.CODE_ENTERED, f"link {self.cleaned_data.get('uidb36', '')}"):
            return cast("dict[str, object]", super().clean())


class ResetPasswordForm(AllauthResetPasswordForm):  # type: ignore[misc]
    """Asks for a link that sets a new password."""

    def clean_email(self) -> str:
        """Refuse who asks too often; nobody learns whether the address is known."""
        begin(AttemptPurpose.RESET, self.cleaned_data["email"])
        return cast("str", super().clean_email())


class ChangePasswordForm(AllauthChangePasswordForm):  # type: ignore[misc]
    """Changes the password of who knows the present one."""

    def clean_oldpassword(self) -> str:
        """Slow whoever guesses it from a browser that was left open."""
        with guessing(AttemptPurpose.PASSWORD, self.user.email):
            return cast("str", super().clean_oldpassword())


class AuthenticateForm(AllauthAuthenticateForm):  # type: ignore[misc]
    """Asks for the second factor at sign-in."""

    def clean_code(self) -> str:
        """Slow whoever guesses the code."""
        with guessing(AttemptPurpose.CODE_ENTERED, self.user.email):
            return cast("str", super().clean_code())


class ReauthenticateForm(AllauthReauthenticateForm):  # type: ignore[misc]
    """Asks for the second factor before something that matters."""

    def clean_code(self) -> str:
        """Slow whoever guesses the code."""
        with guessing(AttemptPurpose.CODE_ENTERED, self.user.email):
            return cast("str", super().clean_code())
