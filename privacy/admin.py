"""People's data in the administration: to hand it out, to forget it, to purge; each asks first, with what will happen."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.forms import Form
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.admin import ContactAdmin, LoginAdmin
from crm.models import Contact
from helpdesk import current_time
from helpdesk.admin import CompanyProfileAdmin
from helpdesk.disk import PART
from helpdesk.models import CompanyProfile, User
from privacy import actions, rules
from privacy.exports import export
from privacy.forms import AnonymiseForm, PurgeForm
from privacy.people import Person, of_contact, of_user

admin.site.unregister([User, Contact, CompanyProfile])  # the floors below registered them; here they may be forgotten


def _asked(request: HttpRequest, rows: QuerySet[Any], form: Form, context: dict[str, object]) -> HttpResponse:
    """Show what will happen, and ask."""
    context |= {
        **admin.site.each_context(request),
        "form": form,
        "chosen": rows,
        "opts": rows.model._meta,
        "action": request.POST["action"],
        "checkbox": ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, "admin/privacy/asked.html", context)


class WithData:
    """What may be done with people's data; who may not is offered nothing."""

    actions = ("export_data", "anonymise")
    person_of: Callable[[Any], Person]

    def has_data_permission(self, request: HttpRequest) -> bool:
        """Say whether the actions are offered."""
        return isinstance(request.user, User) and rules.can_handle_data(request.user)

    @admin.action(description=gettext_lazy("Export personal data"), permissions=["data"])
    def export_data(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase | None:
        """Answer with everything that the desk knows of one person."""
        if len(queryset) != 1:
            messages.error(request, _("Choose one person: everybody gets their own data, and nobody else's."))
            return None
        archive = _disk_file()
        export(type(self).person_of(queryset[0]), archive, by=_user(request))
        archive.seek(0)
        return FileResponse(archive, as_attachment=True, filename=f"person-{queryset[0].pk}.zip")

    @admin.action(description=gettext_lazy("Anonymise"), permissions=["data"])
    def anonymise(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase | None:
        """Forget the chosen people, once that was confirmed."""
        people = [type(self).person_of(one) for one in queryset]
        form = AnonymiseForm(request.POST if "confirmed" in request.POST else None)
        if not form.is_valid():
            counts = [(one, actions.count(person)) for one, person in zip(queryset, people, strict=True)]
            context = {"title": _("Anonymise"), "counts": counts, "is_forgetting": True}
            return _asked(request, queryset, form, context)
        for person in people:
            actions.anonymise(person, by=_user(request), empties_words=form.cleaned_data["empties_words"])
        messages.success(request, _("Nobody knows them any more: %(n)s.") % {"n": len(people)})
        return None


def _disk_file() -> IO[bytes]:
    """Return a file without a name for what may be large; temporary files elsewhere may lie in memory."""
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    return TemporaryFile(dir=root, suffix=PART)


def _user(request: HttpRequest) -> User:
    """Return who is signed in; the administration lets nobody else come so far."""
    assert isinstance(request.user, User)  # noqa: S101 -- for the type alone
    return request.user


@admin.register(Contact)
class PersonAdmin(WithData, ContactAdmin):  # type: ignore[misc]  # the mixin brings its actions as a tuple
    """Somebody who asks us, whose data may be handed out and forgotten."""

    person_of = staticmethod(of_contact)


@admin.register(User)
class UserDataAdmin(WithData, LoginAdmin):
    """Somebody who signs in, whose data may be handed out and forgotten."""

    actions = ("end_sessions", *WithData.actions)  # type: ignore[assignment]  # a tuple of its own length
    person_of = staticmethod(of_user)


@admin.register(CompanyProfile)
class PurgingAdmin(CompanyProfileAdmin):
    """Our own firm, and what it keeps no longer."""

    actions = ("purge",)

    def has_data_permission(self, request: HttpRequest) -> bool:
        """Say whether the action is offered."""
        return isinstance(request.user, User) and rules.can_handle_data(request.user)

    @admin.action(description=gettext_lazy("Purge closed tickets and orphan people"), permissions=["data"])
    def purge(self, request: HttpRequest, queryset: QuerySet[CompanyProfile]) -> HttpResponseBase | None:
        """Delete what is older than was asked for, once that was confirmed."""
        now, kept = current_time.now(), CompanyProfile.current().purge_after_days
        form = PurgeForm(request.POST if "days" in request.POST else None, initial={"days": kept or 3650})
        is_sure = form.is_valid() and request.POST.get("confirmed") == str(form.cleaned_data["days"])
        if is_sure:
            done = actions.purge(now, form.cleaned_data["days"], by=_user(request))
            messages.success(request, _("Deleted: %(what)s.") % {"what": _told(done)})
            return redirect(request.path)
        days = form.cleaned_data["days"] if form.is_bound and form.is_valid() else kept or 3650
        counts = [(days, [actions.Count(_label(name), n) for name, n in actions.would_purge(now, days).items()])]
        return _asked(request, queryset, form, {"title": _("Purge"), "counts": counts, "days": days})


def _label(name: str) -> str:
    return {"tickets": _("tickets"), "contacts": _("contacts"), "logins": _("logins")}[name]


def _told(counts: dict[str, int]) -> str:
    return ", ".join(f"{n} {_label(name)}" for name, n in counts.items())
