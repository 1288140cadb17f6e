"""Addresses of the tickets."""

from django.urls import path

from tickets.views import (
    bulk,
    customer,
    explaining,
    fields,
    files,
    home,
    lists,
    new,
    people,
    policies,
    standing,
    talk,
    ticket,
)

app_name = "tickets"

urlpatterns = [
    path("", home.home, name="home"),
    path("tickets/", lists.ticket_list, name="ticket_list"),
    path("tickets/counts/", lists.view_counts, name="view_counts"),
    path("tickets/of-company/<str:code>/", lists.company_tickets, name="company_tickets"),
    path("tickets/of-contact/<uuid:public_id>/", lists.contact_tickets, name="contact_tickets"),
    path("tickets/new/", new.ticket_new, name="ticket_new"),
    path("tickets/new/fields/", new.ticket_new_fields, name="ticket_new_fields"),
    path("tickets/bulk/take/", bulk.bulk_take, name="bulk_take"),
    path("tickets/bulk/assign/", bulk.bulk_assign, name="bulk_assign"),
    path("tickets/bulk/move/", bulk.bulk_move, name="bulk_move"),
    path("tickets/bulk/prioritise/", bulk.bulk_prioritise, name="bulk_prioritise"),
    path("tickets/<slug:slug>/", ticket.ticket_detail, name="ticket_detail"),
    path("tickets/<slug:slug>/earlier/", ticket.ticket_earlier, name="ticket_earlier"),
    path("tickets/<slug:slug>/description/", files.description_body, name="description_body"),
    path("tickets/<slug:slug>/reply/", talk.ticket_reply, name="ticket_reply"),
    path("tickets/<slug:slug>/answer/", customer.ticket_answer, name="ticket_answer"),
    path("tickets/<slug:slug>/note/", talk.ticket_note, name="ticket_note"),
    path("tickets/<slug:slug>/notes/<int:event>/delete/", talk.note_delete, name="note_delete"),
    path("tickets/<slug:slug>/move/<slug:move>/", standing.ticket_move, name="ticket_move"),
    path("tickets/<slug:slug>/status/", standing.ticket_status, name="ticket_status"),
    path("tickets/<slug:slug>/assign/", people.ticket_assign, name="ticket_assign"),
    path("tickets/<slug:slug>/take/", people.ticket_take, name="ticket_take"),
    path("tickets/<slug:slug>/unassign/", people.ticket_unassign, name="ticket_unassign"),
    path("tickets/<slug:slug>/watch/", people.ticket_watch, name="ticket_watch"),
    path("tickets/<slug:slug>/unwatch/", people.ticket_unwatch, name="ticket_unwatch"),
    path("tickets/<slug:slug>/change/", fields.ticket_change, name="ticket_change"),
    path("tickets/<slug:slug>/type/", fields.ticket_type, name="ticket_type"),
    path("tickets/<slug:slug>/clocks/<int:pk>/", explaining.clock_explained, name="clock_explained"),
    path("policies/<int:pk>/apply/", policies.policy_apply, name="policy_apply"),
    path("messages/<int:event>/body/", files.message_body, name="message_body"),
    path("files/<uuid:public_id>/", files.attachment_download, name="attachment_download"),
]
