"""What was agreed and what runs, for looking only."""

from django.contrib import admin

from helpdesk.admin_bases import ReadOnly
from sla.models import Agreement, Clock


class ClockInline(ReadOnly, admin.TabularInline[Clock, Agreement]):
    """The clocks of an agreement."""

    model = Clock


@admin.register(Agreement)
class AgreementAdmin(ReadOnly, admin.ModelAdmin[Agreement]):
    """What was agreed for one conversation, and how its clocks stand."""

    list_display = ["pk", "policy", "version", "priority", "started_at", "answered_at", "resolved_at", "held_at"]
    list_filter = ["policy", "priority"]
    list_select_related = ["policy", "version__policy", "priority"]
    inlines = [ClockInline]
