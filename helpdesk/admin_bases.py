"""What tables of several apps have in common in the administration."""

from django.contrib import admin
from django.db.models import Model
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


type Field = str | list[str] | tuple[str, ...] | tuple[()]


class FactsAdmin[M: Model](admin.ModelAdmin[M]):
    """A table whose rows have facts that nobody types: they are shown once the row is there."""

    def get_fields(self, request: HttpRequest, obj: M | None = None) -> list[Field]:
        """Leave out on the page of a new row what its saving decides."""
        hidden = () if obj else self.readonly_fields
        return [name for name in super().get_fields(request, obj) if name not in hidden]
