"""The administration as a whole: what every table in it has in common."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from helpdesk import idempotency
from helpdesk.actions import sent_forms
from helpdesk.admin_sections import SiteBySections
from helpdesk.forms import new_key, sent_content

AdminClass = type[admin.ModelAdmin[Any]]


class SentOnce(admin.ModelAdmin[Any]):
    """A table whose forms do once what they do, however often they are sent."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Give the form a key; where somebody took a code in this moment, answer once more: the form can say so now."""
        context = {"key": new_key(), **(extra_context or {})}
        try:
            return self._answer_once(request, object_id, form_url, context)
        except IntegrityError:
            return self._answer_once(request, object_id, form_url, context)

    @transaction.atomic
    def _answer_once(
        self, request: HttpRequest, object_id: str | None, form_url: str, context: dict[str, Any]
    ) -> HttpResponse:
        """Answer; a form that was saved already leads to what it made or changed, as it did then."""
        saved = sent_forms.made_before(self._key_of(request))
        row = self.get_object(request, saved) if saved else None
        if row is None:
            return super().changeform_view(request, object_id, form_url, context)
        return super().response_change(request, row) if object_id else super().response_add(request, row)

    def response_add(self, request: HttpRequest, obj: Model, post_url_continue: str | None = None) -> HttpResponse:
        """Remember what the form has made."""
        sent_forms.remember(self._key_of(request), obj.pk)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Model) -> HttpResponse:
        """Remember what the form has changed: rows that it adds around it are added once."""
        sent_forms.remember(self._key_of(request), obj.pk)
        return super().response_change(request, obj)

    def _key_of(self, request: HttpRequest) -> UUID | None:
        """Return the key of a sent form; with other content it is another form, for the page has no place to ask."""
        content = idempotency.fingerprint(sent_content(request.POST))
        return idempotency.scoped_or_none(request.POST.get("key"), self.model._meta.label, request.user.pk, content)  # noqa: SLF001 -- Django's own public name for it


class DeskSite(SiteBySections):
    """The administration of the desk."""

    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class: AdminClass | None = None,
        **options: Any,
    ) -> None:
        """Register tables, those of other packages too, so that their forms are sent once."""
        table = admin_class or admin.ModelAdmin
        named = {"__doc__": table.__doc__, "__module__": table.__module__}
        super().register(model_or_iterable, type(table.__name__, (SentOnce, table), named), **options)
