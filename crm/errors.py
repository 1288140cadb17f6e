"""What the customer register refuses."""

from django.utils.translation import gettext as _

from helpdesk.errors import NotPermitted, Refusal


class RegisterIsNotYours(NotPermitted):
    """Only those who keep the register may write in it."""

    def __init__(self) -> None:
        super().__init__(_("You have no right to change companies and contacts. Ask an administrator for it."))


class CannotBeInvited(Refusal):
    """This contact gets no login to the portal as he stands."""
