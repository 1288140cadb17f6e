"""Who may sign in, and stay signed in: whoever is active, and is not the login of a contact who has left."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, OuterRef, Q

from crm.models import Contact
from helpdesk.models import User


class LoginBackend(AuthenticationBackend):  # type: ignore[misc]
    """Sign-in by e-mail; asked again with every request, at the price of no further query."""

    def user_can_authenticate(self, user: User) -> bool:
        """Refuse who is inactive, or whose contact is."""
        return bool(super().user_can_authenticate(user)) and not Contact.objects.shuts_out(user)

    def get_user(self, user_id: int) -> User | None:
        """Return whose session it is, while he may be signed in."""
        left = Exists(Contact.objects.inactive().filter(user=OuterRef("pk")))
        user: User | None = User.objects.filter(Q(is_agent=True) | ~left, pk=user_id, is_active=True).first()
        return user
