"""What the customer register refuses."""

from django.utils.translation import gettext as _

from helpdesk.errors import NotPermitted, Refusal


class RegisterIsNotYours(NotPermitted):
    """Only those who keep the register may write in it."""

    def __init__(self) -> None:
        super().__init__(_("You have no right to change companies and contacts. Ask an administrator for it."))


class LetsNobodySee(NotPermitted):
    """What a customer's login shows is changed by those who see it themselves."""

    def __init__(self) -> None:
        super().__init__(_("Only people who see all tickets may let a customer sign in, or change what they see."))


class CannotBeInvited(Refusal):
    """This contact gets no login to the portal as they stand."""
