"""Addresses of the floor itself."""

from django.urls import path

from helpdesk import views

app_name = "helpdesk"

urlpatterns = [
    path("health/", views.health, name="health"),
    path("profile/", views.profile, name="profile"),
    path("profile/theme/", views.theme_change, name="theme_change"),
]
