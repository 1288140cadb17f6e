"""The entry point of the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.project.settings")

application = get_wsgi_application()
gc.freeze()  # what is loaded stays: collecting garbage need not walk through it with every other page
