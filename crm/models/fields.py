"""Column types of the register."""

from django.db import models
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from crm.querysets import Digits, Fold


class LowercaseEmailField(models.EmailField[str, str]):
    """An e-mail address, kept and looked up in lower case, so that one index serves every spelling."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Write the address in lower case, into the object in hand too."""
        value: str = super().pre_save(model_instance, add).strip().lower()
        setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value: object) -> object:
        """Look the address up in lower case."""
        prepared = super().get_prep_value(value)
        return prepared.strip().lower() if isinstance(prepared, str) else prepared


def search_text(*columns: str) -> models.GeneratedField:
    """Return a column, kept by the database, that holds ``columns`` without case and accents for searching.

    A phone number is also held in digits alone.
    """
    # The blank in front of every column lets "% ab%" find words that begin with "ab".
    parts = [*map(models.F, columns), Digits(models.F("phone"))]
    spaced = [one for part in parts for one in (models.Value(" "), part)]
    return models.GeneratedField(
        verbose_name=_("search text"),
        expression=Fold(Concat(*spaced, output_field=models.TextField())),
        output_field=models.TextField(),
        db_persist=True,
        editable=False,
    )
