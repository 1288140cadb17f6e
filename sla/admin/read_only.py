"""What may be looked at and not touched."""

from django.http import HttpRequest


class LookOnly:
    """What runs is moved by what happens to tickets, never by hand."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Refuse to add."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Refuse to change."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Refuse to delete."""
        return False
