"""People and how they sign in."""

from helpdesk.project.settings.installation import DEBUG, DEMO, env

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
ACCOUNT_MAX_EMAIL_ADDRESSES = 1  # whoever chose their own could choose a customer's, and read their tickets
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
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody registers themselves: whose address it is, an administrator knew
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
