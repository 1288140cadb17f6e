"""Who may sign in, and stay signed in: whoever is active, and is not the login of a contact who has left.

Every request asks both questions below, so they are written in SQL: to put the same queries together by the ORM takes a
page more processor time than all its sessions do.
"""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Model

from crm.models import Contact
from helpdesk.models import User

CACHE = "_perm_cache"  # where Django's own backend keeps them
STILL_HERE = """
    SELECT * FROM helpdesk_user AS person
    WHERE id = %s AND is_active AND (
        is_agent OR NOT EXISTS (SELECT FROM crm_contact AS contact WHERE contact.user_id = person.id AND NOT contact.is_active)
    )
"""
PERMISSIONS = """
    SELECT kind.app_label || '.' || permission.codename
    FROM auth_permission AS permission JOIN django_content_type AS kind ON kind.id = permission.content_type_id
    WHERE %(everything)s OR permission.id IN (
        SELECT permission_id FROM helpdesk_user_user_permissions WHERE user_id = %(user)s
        UNION ALL
        SELECT permission_id FROM helpdesk_user_groups JOIN auth_group_permissions USING (group_id) WHERE user_id = %(user)s
    )
"""


class LoginBackend(AuthenticationBackend):  # type: ignore[misc]
    """Sign-in by e-mail; asked again with every request, at the price of no further query."""

    def user_can_authenticate(self, user: User) -> bool:
        """Refuse who is inactive, or whose contact is."""
        return bool(super().user_can_authenticate(user)) and not Contact.objects.shuts_out(user)

    def get_user(self, user_id: int) -> User | None:
        """Return whose session it is, while they may be signed in."""
        return next(iter(User.objects.raw(STILL_HERE, [user_id])), None)

    def get_all_permissions(self, user_obj: User | AnonymousUser, obj: Model | None = None) -> set[str]:
        """Return what somebody may do, by themselves or by their groups, asked for once and by one query instead of two."""
        if isinstance(user_obj, User) and user_obj.is_active and obj is None and CACHE not in vars(user_obj):
            vars(user_obj)[CACHE] = _permissions_of(user_obj)
        permissions: set[str] = super().get_all_permissions(user_obj, obj)
        return permissions


def _permissions_of(user: User) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(PERMISSIONS, {"user": user.pk, "everything": user.is_superuser})
        return {name for (name,) in cursor.fetchall()}
