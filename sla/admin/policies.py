"""Priorities and policies in the administration."""

from typing import Any

from django.contrib import admin
from django.forms import BaseModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from helpdesk.admin_bases import ReadOnly
from helpdesk.models import User
from sla import actions
from sla.forms import CONDITIONS, GroupTargetForm, LevelForm, PolicyForm
from sla.models import Agreement, EscalationLevel, GroupTarget, Policy, PolicyVersion, Priority


@admin.register(Priority)
class PriorityAdmin(admin.ModelAdmin[Priority]):
    """Priorities, the most urgent first."""

    list_display = ["__str__", "code", "rank", "colour", "is_active"]


class GroupTargetInline(admin.TabularInline[GroupTarget, Policy]):
    """What our groups promise each other."""

    model = GroupTarget
    form = GroupTargetForm
    extra = 0


class LevelInline(admin.StackedInline[EscalationLevel, Policy]):
    """When something is done before it is too late, or after; a table of all its fields has room on no screen."""

    model = EscalationLevel
    form = LevelForm
    extra = 0
    fields = [
        ("kind", "amount", "trigger"),
        ("tells_owner", "tells_watchers", "tells_user", "tells_group"),
        ("gives_to_user", "gives_to_group", "adds_watcher"),
        ("raises_priority", "moves_to"),
    ]


class VersionInline(ReadOnly, admin.TabularInline[PolicyVersion, Policy]):
    """What the policy said before, and since when."""

    model = PolicyVersion
    fields = ["number", "calendar", "made_at", "made_by"]
    readonly_fields = ["number", "calendar", "made_at", "made_by"]


@admin.register(Policy)
class PolicyAdmin(admin.ModelAdmin[Policy]):
    """A policy with its table of priority by target, for whom it is, and its levels."""

    form = PolicyForm
    list_display = ["name", "calendar", "is_default", "position", "is_active", "valid_from", "valid_until", "version"]
    inlines = [GroupTargetInline, LevelInline, VersionInline]
    readonly_fields = ["running", "trial"]
    fieldsets = [
        (None, {"fields": ["name", "calendar", "targets", "running", "trial"]}),
        (_("For whom"), {"fields": ["is_default", "is_active", "position", "valid_from", "valid_until", *CONDITIONS]}),
        (_("What stops the clocks"), {"fields": ["pausing", "fulfilling", "pauses_first_response"]}),
    ]

    @admin.display(description=_("running tickets"))
    def running(self, policy: Policy) -> SafeString | str:
        """Say how many run by an earlier version, and lead to where they can be brought up to date."""
        if policy._state.adding:  # noqa: SLF001 -- the page of a new policy has no rows yet
            return "–"
        count = Agreement.objects.running().under(policy).outdated().count()
        if not count:
            return str(_("All go by this version."))
        words = ngettext("%(count)s goes by an earlier version", "%(count)s go by an earlier version", count)
        address = reverse("tickets:policy_apply", args=[policy.pk])
        return format_html('<a href="{}">{}</a>', address, words % {"count": count})

    @admin.display(description=_("simulation"))
    def trial(self, policy: Policy) -> SafeString | str:
        """Lead to where the policy can be tried out on past tickets."""
        if policy._state.adding:  # noqa: SLF001 -- what is not saved yet has no address
            return "–"
        address = reverse("reports:policy_simulate", args=[policy.pk])
        return format_html('<a href="{}">{}</a>', address, _("Simulate"))

    def save_related(
        self, request: HttpRequest, form: BaseModelForm[Policy], formsets: list[Any], change: bool
    ) -> None:
        """Keep the targets too, and publish the whole as a new version."""
        super().save_related(request, form, formsets, change)
        by = request.user if isinstance(request.user, User) else None
        actions.set_targets(form.instance, form.cleaned_data["targets"], by=by)
