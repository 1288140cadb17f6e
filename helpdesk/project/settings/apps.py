"""Of what the product is made: its apps, and what a request passes through."""

from helpdesk.project.settings.installation import BASE_DIR

ROOT_URLCONF = "helpdesk.project.urls"
WSGI_APPLICATION = "helpdesk.project.wsgi.application"
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

# What a policy may ask of tickets, and what their statuses are; sla itself knows no ticket.
SLA_VOCABULARY = "tickets.policy_facts.vocabulary"
