"""What is refused about people's data."""

from django.utils.translation import gettext as _

from helpdesk.errors import NotPermitted, Refusal


class UnknownPerson(Refusal):
    """The desk knows nobody by this address."""

    def __init__(self, address: str) -> None:
        super().__init__(_("The desk knows nobody with the address %(address)s.") % {"address": address})


class OurAddress(Refusal):
    """The address is a mailbox of the desk."""

    def __init__(self, address: str) -> None:
        super().__init__(_("%(address)s is a mailbox of ours, and no person's.") % {"address": address})


class AboveYou(NotPermitted):
    """The login is one's own, or has all rights while whoever asks has not."""

    def __init__(self) -> None:
        super().__init__(
            _("You cannot anonymise yourself; and only people with all rights can anonymise somebody who has them.")
        )


class DataIsNotYours(NotPermitted):
    """Whoever asks may not handle people's data."""

    def __init__(self) -> None:
        super().__init__(_("Only people who may delete contacts can export, anonymise and purge personal data."))
