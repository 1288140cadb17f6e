"""Bending what was promised, and how one wants to be told."""

from collections.abc import Iterator, Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from helpdesk.forms import ReasonForm, SentOnceForm
from sla.enums import Kind
from sla.models import Policy
from tickets.enums import NEVER_BY_MAIL, NotificationKind
from tickets.models import NotificationSetting, Ticket


class ResetForm(SentOnceForm, ReasonForm):
    """Why the clocks start anew; sent twice, they do so once."""


class PolicyChoiceForm(ReasonForm):
    """Another policy for one ticket."""

    policy = forms.ModelChoiceField(Policy.objects.active(), label=_("Policy"), empty_label=None)

    field_order = ("policy", "reason")


class DeadlineForm(ReasonForm):
    """A deadline of one's own for a promise that runs."""

    kind = forms.ChoiceField(label=_("Promise"))
    due_at = forms.DateTimeField(
        label=_("Due"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    field_order = ("kind", "due_at", "reason")

    def __init__(self, ticket: Ticket, data: Mapping[str, object] | None = None) -> None:
        super().__init__(data, auto_id="deadline_%s")
        running = ticket.agreement.clocks.live().promised() if ticket.agreement else []
        dates = {Kind(clock.kind): clock.due_at for clock in running}
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in dates]  # type: ignore[attr-defined]
        self.initial["due_at"] = min(dates.values(), default=None)


class NoticesForm(forms.Form):
    """For each kind of news: in the app, by mail, both, or not at all."""

    def __init__(self, settings: Mapping[str, NotificationSetting], data: Mapping[str, object] | None = None) -> None:
        super().__init__(data)
        for notice in NotificationKind:
            setting = settings.get(notice.value) or NotificationSetting(kind=notice)
            for way in ("in_app", "by_mail"):
                words = {"in_app": _("in the app"), "by_mail": _("by mail")}[way]
                self.fields[f"{notice.value}-{way}"] = forms.BooleanField(
                    required=False, label=words, initial=getattr(setting, way)
                )
            if notice in NEVER_BY_MAIL:
                by_mail = self.fields[f"{notice.value}-by_mail"]
                by_mail.disabled, by_mail.initial = True, False

    def rows(self) -> Iterator[tuple[str, forms.BoundField, forms.BoundField]]:
        """Yield each kind of news with its two boxes."""
        for notice in NotificationKind:
            yield str(notice.label), self[f"{notice.value}-in_app"], self[f"{notice.value}-by_mail"]

    def wishes(self) -> Iterator[tuple[NotificationKind, bool, bool]]:
        """Yield what is wanted, after validation."""
        for notice in NotificationKind:
            yield (
                notice,
                self.cleaned_data[f"{notice.value}-in_app"],
                self.cleaned_data[f"{notice.value}-by_mail"],
            )
