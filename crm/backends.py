"""Who may sign in, and stay signed in: whoever is active, and is not the login of a contact who has left."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import AnonymousUser, Permission
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from crm.models import Contact
from helpdesk.models import User

CACHE = "_perm_cache"  # where Django's own backend keeps them


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

    def get_all_permissions(self, user_obj: User | AnonymousUser, obj: Model | None = None) -> set[str]:
        """Return what somebody may do, by himself or by his groups, asked for once and by one query instead of two."""
        if isinstance(user_obj, User) and user_obj.is_active and obj is None and CACHE not in vars(user_obj):
            vars(user_obj)[CACHE] = {f"{app}.{name}" for app, name in _permissions_of(user_obj)}
        permissions: set[str] = super().get_all_permissions(user_obj, obj)
        return permissions


def _permissions_of(user: User) -> QuerySet[Permission, tuple[str, str]]:
    permissions = Permission.objects.order_by().values_list("content_type__app_label", "codename")
    if user.is_superuser:
        return permissions
    return permissions.filter(user=user).union(permissions.filter(group__user=user)).order_by()
