"""Addresses of the mail app."""

from django.urls import path

from mail import views

app_name = "mail"
urlpatterns = [
    path("mail/mailboxes/<int:pk>/test/", views.mailbox_test, name="mailbox_test"),
    path("mail/inbound/<int:pk>/retry/", views.inbound_retry, name="inbound_retry"),
]
