"""Settings, twelve-factor, a module for each subject: the environment decides, the defaults run the demo."""

import django_stubs_ext

from helpdesk.project.settings.apps import *  # noqa: F403 -- settings are all of them
from helpdesk.project.settings.database import *  # noqa: F403 -- settings are all of them
from helpdesk.project.settings.files import *  # noqa: F403 -- settings are all of them
from helpdesk.project.settings.installation import *  # noqa: F403 -- settings are all of them
from helpdesk.project.settings.jobs import *  # noqa: F403 -- settings are all of them
from helpdesk.project.settings.language import *  # noqa: F403 -- settings are all of them
from helpdesk.project.settings.logs import *  # noqa: F403 -- settings are all of them
from helpdesk.project.settings.mail import *  # noqa: F403 -- settings are all of them
from helpdesk.project.settings.security import *  # noqa: F403 -- settings are all of them
from helpdesk.project.settings.sign_in import *  # noqa: F403 -- settings are all of them

django_stubs_ext.monkeypatch()
