import pytest
from django.utils import timezone

from mail import delivery, message_building, raw_store
from mail.models import Delivery, OutboundMail
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TicketFactory
from tickets import actions, mail_templates
from tickets.enums import NotificationKind
from tickets.errors import NothingToSay, NotYourTicket
from tickets.models import Event, Note, Notification, NotificationSetting, Ticket

pytestmark = pytest.mark.django_db


def test_e15_a_confidential_note_exists_for_its_author_alone():
    ticket, ana = TicketFactory(), UserFactory(agent=True)
    others = [UserFactory(agent=True), UserFactory(supervisor=True), UserFactory(superuser=True), UserFactory()]
    note = actions.add_note(ticket, "<p>zanzibar</p>", by=ana, is_confidential=True)

    assert list(Note.objects.visible_to(ana)) == [note]
    assert [list(Note.objects.visible_to(user)) for user in others] == [[]] * 4
    assert [Event.objects.visible_to(user).filter(note=note).exists() for user in others] == [False] * 4
    assert [Ticket.objects.finding("zanzibar", user).exists() for user in [ana, *others]] == [False] * 5


def test_a_confidential_note_does_not_move_the_ticket_up():
    ticket = TicketFactory()

    actions.add_note(ticket, "<p>psst</p>", by=UserFactory(agent=True), is_confidential=True)

    assert Ticket.objects.get(pk=ticket.pk).active_at == ticket.active_at


def test_an_internal_note_is_read_and_found_by_agents_and_not_by_customers():
    ticket, luca, customer = TicketFactory(), UserFactory(agent=True), UserFactory()
    note = actions.add_note(ticket, "<p>zanzibar</p>", by=UserFactory(agent=True))

    assert (list(Note.objects.visible_to(luca)), list(Note.objects.visible_to(customer))) == ([note], [])
    assert Ticket.objects.finding("zanzibar", luca).exists()
    assert not Ticket.objects.finding("zanzibar", customer).exists()


def test_a_note_without_words_is_refused():
    with pytest.raises(NothingToSay):
        actions.add_note(TicketFactory(), "<p></p>", by=UserFactory(agent=True))


def test_a_deleted_note_is_seen_and_found_no_more():
    ana, luca, ticket = UserFactory(agent=True), UserFactory(agent=True, display_name="Luca"), TicketFactory()
    note = actions.add_note(ticket, "<p>zanzibar, @Luca</p>", by=ana)

    actions.delete_note(note, by=ana)

    assert list(Note.objects.visible_to(ana)) == []
    assert not Notification.objects.of(luca).exists()
    assert not Event.objects.visible_to(ana).filter(note=note).exists()
    assert not Ticket.objects.finding("zanzibar", ana).exists()


@pytest.mark.parametrize(
    ("role", "is_confidential", "may"),
    [("agent", False, False), ("supervisor", False, True), ("supervisor", True, False)],
)
def test_who_may_delete_the_note_of_somebody_else(role, is_confidential, may):
    note = actions.add_note(TicketFactory(), "<p>x</p>", by=UserFactory(agent=True), is_confidential=is_confidential)
    other = UserFactory(**{role: True})

    if may:
        assert actions.delete_note(note, by=other).deleted_at is not None
    else:
        with pytest.raises(NotYourTicket):
            actions.delete_note(note, by=other)


def test_the_same_key_never_adds_two_notes():
    ana, ticket = UserFactory(agent=True), TicketFactory()

    first, second = [actions.add_note(ticket, "<p>x</p>", by=ana, key="k1") for _time in range(2)]

    assert (second, Event.objects.filter(note__isnull=False).count()) == (first, 1)


def readers(note, *people):
    """Return who of ``people`` reads the note: as a note, in the timeline, by its words."""
    return [
        person
        for person in people
        if Note.objects.visible_to(person).filter(pk=note.pk).exists()
        or Event.objects.visible_to(person).filter(note=note).exists()
        or Ticket.objects.finding("zanzibar", person).exists()
    ]


def test_an_author_makes_a_note_confidential_and_nothing_of_it_stays_with_others():
    ticket, ana = TicketFactory(), UserFactory(agent=True)
    luca, boss = UserFactory(agent=True, display_name="Luca"), UserFactory(superuser=True)
    note = actions.add_note(ticket, "<p>zanzibar, @Luca</p>", by=ana)
    before = (readers(note, ana, luca, boss), Notification.objects.of(luca).count())

    actions.set_confidential(note, is_confidential=True, by=ana)

    assert before == ([ana, luca, boss], 1)
    assert (readers(note, ana, luca, boss), Notification.objects.of(luca).count()) == ([ana], 0)


def test_a_confidential_note_that_is_opened_is_read_found_and_told():
    ticket, ana, luca = TicketFactory(), UserFactory(agent=True), UserFactory(agent=True, display_name="Luca")
    note = actions.add_note(ticket, "<p>zanzibar, @Luca</p>", by=ana, is_confidential=True)

    for _time in range(2):
        actions.set_confidential(note, is_confidential=False, by=ana)

    assert (readers(note, luca, UserFactory()), Notification.objects.of(luca).count()) == ([luca], 1)


@pytest.mark.parametrize("role", ["agent", "supervisor", "superuser"])
def test_nobody_else_decides_who_reads_a_note(role):
    note = actions.add_note(TicketFactory(), "<p>x</p>", by=UserFactory(agent=True))

    with pytest.raises(NotYourTicket):
        actions.set_confidential(note, is_confidential=True, by=UserFactory(**{role: True}))


