"""What people change about themselves, and what is vouched for. One verb, one function, one transaction."""

from collections.abc import Mapping

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q

from helpdesk.enums import Theme
from helpdesk.models import User
from helpdesk.querysets import still_there


@transaction.atomic
def change_profile(facts: Mapping[str, object], *, by: User) -> None:
    """Write ``facts`` to the profile of ``by``."""
    person = still_there(User.objects.select_for_update(of=("self",)), by)
    for name, value in facts.items():
        setattr(person, name, value)
    person.save(update_fields=list(facts))


def change_theme(theme: Theme, *, by: User) -> None:
    """Show every page to ``by`` in ``theme``."""
    User.objects.filter(pk=by.pk).update(theme=theme)


@transaction.atomic
def vouch_for_email(person: User) -> None:
    """Count the address of ``person``, which an administrator wrote, as verified; no former address signs in any more."""
    EmailAddress.objects.filter(Q(user=person) | Q(email__iexact=person.email)).delete()
    EmailAddress.objects.create(user=person, email=person.email.lower(), verified=True, primary=True)
