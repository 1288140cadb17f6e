"""Addresses of billing."""

from django.urls import path

from billing.views import batches, proposals, ready, works

app_name = "billing"

urlpatterns = [
    path("tickets/<slug:slug>/works/", works.ticket_panel, name="ticket_panel"),
    path("tickets/<slug:slug>/works/log/", works.work_log, name="work_log"),
    path("tickets/<slug:slug>/billing/not-bill/", works.ticket_not_bill, name="ticket_not_bill"),
    path("tickets/<slug:slug>/billing/bill-again/", works.ticket_bill_again, name="ticket_bill_again"),
    path("tickets/<slug:slug>/billing/rate/", works.ticket_rate, name="ticket_rate"),
    path("works/<uuid:public_id>/edit/", works.work_edit, name="work_edit"),
    path("works/<uuid:public_id>/delete/", works.work_delete, name="work_delete"),
    path("billing/ready/", ready.ready_list, name="ready_list"),
    path("billing/ready/sums/", ready.ready_sums, name="ready_sums"),
    path("billing/generate/", batches.generate, name="generate"),
    path("billing/batches/new/", batches.batch_create, name="batch_create"),
    path("billing/batches/<uuid:public_id>/", batches.batch_detail, name="batch_detail"),
    path("companies/<slug:code>/proposals/", proposals.company_proposals, name="company_proposals"),
    path("proposals/", proposals.proposal_list, name="proposal_list"),
    path("proposals/<slug:slug>/", proposals.proposal_detail, name="proposal_detail"),
    path("proposals/<slug:slug>/pdf/", proposals.proposal_pdf, name="proposal_pdf"),
    path("proposals/<slug:slug>/confirm/", proposals.proposal_confirm, name="proposal_confirm"),
    path("proposals/<slug:slug>/unconfirm/", proposals.proposal_unconfirm, name="proposal_unconfirm"),
    path("proposals/<slug:slug>/cancel/", proposals.proposal_cancel, name="proposal_cancel"),
    path("proposals/<slug:slug>/notes/", proposals.proposal_notes, name="proposal_notes"),
    path("proposals/<slug:slug>/tickets/<slug:ticket_slug>/remove/", proposals.ticket_remove, name="ticket_remove"),
    path("proposals/<slug:slug>/tickets/<slug:ticket_slug>/suspend/", proposals.ticket_suspend, name="ticket_suspend"),
    path("proposals/<slug:slug>/tickets/<slug:ticket_slug>/drop/", proposals.ticket_drop, name="ticket_drop"),
]
