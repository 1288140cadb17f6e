"""What the list may be asked for in its address."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from helpdesk.models import User
from helpdesk.paging import Order
from sla.models import Priority
from tickets import list_views
from tickets.enums import BillingStatus, Category
from tickets.forms.fields import CategoryField, company_field, offer_visible
from tickets.models import TicketCategory, TicketType
from tickets.querysets import TicketQuerySet


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on."""

    name: str
    label: str
    value: str
    without: str


class FilterForm(forms.Form):
    """Views, filters, words and order of the list; anything else is refused."""

    view = forms.ChoiceField(required=False, choices=[(name, view.label) for name, view in list_views.VIEWS.items()])
    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("Any status")), *Category.choices])
    type = forms.ModelChoiceField(
        TicketType.objects.all(), label=_("Type"), required=False, to_field_name="code", empty_label=_("Any type")
    )
    priority = forms.ModelChoiceField(
        Priority.objects.all(), label=_("Priority"), required=False, to_field_name="code", empty_label=_("Any priority")
    )
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    company = company_field()
    category = CategoryField(
        TicketCategory.objects.select_related("parent"),
        label=_("Category"),
        required=False,
        empty_label=_("Any category"),
    )
    promise = forms.ChoiceField(
        label=_("Promise"), required=False, choices=[("", _("Any promise")), *list_views.PROMISES]
    )
    billing = forms.ChoiceField(
        label=_("Billing"), required=False, choices=[("", _("Any billing status")), *BillingStatus.choices]
    )
    sort = forms.ChoiceField(required=False, choices=[(name, name) for name in list_views.sort_names()])
    after = forms.CharField(required=False)
    before = forms.CharField(required=False)

    def __init__(self, data: QueryDict, *, user: User, is_typing: bool = False) -> None:
        super().__init__(data)
        self.user, self.is_typing = user, is_typing
        offer_visible(self, user)
        agents = [(str(agent.pk), agent.display_name) for agent in User.objects.agents()]
        anybody = [("", _("Any owner")), (list_views.ME, _("Me")), (list_views.NOBODY, _("Nobody"))]
        self.fields["owner"].choices = [*anybody, *agents]  # type: ignore[attr-defined]
        self.fields["company"].empty_label = _("Any customer")  # type: ignore[attr-defined]

    @property
    def is_readable(self) -> bool:
        """Say whether there is every filter of the address, with that value."""
        return self.data.keys() <= self.fields.keys() and self.is_valid()

    def ensure_readable(self) -> None:
        """Refuse an address with a filter that there is not, or a value that it does not take."""
        for name in self.data:
            if name not in self.fields:
                raise BadRequest(_("This list has no filter “%(name)s”.") % {"name": name})
        if not self.is_valid():
            name = next(iter(self.errors))
            label = self.fields[name].label or name
            raise BadRequest(
                _("“%(value)s” is no value of the filter “%(name)s”.") % {"value": self.data[name][:80], "name": label}
            )

    @property
    def view_name(self) -> str:
        """Return the view asked for; words without a view are searched for everywhere."""
        chosen: str = self.cleaned_data["view"]
        return chosen or (list_views.SEARCH_VIEW if self.cleaned_data["q"] else list_views.FIRST_VIEW)

    @property
    def view_shown(self) -> list_views.View:
        """Return the view asked for."""
        return list_views.VIEWS[self.view_name]

    @property
    def sort_name(self) -> str:
        """Return the order asked for, else that of what was searched for, else that of the view."""
        chosen: str = self.cleaned_data["sort"]
        if self.cleaned_data["q"]:
            return chosen or list_views.SEARCH_SORT
        return chosen if chosen.removeprefix("-") != list_views.SEARCH_SORT and chosen else self.view_shown.sort

    @property
    def order(self) -> Order:
        """Return the order of the rows."""
        return list_views.order_of(self.sort_name)

    @property
    def is_narrowed(self) -> bool:
        """Say whether words or filters keep something out of the view."""
        return any(self.cleaned_data[name] for name in ("q", *list_views.FILTERS))

    def apply(self, tickets: TicketQuerySet, now: datetime) -> TicketQuerySet:
        """Keep the tickets of the view that the filters let through."""
        tickets = self.view_shown.narrow(tickets, self.user, now)
        for name, keep in list_views.FILTERS.items():
            if self.cleaned_data[name]:
                tickets = keep(tickets, self.user, self.cleaned_data[name])
        text = self.cleaned_data["q"]
        return tickets.finding(text, self.user, is_typing=self.is_typing) if text else tickets

    def chips(self) -> Iterator[Chip]:
        """Yield each filter that is on, in words."""
        for name in list_views.FILTERS:
            value = self.cleaned_data[name]
            if value:
                field = self.fields[name]
                shown = dict(field.choices).get(value) if isinstance(value, str) else value  # type: ignore[attr-defined]
                yield Chip(name, str(field.label), str(shown), self._without(name))

    def _without(self, name: str) -> str:
        """Return the list's address with one filter less."""
        dropped = {name, "after", "before", "view"}
        rest = [(key, value) for key, value in self.data.items() if value and key not in dropped]
        return f"?{urlencode([('view', self.view_name), *rest])}"
