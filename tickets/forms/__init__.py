"""What a browser may send to the tickets."""

from tickets.forms.agreements import DeadlineForm, NoticesForm, PolicyChoiceForm, ResetForm
from tickets.forms.bulk import AssignManyForm, ChosenForm, MoveManyForm, PrioritiseManyForm
from tickets.forms.composer import CustomerForm, MessageForm, NoteForm, ReplyForm, Then
from tickets.forms.filters import FilterForm
from tickets.forms.mail_preferences import MailPreferenceForm, SolutionAnswerForm
from tickets.forms.opening import NewTicketForm
from tickets.forms.properties import (
    HandOverForm,
    MoveForm,
    OwnerForm,
    PropertiesForm,
    StatusForm,
    TypeForm,
    WatcherForm,
)

__all__ = [
    "AssignManyForm",
    "ChosenForm",
    "CustomerForm",
    "DeadlineForm",
    "FilterForm",
    "HandOverForm",
    "MailPreferenceForm",
    "MessageForm",
    "MoveForm",
    "MoveManyForm",
    "NewTicketForm",
    "NoteForm",
    "NoticesForm",
    "OwnerForm",
    "PolicyChoiceForm",
    "PrioritiseManyForm",
    "PropertiesForm",
    "ReplyForm",
    "ResetForm",
    "SolutionAnswerForm",
    "StatusForm",
    "Then",
    "TypeForm",
    "WatcherForm",
]
