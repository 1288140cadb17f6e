"""Words of our own for the desk's mails."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tickets import placeholders
from tickets.models import MailTemplate


class MailTemplateForm(forms.ModelForm[MailTemplate]):
    """Words, and how names are written in them."""

    class Meta:
        model = MailTemplate
        fields = ("event", "language", "subject", "text")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # a form's own arguments, handed on
        self.fields["text"].help_text = gettext(
            "Plain text. Placeholders in double braces are filled in, such as {{ reference }} or {{ link }}. "
            "Available: %(names)s."
        ) % {"names": ", ".join(sorted(placeholders.NAMES))}


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
        return placeholders.fill(f"{template.subject}\n\n{template.text}", placeholders.SAMPLE)
