"""The customer register for administrators."""

from typing import ClassVar

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from crm import actions, rules
from crm.models import (
    Address,
    Asset,
    Company,
    CompanyDomain,
    CompanyGroup,
    Contact,
    Project,
    ProjectResource,
    ProjectTask,
)
from helpdesk.admin import UserAdmin, UserForm
from helpdesk.admin_bases import FactsAdmin
from helpdesk.models import User

admin.site.unregister(User)  # the floor registered it; here it learns of contacts


@admin.register(User)
class LoginAdmin(UserAdmin):
    """People who sign in; a customer becomes the login of the contact with their e-mail."""

    deciding = frozenset({"email", "is_agent", "is_active"})

    def save_model(self, request: HttpRequest, obj: User, form: UserForm, change: bool) -> None:
        """Save a person and, when it was said who they are, link them with their contact."""
        super().save_model(request, obj, form, change)
        admin_user = request.user
        if not isinstance(admin_user, User) or self.deciding.isdisjoint(form.changed_data):
            return
        if rules.can_change_contact(admin_user) and (contact := actions.link_login(obj, by=admin_user)):
            messages.success(request, _("%(contact)s signs in to the portal with this login.") % {"contact": contact})


class AddressInline(admin.TabularInline[Address, Company]):
    """The places of a company."""

    model = Address
    extra = 0


class CompanyDomainInline(admin.TabularInline[CompanyDomain, Company]):
    """The mail domains of a company."""

    model = CompanyDomain
    extra = 0


class ProjectTaskInline(admin.TabularInline[ProjectTask, Project]):
    """The tasks of a project."""

    model = ProjectTask
    extra = 0


class ProjectResourceInline(admin.TabularInline[ProjectResource, Project]):
    """Who works in a project."""

    model = ProjectResource
    extra = 0
    autocomplete_fields = ("user",)


@admin.register(CompanyGroup)
class CompanyGroupAdmin(admin.ModelAdmin[CompanyGroup]):
    """Groups and what they are part of."""

    list_display = ("name", "parent")
    list_select_related = ("parent",)
    search_fields = ("name",)
    autocomplete_fields = ("parent",)


@admin.register(Company)
class CompanyAdmin(FactsAdmin[Company]):
    """A company with its places and mail domains."""

    list_display = ("code", "name", "vat_id", "bill_to", "currency", "is_billable", "is_active")
    list_filter = ("is_active", "is_billable", "language", "currency", "groups")
    list_select_related = ("bill_to",)
    search_fields = ("search_text", "name")
    autocomplete_fields = ("bill_to",)
    filter_horizontal = ("groups",)
    readonly_fields = ("created_at",)
    inlines: ClassVar = [AddressInline, CompanyDomainInline]


@admin.register(Contact)
class ContactAdmin(FactsAdmin[Contact]):
    """Somebody who asks us, and their login to the portal."""

    list_display = ("name", "email", "company", "language", "user", "is_active")
    list_filter = ("is_active", "role", "language", ("user", admin.EmptyFieldListFilter))
    list_select_related = ("company", "user")
    search_fields = ("search_text", "name", "company__name")
    autocomplete_fields = ("company", "user")
    readonly_fields = ("public_id", "created_at")


@admin.register(Project)
class ProjectAdmin(admin.ModelAdmin[Project]):
    """A project with its tasks and resources."""

    list_display = ("code", "name", "company", "starts_on", "ends_on", "is_active")
    list_filter = ("is_active",)
    list_select_related = ("company",)
    search_fields = ("code", "name", "company__name")
    autocomplete_fields = ("company",)
    date_hierarchy = "starts_on"
    inlines: ClassVar = [ProjectTaskInline, ProjectResourceInline]


@admin.register(Asset)
class AssetAdmin(admin.ModelAdmin[Asset]):
    """Something we look after."""

    list_display = ("name", "kind", "serial", "company", "is_active")
    list_filter = ("is_active", "kind")
    list_select_related = ("company",)
    search_fields = ("name", "serial", "company__name")
    autocomplete_fields = ("company",)
