"""Administration of tickets: setting up, looking, repairing; what happens to a ticket goes through actions."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from helpdesk.models import User
from tickets import numbering, wording
from tickets.models import (
    MailboxRoute,
    MailTemplate,
    Note,
    NumberingCounter,
    NumberingSeries,
    Operation,
    PriorityCell,
    Severity,
    Ticket,
    TicketCategory,
    TicketStatus,
    TicketType,
)
from tickets.querysets import Scope

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


class CounterInline(admin.TabularInline[NumberingCounter, NumberingSeries]):
    """The counters of a series, to look at."""

    model = NumberingCounter
    extra = 0
    can_delete = False
    readonly_fields = ("period_key", "last_number")

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Counters are made when the first number is taken."""
        return False


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
    autocomplete_fields = ("first_assigned_user",)
    inlines = (StatusInline,)
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


class ReadOnlyAdmin[M: Model](admin.ModelAdmin[M]):
    """Rows to look at; nothing here is added, changed or deleted."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Say no."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Say no."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Say no."""
        return False


class OfVisibleTickets:
    """Rows of tickets, named by ``ticket_path``: those of tickets that a person may not see are not here for him.

    Whoever may see all needs no seat at the desk for it.
    """

    ticket_path = "ticket"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Keep what this person may see."""
        rows: QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]  # mixed into a ModelAdmin
        if request.user.has_perm(Scope.ALL.value):
            return rows
        return rows.exclude(**{f"{self.ticket_path}__in": Ticket.objects.hidden_from(request.user)})


@admin.register(Ticket)
class TicketAdmin(OfVisibleTickets, ReadOnlyAdmin[Ticket]):
    """A ticket's facts; its status moves only through actions."""

    list_display = ("reference", "subject", "type", "status", "assignee", "created_at")
    list_select_related = ("type", "status", "assignee")
    list_filter = ("type", "status_category", "billing_status")
    search_fields = ("reference", "subject", "requester_email")
    show_full_result_count = False
    exclude = ("thread", "agreement", "assets")
    ticket_path = "pk"


@admin.register(Note)
class NoteAdmin(ReadOnlyAdmin[Note]):
    """Internal notes; a confidential one is shown to its author alone, whoever else may enter here (E15)."""

    list_display = ("ticket", "author", "visibility", "at")
    list_select_related = ("ticket", "author")
    fields = ("ticket", "author", "visibility", "text", "at")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Note]:
        """Keep what this person may read."""
        if not isinstance(request.user, User):
            return Note.objects.none()
        return Note.objects.visible_to(request.user)


class MailTemplateForm(forms.ModelForm[MailTemplate]):
    """Words, and how names are written in them."""

    class Meta:
        model = MailTemplate
        fields = ("event", "language", "subject", "text")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # a form's own arguments, handed on
        self.fields["text"].help_text = gettext(
            "Plain text. A name in double braces is filled in, such as {{ reference }} or {{ link }}. "
            "Known are: %(names)s."
        ) % {"names": ", ".join(sorted(wording.NAMES))}


@admin.register(MailTemplate)
class MailTemplateAdmin(admin.ModelAdmin[MailTemplate]):
    """Words of our own for the desk's mails, shown as a customer would read them."""

    list_display = ("event", "language", "subject")
    list_filter = ("event", "language")
    readonly_fields = ("preview",)
    form = MailTemplateForm

    def get_fields(
        self, request: HttpRequest, obj: MailTemplate | None = None
    ) -> list[str | list[str] | tuple[str, ...] | tuple[()]]:
        """Show a preview of what is saved already."""
        return ["event", "language", "subject", "text", *(["preview"] if obj else [])]

    @admin.display(description=_("preview with sample data"))
    def preview(self, template: MailTemplate) -> str:
        """Return the text as it was saved, filled with a sample."""
        return wording.filled(f"{template.subject}\n\n{template.text}", wording.SAMPLE)
