"""Addresses of mail to look at."""

from django.urls import path

from mail_triage import views

app_name = "mail_triage"
MAIL = "mail/attention/<int:pk>/"

urlpatterns = [
    path("mail/attention/", views.attention_list, name="attention_list"),
    path("mail/attention/retry/", views.attention_retry_many, name="attention_retry_many"),
    path("mail/attention/discard/", views.attention_discard_many, name="attention_discard_many"),
    path(MAIL, views.attention_detail, name="attention_detail"),
    path(f"{MAIL}raw/", views.attention_raw, name="attention_raw"),
    path(f"{MAIL}retry/", views.attention_retry, name="attention_retry"),
    path(f"{MAIL}open/", views.attention_open, name="attention_open"),
    path(f"{MAIL}attach/", views.attention_attach, name="attention_attach"),
    path(f"{MAIL}discard/", views.attention_discard, name="attention_discard"),
    path("mail/alerts/<int:pk>/dismiss/", views.alert_dismiss, name="alert_dismiss"),
]
