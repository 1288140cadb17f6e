"""What is written on a ticket's page: answers, notes, and what a customer says."""

from collections.abc import Collection, Iterable, Mapping

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import TextChoices
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from helpdesk import html as markup
from helpdesk.errors import DiskFull
from helpdesk.forms import SentOnceForm
from helpdesk.models import User
from tickets import rules
from tickets.drafts import IncomingMessage, MessageBody, NewFile, Reply
from tickets.enums import Category, Move, Source
from tickets.errors import NothingToSay
from tickets.forms.fields import AddressesField, FilesField, kept_token, store_all
from tickets.models import Message, Ticket

WAYS: Mapping[str, StrOrPromise] = {
    Source.MAIL: _("by mail"),
    Source.PHONE: _("by phone"),
    Source.DIRECT: _("in person"),
    Source.PORTAL: _("on the portal"),
}


class Then(TextChoices):
    """What becomes of the ticket with an answer."""

    WAIT = "wait", _("Send and wait for the answer")
    OPEN = "open", _("Send and keep open")
    RESOLVE = "resolve", _("Send and resolve")


KEPT_OPEN: Mapping[str, Move] = {
    Category.NEW: Move.ACCEPT,
    Category.REPLIED: Move.RESUME,
    Category.ON_HOLD: Move.RESUME,
    Category.RESOLVED: Move.REOPEN,
    Category.CLOSED: Move.REOPEN,
}


Files = MultiValueDict[str, UploadedFile[bytes]]


class MessageForm(SentOnceForm, forms.Form):
    """Words from the editor, and files; sent twice, they are written once."""

    ids = "id_%s"

    body = forms.CharField(
        label=_("Message"), required=False, max_length=500_000, widget=forms.Textarea(attrs={"rows": 7})
    )
    format = forms.ChoiceField(
        choices=[("text", ""), ("html", "")], required=False, initial="text", widget=forms.HiddenInput
    )
    uploads = FilesField(label=_("Files"), required=False)

    def __init__(self, data: Mapping[str, object] | None = None, files: Files | None = None, *, user: User) -> None:
        super().__init__(data, files, auto_id=self.ids)
        self.user = user
        self.brought: tuple[NewFile, ...] = ()
        self._stored: tuple[NewFile, ...] | None = None

    def clean(self) -> dict[str, object]:
        """Keep the files; where the disk has no room for them, the form comes back with all that was typed."""
        data = super().clean() or self.cleaned_data
        try:
            self._stored = self._store(self.cleaned_data.get("uploads", []))
        except DiskFull as full:
            self._stored = self._store([])
            self.add_error("uploads", full.reason)
        return data

    @property
    def html(self) -> str:
        """Return what was written as HTML, not yet cleaned."""
        body: str = self.cleaned_data.get("body", "")
        return body if self.cleaned_data.get("format") == "html" else markup.from_text(body)

    @property
    def stored(self) -> tuple[NewFile, ...]:
        """Return the files, kept; those of a form that was refused before are among them."""
        if self._stored is None:
            self._stored = self._store(self.cleaned_data.get("uploads", []))
        return self._stored

    def _store(self, uploads: Iterable[UploadedFile[bytes]]) -> tuple[NewFile, ...]:
        kept = self.data.getlist("kept") if isinstance(self.data, MultiValueDict) else []
        return store_all(uploads, kept, self.user)

    @property
    def kept_files(self) -> list[tuple[str, str]]:
        """Return token and name of each file that came along, to be sent again with a refused form."""
        files = self.stored if self.is_bound and hasattr(self, "cleaned_data") else self.brought
        return [(kept_token(file, self.user), file.name) for file in files]


class ReplyForm(MessageForm):
    """An answer to the customer: to be mailed, or written down as they were told it."""

    source = forms.ChoiceField(label=_("How"), choices=Source, required=False)
    cc = AddressesField(label=_("Cc"), required=False, max_length=2000)
    then = forms.ChoiceField(choices=Then, required=False, initial=Then.WAIT)
    seen_event = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        files: Files | None = None,
        *,
        user: User,
        ticket: Ticket,
    ) -> None:
        super().__init__(data, files, user=user)
        self.fields["source"].choices = [(way.value, WAYS[way]) for way in rules.ways_to_answer(ticket)]  # type: ignore[attr-defined]

    @classmethod
    def fresh(cls, ticket: Ticket, *, user: User) -> "ReplyForm":
        """Return an empty form, with everybody who takes part in ``ticket`` in copy."""
        form = cls(user=user, ticket=ticket)
        form.initial = {"cc": ", ".join(ticket.in_copy)}
        return form

    @classmethod
    def again(
        cls, message: Message, *, user: User, typed: str = "", cc: str = "", kept: Iterable[str] = ()
    ) -> "ReplyForm":
        """Return the form of an answer that was taken back, as it was; what was ``typed`` meanwhile stands below it."""
        form = cls(user=user, ticket=message.ticket)
        below = f"<div><br></div>{markup.clean(typed)}" if typed else ""
        form.initial = {
            "body": f"{message.html}{below}",
            "format": "html",
            "cc": ", ".join([*message.cc, *_typed_besides(cc, {*message.cc, *message.ticket.in_copy})]),
        }
        files = (NewFile(a.file, a.name) for a in message.attachments.select_related("file") if not a.is_inline)
        form.brought = (*files, *store_all([], kept, user))
        return form

    @property
    def copied(self) -> tuple[str, ...]:
        """Return the addresses in copy, as far as the form was understood."""
        if not self.is_bound:
            return tuple(filter(None, str(self.initial.get("cc", "")).split(", ")))
        return tuple(getattr(self, "cleaned_data", {}).get("cc", ()))

    @property
    def copy_lines(self) -> int:
        """Return how many lines the addresses in copy need, where the browser does not find out by itself."""
        return min(max(len(self.copied) // 2, 1), 6)

    def answer(self, category: str) -> Reply:
        """Return the answer to a ticket of this category."""
        data = self.cleaned_data
        moves = {Then.OPEN: KEPT_OPEN.get(category), Then.RESOLVE: Move.RESOLVE}
        return Reply(
            body=MessageBody(html=self.html, files=self.stored, source=data["source"] or Source.MAIL),
            cc=data["cc"],
            move=moves.get(data["then"] or Then.WAIT, Move.REPLY),
            seen_event=data["seen_event"],
            key=data["key"],
        )


class NoteForm(MessageForm):
    """A note among agents, or for oneself alone."""

    ids = "note_%s"

    is_confidential = forms.BooleanField(label=_("Confidential: nobody but you reads it"), required=False)


class CustomerForm(MessageForm):
    """What a customer says on their ticket's page."""

    def clean(self) -> dict[str, object]:
        """Refuse an answer without words or files."""
        data = super().clean() or self.cleaned_data
        if not markup.to_text(markup.clean(self.html)) and not self.cleaned_data.get("uploads"):
            self.add_error("body", NothingToSay().reason)
        return data

    def incoming(self) -> IncomingMessage:
        """Return what they said."""
        return IncomingMessage(
            body=MessageBody(html=self.html, files=self.stored, source=Source.PORTAL),
            sender_name=self.user.display_name,
            sender_email=self.user.email,
            key=self.cleaned_data["key"],
        )


def _typed_besides(cc: str, known: Collection[str]) -> list[str]:
    """Return the addresses of ``cc`` that nobody had proposed."""
    return [address for address in map(str.strip, cc.split(",")) if address and address not in known]
