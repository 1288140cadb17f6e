"""All addresses; each app brings its own."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler400 = "helpdesk.views.bad_request"
handler403 = "helpdesk.views.forbidden"
handler404 = "helpdesk.views.not_found"
handler500 = "helpdesk.views.broken"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("", include("helpdesk.urls")),
    *(
        path("", include(f"{app}.urls"))
        for app in ("tickets", "mail", "mail_triage", "crm", "estimates", "billing", "reports")
    ),
    *([path("demo/mail/", include("helpdesk.project.demo.urls"))] if settings.DEMO else []),
]
