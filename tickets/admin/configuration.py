"""What administrators set up: numbering, types, statuses, categories, the matrix."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from helpdesk.admin_bases import ReadOnly
from tickets import actions, numbering
from tickets.models import (
    MailboxRoute,
    NumberingCounter,
    NumberingSeries,
    Operation,
    PriorityCell,
    Severity,
    TicketCategory,
    TicketStatus,
    TicketType,
)
from tickets.querysets import seeing_tickets

PROBLEMS = {
    "unreadable": _("This pattern cannot be read. Use {type}, {year}, {month}, {day} and {number:05d}, nothing else."),
    "number": _("Without {number} every ticket would have the same reference."),
    "repeats": _("The numbers start again, so the pattern must say when: add {year}, {month} or {day}."),
}


class NumberingSeriesForm(forms.ModelForm[NumberingSeries]):
    """A series whose pattern gives each document a reference of its own; another code or pattern is another series."""

    class Meta:
        model = NumberingSeries
        fields = ("code", "description", "period", "pattern", "start_number", "is_active")

    def clean(self) -> dict[str, object]:
        """Refuse a pattern that cannot be read, or whose references would repeat."""
        data = super().clean() or self.cleaned_data
        if not data.get("is_active") and self.instance.pk and self.instance.types.offered().exists():
            raise ValidationError({"is_active": _("Ticket types still take their numbers from this series.")})
        problem = numbering.problem_of(str(data.get("pattern", "")), str(data.get("period", "none")))
        if problem and "pattern" in data:
            raise ValidationError({"pattern": PROBLEMS[problem]})
        return data


class CounterInline(ReadOnly, admin.TabularInline[NumberingCounter, NumberingSeries]):
    """The counters of a series; one is made when the first number is taken."""

    model = NumberingCounter
    fields = ("period_key", "last_number")


@admin.register(NumberingSeries)
class NumberingSeriesAdmin(admin.ModelAdmin[NumberingSeries]):
    """How numbers are given."""

    form = NumberingSeriesForm
    list_display = ("code", "description", "period", "pattern", "is_active")
    inlines = (CounterInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: NumberingSeries | None = None) -> tuple[str, ...]:
        """Hold the code for good, and how numbers are written from the first one on."""
        if obj is None:
            return ()
        return ("code", "period", "pattern", "start_number") if obj.counters.exists() else ("code",)


class StatusForm(forms.ModelForm[TicketStatus]):
    """A status; that only one is the first, and each code is there once, its formset sees to."""

    class Meta:
        model = TicketStatus
        fields = ("position", "code", "name", "customer_name", "category", "is_default", "valid_until")
        widgets: ClassVar = {"valid_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def validate_constraints(self) -> None:
        """Judge the row alone: the statuses beside it may change in the same moment."""
        try:
            self.instance.validate_constraints(exclude={"type"})
        except ValidationError as error:
            self.add_error(None, error)


class StatusFormSet(forms.BaseInlineFormSet[TicketStatus, TicketType, forms.ModelForm[TicketStatus]]):
    """The statuses of a type, one of which a new ticket starts with."""

    def clean(self) -> None:
        """Refuse an active type whose tickets would have no first status, or two."""
        super().clean()
        firsts = [form for form in self.forms if form not in self.deleted_forms and _is_first(form)]
        if not any(self.errors) and (len(firsts) > 1 or (self.instance.is_active and not firsts)):
            raise ValidationError(
                _("Tick exactly one status as the first one: new tickets of this type start with it.")
            )

    def save(self, commit: bool = True) -> list[TicketStatus]:
        """Save the statuses; the former first one gives the title up before another takes it."""
        kept = [form.instance.pk for form in self.initial_forms if form not in self.deleted_forms and _is_first(form)]
        if commit:
            self.instance.statuses.filter(is_default=True).exclude(pk__in=kept).update(is_default=False)
        return super().save(commit)


def _is_first(form: forms.ModelForm[TicketStatus]) -> bool:
    return bool(form.cleaned_data.get("is_default"))


class StatusInline(admin.TabularInline[TicketStatus, TicketType]):
    """The statuses of a type."""

    model = TicketStatus
    form = StatusForm
    formset = StatusFormSet
    extra = 0


@admin.register(TicketType)
class TicketTypeAdmin(admin.ModelAdmin[TicketType]):
    """Types with their statuses, what they demand and what they propose."""

    list_display = ("name", "code", "kind", "series", "is_active")
    list_select_related = ("series",)
    search_fields = ("name", "code")
    inlines = (StatusInline,)
    actions = ("copy",)
    fieldsets = (
        (None, {"fields": ("code", "name", "description", "kind", "series", "position", "is_active")}),
        (
            _("Demands"),
            {
                "fields": (
                    "requires_company",
                    "requires_subject",
                    "requires_referent",
                    "requires_referent_email",
                    "requires_project",
                    "requires_severity",
                )
            },
        ),
        (
            _("Proposes"),
            {
                "fields": (
                    "first_assigned_user",
                    "due_default",
                    "due_days",
                    "auto_close_days",
                    "reopen_days",
                )
            },
        ),
        (
            _("Mail"),
            {"fields": ("confirms_receipt", "tells_resolved", "tells_closed", "warn_days", "tells_agents")},
        ),
    )

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField[Any] | None:
        """Offer as first owner of a ticket only whom some right lets see it."""
        if db_field.name == "first_assigned_user":
            kwargs["queryset"] = seeing_tickets()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.action(description=_("Copy to a new type"), permissions=["add"])
    def copy(self, request: HttpRequest, queryset: QuerySet[TicketType]) -> HttpResponse | None:
        """Copy each chosen type with its statuses; the copy waits to be named and made active."""
        copies = [actions.copy_type(original) for original in queryset]
        names = ", ".join(copy.code for copy in copies)
        messages.success(
            request, gettext("Copied to %(names)s. Give it a name of its own, and make it active.") % {"names": names}
        )
        return redirect("admin:tickets_tickettype_change", copies[0].pk) if len(copies) == 1 else None


@admin.register(TicketCategory)
class TicketCategoryAdmin(admin.ModelAdmin[TicketCategory]):
    """Subjects, in a tree."""

    list_display = ("name", "parent", "proposed_type", "is_active")
    list_select_related = ("parent", "proposed_type")
    search_fields = ("name",)


@admin.register(Severity)
class SeverityAdmin(admin.ModelAdmin[Severity]):
    """Severities."""

    list_display = ("description", "code", "rank", "is_active")


@admin.register(Operation)
class OperationAdmin(admin.ModelAdmin[Operation]):
    """Operations, and the types that offer them."""

    list_display = ("description", "code", "valid_until")
    filter_horizontal = ("types",)


@admin.register(PriorityCell)
class PriorityCellAdmin(admin.ModelAdmin[PriorityCell]):
    """The matrix, all 25 fields on one page, each priority changed in place."""

    list_display = ("urgency", "impact", "priority")
    list_display_links = None
    list_editable = ("priority",)
    list_select_related = ("priority",)
    list_per_page = 25


@admin.register(MailboxRoute)
class MailboxRouteAdmin(admin.ModelAdmin[MailboxRoute]):
    """Which type of ticket a mailbox makes."""

    list_display = ("mailbox", "type")
    list_select_related = ("mailbox", "type")
