"""The floor's tables in the administration."""

from collections.abc import Iterable
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django_celery_results.admin import GroupResultAdmin, TaskResultAdmin

from helpdesk import actions
from helpdesk.admin_bases import ReadOnly
from helpdesk.models import AuditEvent, CompanyProfile, OperatorDefaults, User

# Its days are PostgreSQL's, by other rules of zones than ours; the filter by the same date stays.
TaskResultAdmin.date_hierarchy = GroupResultAdmin.date_hierarchy = None  # type: ignore[assignment]  # as Django's own


def _lacks_group(person: User) -> bool:
    is_agent = person.is_agent and person.is_active and not person.is_superuser
    return is_agent and not person.groups.all() and not person.user_permissions.all()


class OperatorDefaultsInline(admin.StackedInline[OperatorDefaults, User]):
    """What this operator's new tickets start with."""

    model = OperatorDefaults
    extra = 0


class NewUserForm(AdminUserCreationForm[User]):
    """A new person, by e-mail."""

    class Meta:
        model = User
        fields = ("email", "display_name", "is_agent")


class UserForm(UserChangeForm[User]):
    """A person's facts."""

    class Meta:
        model = User
        fields = "__all__"


@admin.register(User)
class UserAdmin(DjangoUserAdmin[User]):
    """People who sign in, and their groups."""

    form = UserForm
    add_form = NewUserForm
    inlines = (OperatorDefaultsInline,)
    ordering = ("display_name",)
    list_display = ("email", "display_name", "is_agent", "in_groups", "is_staff", "is_active", "last_login")
    list_filter = ("is_agent", "is_staff", "is_active", "groups")
    search_fields = ("email", "display_name")
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "password", "display_name")}),
        (_("Work"), {"fields": ("is_agent", "groups", "signature")}),
        (_("Language and look"), {"fields": ("language", "time_zone", "theme", "density", "single_keys")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "user_permissions")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    actions = ("end_sessions",)
    for_superusers = ("is_superuser", "user_permissions")
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("email", "display_name", "is_agent", "usable_password", "password1", "password2"),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Bring groups and rights along."""
        return super().get_queryset(request).prefetch_related("groups", "user_permissions")

    @admin.display(description=_("groups"))
    def in_groups(self, person: User) -> str:
        """Name the groups, and an agent who is in none."""
        if _lacks_group(person):
            return gettext("none: sees no tickets")
        return ", ".join(group.name for group in person.groups.all())

    def save_related(self, request: HttpRequest, form: UserForm, formsets: Iterable[Any], change: bool) -> None:
        """Save the groups too, and say so where an agent is in none."""
        super().save_related(request, form, formsets, change)
        if _lacks_group(User.objects.get(pk=form.instance.pk)):
            text = gettext("%(person)s works at the desk but is in no group, so sees no tickets. Choose a group below.")
            messages.warning(request, text % {"person": form.instance})

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Let nobody give away rights beyond those of the groups, but who has all rights."""
        return self.readonly_fields if request.user.is_superuser else (*self.readonly_fields, *self.for_superusers)

    def save_model(self, request: HttpRequest, obj: User, form: UserForm, change: bool) -> None:
        """Save a person with an address that needs no proof; a former one neither signs in nor gets mail any more."""
        super().save_model(request, obj, form, change)
        actions.vouch_for_email(obj)

    @admin.action(description=_("End all sessions"), permissions=["change"])
    def end_sessions(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Sign the chosen people out everywhere; who chooses themselves stays signed in here."""
        people = [person for person in queryset if self.has_change_permission(request, person)]
        by = cast("User", request.user)
        ended = sum([actions.sessions.end_others(person, by=by) for person in people])
        text = ngettext("%(count)d session is ended.", "%(count)d sessions are ended.", ended)
        self.message_user(request, text % {"count": ended})

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Keep those with all rights, and their passwords, from all others."""
        is_above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not is_above and super().has_change_permission(request, obj)


@admin.register(CompanyProfile)
class CompanyProfileAdmin(admin.ModelAdmin[CompanyProfile]):
    """Our own firm: one row, never a second."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Allow only the first row."""
        return not CompanyProfile.objects.exists()

    def save_model(
        self, request: HttpRequest, obj: CompanyProfile, form: ModelForm[CompanyProfile], change: bool
    ) -> None:
        """Save it as the row that there may be."""
        obj.pk = 1
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: CompanyProfile | None = None) -> bool:
        """Keep the row."""
        return False


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnly, admin.ModelAdmin[AuditEvent]):
    """Sign-ins, exports and changes of rights; nobody changes what is written there."""

    list_display = ("at", "kind", "actor", "about", "subject", "address")
    list_filter = ("kind", "at")
    search_fields = ("subject",)
    search_help_text = _("A person, an address, or how a subject begins.")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEvent]:
        """Bring the people along."""
        return AuditEvent.objects.for_list()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[AuditEvent], search_term: str
    ) -> tuple[QuerySet[AuditEvent], bool]:
        """Find by whom, about whom, from which address, or about what; each by its index."""
        if not search_term:
            return queryset, False
        return queryset & AuditEvent.objects.for_list().found(search_term, User.objects.called(search_term)), False
