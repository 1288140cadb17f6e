"""What tables of several apps have in common in the administration."""

from django.http import HttpRequest


class ReadOnly:
    """Rows to look at, in a table or inside another; only actions add, change or delete them."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Refuse to add."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Refuse to change."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Refuse to delete."""
        return False
