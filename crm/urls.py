"""Addresses of the customer register."""

from django.urls import path

from crm.views import company, contact, party

app_name = "crm"

urlpatterns = [
    path("companies/", company.company_list, name="company_list"),
    path("companies/new/", company.company_new, name="company_new"),
    path("companies/<slug:code>/", company.company_detail, name="company_detail"),
    path("companies/<slug:code>/edit/", company.company_edit, name="company_edit"),
    path("contacts/", contact.contact_list, name="contact_list"),
    path("contacts/new/", contact.contact_new, name="contact_new"),
    path("contacts/<uuid:public_id>/", contact.contact_detail, name="contact_detail"),
    path("contacts/<uuid:public_id>/edit/", contact.contact_edit, name="contact_edit"),
    path("contacts/<uuid:public_id>/invite/", contact.contact_invite, name="contact_invite"),
    path("parties/", party.party_options, name="party_options"),
]
