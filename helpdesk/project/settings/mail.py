"""Mail, incoming and outgoing."""

from helpdesk.project.environment import reading
from helpdesk.project.settings.installation import env

# Mails of the account pages (codes, password resets); the tickets' mail leaves through the outbox of the app "mail".
MAIL_SMTP_URL = env("MAIL_SMTP_URL", default="smtp://localhost:25")
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="helpdesk@localhost")
with reading("MAIL_SMTP_URL"):
    _smtp = env.email_url_config(MAIL_SMTP_URL)
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": _smtp["EMAIL_HOST"],
            "port": _smtp["EMAIL_PORT"] or 25,
            "username": _smtp["EMAIL_HOST_USER"] or "",
            "password": _smtp["EMAIL_HOST_PASSWORD"] or "",
            "use_tls": _smtp.get("EMAIL_USE_TLS", False),
            "use_ssl": _smtp.get("EMAIL_USE_SSL", False),
            "timeout": 30,
        },
    },
}
MAIL_INSTANCE = env("MAIL_INSTANCE", default="helpdesk")
# How many automatic mails may leave: per hour and day to one address, per hour to one domain, per hour in all.
MAIL_AUTO_LIMITS = {
    "address_hour": 5,
    "address_day": 20,
    "agent_hour": 60,  # our own people are told of every ticket of theirs
    "agent_day": 500,
    "domain_hour": 100,
    "all_hour": 1000,
}
# More new tickets than this from one sender within ten minutes are added to their newest one.
MAIL_NEW_TICKETS_LIMIT = env.int("MAIL_NEW_TICKETS_LIMIT", default=10)
# For how long a reply can be undone, where its writer has not chosen otherwise; 0 sends at once.
MAIL_UNDO_SECONDS = env.int("MAIL_UNDO_SECONDS", default=10)
# The requester of a mail that an agent passes on is whoever wrote it first.
MAIL_TAKE_FORWARDED_SENDER = env.bool("MAIL_TAKE_FORWARDED_SENDER", default=True)
# Networks that are not public and may yet be asked for the images that mails name: an intranet's own servers.
REMOTE_IMAGES_ALSO_FROM = env.list("REMOTE_IMAGES_ALSO_FROM", default=[])
# What looks for viruses in files from outside: the socket of a clamd, or a function of ours; nothing asks nobody.
MAIL_SCAN = env("MAIL_SCAN", default="")
# Mail as it came is deleted so many days after it was taken in or ignored; 0 keeps it as long as its ticket.
MAIL_RAW_KEEP_DAYS = env.int("MAIL_RAW_KEEP_DAYS", default=0)
MAIL_INTAKE_TASK = "tickets.periodic.take_in_mail"
MAIL_FAILURE_TASK = "tickets.periodic.tell_of_failed_mail"
