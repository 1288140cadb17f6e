"""Priorities and policies in the administration."""

from typing import Any

from django.contrib import admin
from django.forms import BaseModelForm
from django.http import HttpRequest

from sla import actions
from sla.forms import PolicyForm
from sla.models import Policy, Priority


@admin.register(Priority)
class PriorityAdmin(admin.ModelAdmin[Priority]):
    """Priorities, the most urgent first."""

    list_display = ["__str__", "code", "rank", "colour", "is_active"]


@admin.register(Policy)
class PolicyAdmin(admin.ModelAdmin[Policy]):
    """A policy with its table of priority by target."""

    form = PolicyForm
    list_display = ["name", "calendar", "is_default", "position", "is_active", "version"]
    fields = ["name", "calendar", "is_default", "position", "is_active", "pauses_first_response", "targets"]

    def save_related(
        self, request: HttpRequest, form: BaseModelForm[Policy], formsets: list[Any], change: bool
    ) -> None:
        """Keep the targets too, as a new version."""
        super().save_related(request, form, formsets, change)
        actions.set_targets(form.instance, form.cleaned_data["targets"])
