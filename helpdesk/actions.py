"""What people change about themselves. One verb, one function, one transaction."""

from collections.abc import Mapping

from django.db import transaction

from helpdesk.enums import Theme
from helpdesk.models import User


@transaction.atomic
def change_profile(facts: Mapping[str, object], *, by: User) -> None:
    """Write ``facts`` to the profile of ``by``."""
    person = User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    for name, value in facts.items():
        setattr(person, name, value)
    person.save(update_fields=list(facts))


def change_theme(theme: Theme, *, by: User) -> None:
    """Show every page to ``by`` in ``theme``."""
    User.objects.filter(pk=by.pk).update(theme=theme)
