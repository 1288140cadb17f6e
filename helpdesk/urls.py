"""Addresses of the floor itself."""

from django.urls import path

from helpdesk import views

app_name = "helpdesk"

urlpatterns = [
    path("health/", views.health, name="health"),
    path("profile/", views.profile, name="profile"),
    path("profile/theme/", views.theme_change, name="theme_change"),
    path("profile/sessions/", views.session_list, name="session_list"),
    path("profile/sessions/end-others/", views.sessions_end, name="sessions_end"),
    path("profile/sessions/<int:pk>/end/", views.session_end, name="session_end"),
]