def test_the_words_of_a_hand_over_leave_the_news_when_their_note_becomes_confidential():
    boss, ben = UserFactory(supervisor=True), UserFactory(agent=True)
    actions.hand_over(TicketFactory(), ben, note="<p>zanzibar</p>", by=boss)
    before = Notification.objects.of(ben).get().data["words"]

    actions.set_confidential(Note.objects.get(), is_confidential=True, by=boss)

    assert (before, Notification.objects.of(ben).get().data["words"]) == ("zanzibar", "")


def forgotten(note, by, *, is_deleted):
    """Delete ``note``, or keep it for its author alone: what others were told of it goes either way."""
    if is_deleted:
        return actions.delete_note(note, by=by)
    return actions.set_confidential(note, is_confidential=True, by=by)


@pytest.mark.usefixtures("mailbox")
@pytest.mark.parametrize("is_deleted", [True, False])
def test_a_mail_that_mentions_somebody_leaves_no_more_once_its_note_is_gone(is_deleted):
    ana, luca = UserFactory(agent=True), UserFactory(agent=True, display_name="Luca")
    NotificationSetting.objects.create(user=luca, kind=NotificationKind.MENTIONED, in_app=False)
    note = actions.add_note(TicketFactory(subject="Printer"), "<p>zanzibar, @Luca</p>", by=ana)
    mail = OutboundMail.objects.get()
    before = (delivery.lease(mail.pk).outbound.text.count("zanzibar"), mail.deliveries.get().state)

    forgotten(note, ana, is_deleted=is_deleted)

    mail.refresh_from_db()
    assert (before, mail.deliveries.get().state) == ((1, "sending"), "undone")
    assert (mail.subject, mail.text, mail.html) == (
        f"[#{note.ticket.reference}] Printer",
        mail_templates.url_of(note.ticket),
        "",
    )


@pytest.mark.usefixtures("mailbox")
def test_what_has_left_or_is_leaving_is_forgotten_here_with_its_bytes(django_capture_on_commit_callbacks):
    ana, luca = UserFactory(agent=True), UserFactory(agent=True, display_name="Luca")
    note = actions.add_note(TicketFactory(), "<p>zanzibar, @Luca</p>", by=ana)
    copy = delivery.lease(OutboundMail.objects.get().pk)
    built = raw_store.store(message_building.build(copy.outbound))
    OutboundMail.objects.update(mime_sha256=built)
    Delivery.objects.update(body_begun_at=timezone.now())

    with django_capture_on_commit_callbacks(execute=True):
        actions.delete_note(note, by=ana)

    mail = OutboundMail.objects.get()
    assert (Delivery.objects.get().state, mail.mime_sha256, raw_store.peek(built)) == ("sending", "", b"")
    assert "zanzibar" not in mail.text + mail.html
    assert luca.email == Delivery.objects.get().address


@pytest.mark.usefixtures("mailbox")
def test_who_was_given_a_ticket_with_a_note_is_still_told_by_mail_without_its_words():
    boss, ben = UserFactory(supervisor=True), UserFactory(agent=True)
    actions.hand_over(TicketFactory(), ben, note="<p>zanzibar</p>", by=boss)

    actions.set_confidential(Note.objects.get(), is_confidential=True, by=boss)

    mail = OutboundMail.objects.get()
    assert (mail.deliveries.get().state, mail.text) == ("queued", mail_templates.url_of(Ticket.objects.get()))


@pytest.mark.usefixtures("mailbox")
def test_a_mail_in_a_worker_s_hands_leaves_without_the_words_that_were_forgotten_meanwhile(
    peer, django_capture_on_commit_callbacks
):
    boss, ben = UserFactory(supervisor=True), UserFactory(agent=True)
    actions.hand_over(TicketFactory(), ben, note="<p>zanzibar</p>", by=boss)
    mail = OutboundMail.objects.get()
    copy = delivery.lease(mail.pk)

    with django_capture_on_commit_callbacks(execute=True):
        actions.set_confidential(Note.objects.get(), is_confidential=True, by=boss)
    delivery.record(copy, delivery.attempt(copy))
    stopped = (mail.deliveries.get().state, len(peer.taken))
    delivery.deliver_due(mail.pk)

    mail.refresh_from_db()
    assert (stopped, mail.deliveries.get().state) == (("queued", 0), "sent")
    assert [b"zanzibar" in sent for _sender, _to, sent in peer.taken] == [False]
    assert b"zanzibar" not in raw_store.load(mail.mime_sha256)


@pytest.mark.usefixtures("mailbox")
def test_a_note_that_is_opened_again_is_told_again_by_mail():
    ana, luca = UserFactory(agent=True), UserFactory(agent=True, display_name="Luca")
    note = actions.add_note(TicketFactory(), "<p>zanzibar, @Luca</p>", by=ana)

    for is_confidential in (True, False):
        actions.set_confidential(note, is_confidential=is_confidential, by=ana)

    copies = Delivery.objects.oldest_first()
    assert [(copy.address, copy.state, "zanzibar" in copy.outbound.text) for copy in copies] == [
        (luca.email, "undone", False),
        (luca.email, "queued", True),
    ]
