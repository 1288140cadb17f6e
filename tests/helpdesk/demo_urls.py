"""The addresses of a desk that is a demo."""

from django.urls import include, path

from helpdesk.project.urls import urlpatterns as of_every_desk

urlpatterns = [path("demo/mail/", include("helpdesk.project.demo.urls")), *of_every_desk]
