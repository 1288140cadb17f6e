"""Settings, twelve-factor: the environment decides, the defaults run the demo."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
import environ
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from redis.backoff import NoBackoff
from redis.retry import Retry

from helpdesk import embedded
from helpdesk.environment import reading

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")
environ.Env.read_env(embedded.var_dir() / "demo.env")  # what bin/demo chose, for the other commands of the same demo

## THE INSTALLATION

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
SECRET_KEY = env("SECRET_KEY", default="") or embedded.secret_key()
FIELD_ENCRYPTION_KEY = env("FIELD_ENCRYPTION_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env("SITE_URL", default="http://localhost:8000")
VAR_DIR = embedded.var_dir()

ROOT_URLCONF = "helpdesk.urls"
WSGI_APPLICATION = "helpdesk.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "helpdesk.apps.HelpdeskConfig",
    "crm.apps.CrmConfig",
    "sla.apps.SlaConfig",
    "mail.apps.MailConfig",
    "tickets.apps.TicketsConfig",
    "mail_triage.apps.MailTriageConfig",
    "estimates.apps.EstimatesConfig",
    "billing.apps.BillingConfig",
    "reports.apps.ReportsConfig",
    "privacy.apps.PrivacyConfig",
    "demo.apps.DemoConfig",
    "helpdesk.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",  # allauth's page of security keys tells times with it
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_celery_results",
    "django_htmx",
]
# An app that is not there yet must not stop the others from starting.
INSTALLED_APPS = [a for a in INSTALLED_APPS if "apps." not in a or (BASE_DIR / a.split(".")[0] / "apps.py").exists()]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "helpdesk.middleware.LegibleMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "helpdesk.middleware.person_middleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "helpdesk.middleware.RefusalMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "helpdesk.context_processors.desk",
                "mail.context_processors.outbox",
            ],
        },
    },
]

## DATABASE AND CACHE

with reading("DATABASE_URL"):
    DATABASES = {"default": env.db_url("DATABASE_URL", default=embedded.database_url())}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # a connection that died in the pool is not handed out
# Statements that come again are planned once for each connection, which halves what PostgreSQL spends on them.
PREPARED = {"server_side_binding": True, "prepare_threshold": 5} if env.bool("DATABASE_PREPARE", default=True) else {}
POOL = {"min_size": 1, "max_size": env.int("DATABASE_POOL", default=8), "timeout": 10}
# What the address asks for, such as sslmode, stands beside them.
DATABASES["default"]["OPTIONS"] = {**DATABASES["default"].get("OPTIONS", {}), "pool": POOL, **PREPARED}
REDIS_URL = env("REDIS_URL", default=embedded.redis_url())
# Redis may be away, and may forget: what must be known for sure, such as codes that were used up, PostgreSQL keeps.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "helpdesk_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "figures": {
        "BACKEND": "helpdesk.caching.FiguresCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "desk",
        # A connection that Redis has dropped is made anew, once.
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1, "retry": Retry(NoBackoff(), 1)},
    },
}
SESSION_ENGINE = (
    "django.contrib.sessions.backends.db"  # a cache that was away would know those who signed out meanwhile
)
SESSION_COOKIE_AGE = int(timedelta(days=30).total_seconds())

## PEOPLE AND SIGN-IN

SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # the e-mail is unique by a constraint that does not mind its case
    "security.W005",  # whether HSTS covers subdomains is for the owner of the domain to say, at the proxy
    "security.W019",  # our own pages frame mails and PDFs
    "security.W021",  # as W005
]

AUTH_USER_MODEL = "helpdesk.User"
AUTHENTICATION_BACKENDS = ["crm.backends.LoginBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_ADAPTER = "helpdesk.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "helpdesk.adapters.SocialAccountAdapter"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_MAX_EMAIL_ADDRESSES = 1  # whoever chose his own could choose a customer's, and read his tickets
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "change_password": "helpdesk.account_forms.ChangePasswordForm",
    "confirm_login_code": "helpdesk.account_forms.ConfirmLoginCodeForm",
    "request_login_code": "helpdesk.account_forms.RequestLoginCodeForm",
    "reset_password": "helpdesk.account_forms.ResetPasswordForm",
    "user_token": "helpdesk.account_forms.UserTokenForm",
}
# Who guesses is slowed by helpdesk.actions.sign_in_attempts; allauth's own limits lock the owner out, and count in the cache.
COUNTED_BY_US = ["change_password", "login", "login_failed", "reauthenticate", "request_login_code", "reset_password"]
ACCOUNT_RATE_LIMITS = dict.fromkeys([*COUNTED_BY_US, "reset_password_from_key"])
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=1 if env.bool("BEHIND_TLS", default=False) else 0)
MFA_ADAPTER = "helpdesk.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "helpdesk.account_forms.AuthenticateForm",
    "reauthenticate": "helpdesk.account_forms.ReauthenticateForm",
}
MFA_RATE_LIMITS = False  # a passkey cannot be guessed
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or DEMO
MFA_TOTP_ISSUER = "Helpdesk"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody registers himself: whose address it is, an administrator knew
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "company",
                "name": env("OIDC_NAME", default="Company sign-in"),
                "client_id": env("OIDC_CLIENT_ID", default=""),
                "secret": env("OIDC_CLIENT_SECRET", default=""),
                "settings": {"server_url": env("OIDC_SERVER_URL", default="")},
            },
        ]
        if env("OIDC_CLIENT_ID", default="")
        else [],
    },
}

## SECURITY

# Browsers hold the redirect that follows a form to form-action too: sign-in by OIDC leaves for the provider.
OIDC_ORIGINS = ["{0.scheme}://{0.netloc}".format(urlsplit(url)) for url in [env("OIDC_SERVER_URL", default="")] if url]
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "frame-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF, *OIDC_ORIGINS],
    "frame-ancestors": [CSP.SELF],
}
X_FRAME_OPTIONS = "SAMEORIGIN"
BEHIND_TLS = env.bool("BEHIND_TLS", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if BEHIND_TLS else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "helpdesk.views.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

## LANGUAGE AND TIME

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("it", _("Italian")), ("ro", _("Romanian"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
FORMAT_MODULE_PATH = ["helpdesk.formats"]

## FILES

STATIC_URL = "static/"
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(VAR_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG

## MAIL

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
# More new tickets than this from one sender within ten minutes are added to his newest one.
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

# What a policy may ask of tickets, and what their statuses are; sla itself knows no ticket.
SLA_VOCABULARY = "tickets.policy_facts.vocabulary"

## JOBS

CELERY_BROKER_URL = env("CELERY_BROKER_URL", default=embedded.broker_url(REDIS_URL))
CELERY_RESULT_BACKEND = "django-db"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_STORE_ERRORS_EVEN_IF_IGNORED = True
CELERY_RESULT_EXTENDED = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# Who sends a job tries once, and again on a new connection; the sweeps of the schedule find what could not be sent.
# A Redis that hangs is met three times on that way, each for as long as the cache waits for it.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "socket_connect_timeout": 1,
    "socket_timeout": 1,
    "max_retries": 0,
}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}
CELERY_TASK_TIME_LIMIT = 570
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "helpdesk.beat:Scheduler"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    "helpdesk: forget old attempts": {"task": "helpdesk.periodic.forget_old", "schedule": timedelta(hours=1)},
    "helpdesk: show life": {"task": "helpdesk.periodic.show_life", "schedule": timedelta(seconds=30)},
    "helpdesk: forget parts of files": {"task": "helpdesk.periodic.forget_parts", "schedule": timedelta(days=1)},
    "mail: fetch": {"task": "mail.periodic.fetch_all", "schedule": timedelta(minutes=1)},
    "mail: find silence": {"task": "mail.periodic.find_silence", "schedule": timedelta(minutes=5)},
    "mail: forget old mail": {"task": "mail.periodic.forget_old_mail", "schedule": timedelta(hours=1)},
    "mail: send what is due": {"task": "mail.periodic.send_due", "schedule": timedelta(seconds=30)},
    "tickets: take in mail": {"task": "tickets.periodic.take_in_waiting_mail", "schedule": timedelta(minutes=1)},
    "tickets: index": {"task": "tickets.periodic.index_tickets", "schedule": timedelta(minutes=1)},
    "tickets: find breaches": {"task": "tickets.periodic.find_breaches", "schedule": timedelta(minutes=1)},
    "tickets: scan files": {"task": "tickets.periodic.scan_waiting_files", "schedule": timedelta(minutes=1)},
    "tickets: escalate": {"task": "tickets.periodic.escalate", "schedule": timedelta(minutes=1)},
    "tickets: close silent tickets": {"task": "tickets.periodic.close_silent", "schedule": timedelta(hours=1)},
    "tickets: resume simulations": {"task": "tickets.periodic.resume_simulations", "schedule": timedelta(minutes=2)},
    "tickets: warn of closing": {"task": "tickets.periodic.warn_of_closing", "schedule": timedelta(hours=1)},
    "tickets: refresh counts": {"task": "tickets.periodic.refresh_counts", "schedule": timedelta(seconds=30)},
    "estimates: expire offers": {"task": "estimates.periodic.expire_offers", "schedule": timedelta(hours=1)},
    "billing: resume batches": {"task": "billing.periodic.resume_batches", "schedule": timedelta(minutes=2)},
    "privacy: purge": {"task": "privacy.periodic.purge_old", "schedule": timedelta(days=1)},
    "billing: draw missing documents": {"task": "billing.periodic.draw_missing", "schedule": timedelta(minutes=10)},
}

## LOGS

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
}
