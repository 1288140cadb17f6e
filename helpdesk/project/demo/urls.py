"""Addresses of what only a demo has."""

from django.urls import path

from helpdesk.project.demo import views

app_name = "demo_mail"

urlpatterns = [
    path("", views.mail_list, name="mail_list"),
    path("<slug:name>/", views.mail_detail, name="mail_detail"),
    path("<slug:name>/html/", views.mail_html, name="mail_html"),
    path("<slug:name>/source/", views.mail_source, name="mail_source"),
]
