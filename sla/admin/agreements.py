"""What was agreed and what runs, for looking only."""

from django.contrib import admin
from django.http import HttpRequest

from sla.models import Agreement, Clock


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


class ClockInline(LookOnly, admin.TabularInline[Clock, Agreement]):
    """The clocks of an agreement."""

    model = Clock


@admin.register(Agreement)
class AgreementAdmin(LookOnly, admin.ModelAdmin[Agreement]):
    """What was agreed for one conversation, and how its clocks stand."""

    list_display = ["pk", "policy", "policy_version", "priority", "started_at", "answered_at", "resolved_at", "held_at"]
    list_filter = ["policy", "priority"]
    list_select_related = ["policy", "priority"]
    inlines = [ClockInline]
