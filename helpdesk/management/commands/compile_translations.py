"""Compile the translations, without the programs of gettext."""

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """``manage.py compile_translations``."""

    help = "Compile the translations: locale/*/LC_MESSAGES/*.po."
    requires_system_checks: tuple[str, ...] = ()

    def handle(self, *_args: object, **_options: object) -> None:
        """Compile every catalogue; half of one is never read."""
        for source in sorted((settings.BASE_DIR / "locale").glob("*/LC_MESSAGES/*.po")):
            draft = source.with_suffix(".mo.new")
            polib.pofile(str(source)).save_as_mofile(str(draft))
            draft.replace(source.with_suffix(".mo"))
