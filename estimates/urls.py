"""Addresses of estimates and offers."""

from django.urls import path

from estimates.views import commercial, offer_creation, offers, technical

app_name = "estimates"
PANEL = "tickets/<slug:slug>/estimates/"
OFFER = "offers/<slug:slug>/"

urlpatterns = [
    path("estimates/", offers.estimate_list, name="estimate_list"),
    path(PANEL, technical.ticket_panel, name="ticket_panel"),
    path(f"{PANEL}technical/", technical.change_technical, name="change_technical"),
    path(f"{PANEL}technical/start/", technical.start_technical, name="start_technical"),
    path(f"{PANEL}technical/end/", technical.end_technical, name="end_technical"),
    path(f"{PANEL}technical/unlock/", technical.cancel_technical_end, name="cancel_technical_end"),
    path(f"{PANEL}technical/discard/", technical.discard, name="discard"),
    path(f"{PANEL}technical/totals/", technical.technical_totals, name="technical_totals"),
    path(f"{PANEL}commercial/", commercial.change_commercial, name="change_commercial"),
    path(f"{PANEL}commercial/start/", commercial.start_commercial, name="start_commercial"),
    path(f"{PANEL}commercial/end/", commercial.end_commercial, name="end_commercial"),
    path(f"{PANEL}commercial/unlock/", commercial.cancel_commercial_end, name="cancel_commercial_end"),
    path(f"{PANEL}commercial/totals/", commercial.commercial_totals, name="commercial_totals"),
    path("offers/", offers.offer_list, name="offer_list"),
    path("offers/new/", offer_creation.offers_new, name="offers_new"),
    path("offers/create/", offer_creation.offers_create, name="offers_create"),
    path(OFFER, offers.offer_detail, name="offer_detail"),
    path(f"{OFFER}pdf/", offers.offer_pdf, name="offer_pdf"),
    path(f"{OFFER}send/", offers.offer_send, name="offer_send"),
    path(f"{OFFER}confirm/", offers.offer_confirm, name="offer_confirm"),
    path(f"{OFFER}convert/", offers.offer_convert, name="offer_convert"),
    path(f"{OFFER}reject/", offers.offer_reject, name="offer_reject"),
    path(f"{OFFER}cancel/", offers.offer_cancel, name="offer_cancel"),
    path(f"{OFFER}version/", offers.offer_version, name="offer_version"),
    path("companies/<slug:code>/offers/", offers.company_offers, name="company_offers"),
]
