"""Languages and time."""

from django.utils.translation import gettext_lazy as _

from helpdesk.project.settings.installation import BASE_DIR

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("it", _("Italian")), ("ro", _("Romanian"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
FORMAT_MODULE_PATH = ["helpdesk.project.formats"]
