"""The words of a ticket: what it is, where it stands, what may happen to it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    """What a ticket is about (GLPI)."""

    REQUEST = "request", _("Request")
    INCIDENT = "incident", _("Incident")
    PROBLEM = "problem", _("Problem")
    CHANGE = "change", pgettext_lazy("kind of ticket", "Change")


class Category(TextChoices):
    """What a status means; all logic reads the category, never a label."""

    NEW = "new", _("New")
    OPEN = "open", _("Open")
    REPLIED = "replied", _("Waiting for the customer")
    ON_HOLD = "on_hold", _("On hold")
    RESOLVED = "resolved", _("Resolved")
    CLOSED = "closed", _("Closed")


LIVE = (Category.NEW, Category.OPEN, Category.REPLIED, Category.ON_HOLD)
DONE = (Category.RESOLVED, Category.CLOSED)


class Move(TextChoices):
    """What may be done to a ticket's standing."""

    ACCEPT = "accept", _("Accept")
    REPLY = "reply", _("Reply")
    HOLD = "hold", _("Put on hold")
    RESUME = "resume", _("Resume")
    RESOLVE = "resolve", _("Resolve")
    APPROVE = "approve", _("Approve the solution")
    REFUSE = "refuse", _("Refuse the solution")
    CLOSE = "close", _("Close")
    REOPEN = "reopen", _("Reopen")
    CANCEL = "cancel", _("Cancel as duplicate or spam")


class Level(TextChoices):
    """How urgent, or how wide (GLPI's five steps)."""

    VERY_LOW = "1", _("Very low")
    LOW = "2", _("Low")
    MEDIUM = "3", _("Medium")
    HIGH = "4", _("High")
    VERY_HIGH = "5", _("Very high")


class Source(TextChoices):
    """Where a ticket or an answer came from."""

    MAIL = "mail", _("Mail")
    PORTAL = "portal", _("Portal")
    PHONE = "phone", _("Phone")
    DIRECT = "direct", _("In person")
    API = "api", _("API")
    CHAT = "chat", _("Chat")
    OTHER = "other", _("Other")


class Visibility(TextChoices):
    """Who reads an entry of the timeline."""

    PUBLIC = "public", _("Public")
    INTERNAL = "internal", _("Internal")
    CONFIDENTIAL = "confidential", _("Confidential")


class Direction(TextChoices):
    """Which way a message went."""

    INCOMING = "in", _("From the customer")
    OUTGOING = "out", _("To the customer")


class DueDefault(TextChoices):
    """What a new ticket of a type proposes as its due date."""

    NONE = "none", _("No date")
    TODAY = "today", _("Today")
    DAYS = "days", _("Some days from now")


class Period(TextChoices):
    """When the counter of a numbering series starts again."""

    NONE = "none", _("Never")
    YEARLY = "yearly", _("Every year")
    MONTHLY = "monthly", _("Every month")
    DAILY = "daily", _("Every day")


class BillingStatus(TextChoices):
    """Where a ticket stands between work and invoice; only the app billing writes it."""

    TO_BE_BILLED = "to_be_billed", _("To be billed")
    CONTRACT = "contract", _("Contract service")
    NOT_BILLED = "not_billed", _("Not billed")
    BILLED = "billed", _("Billed")
    SUSPENDED = "suspended", _("Suspended")
    IN_PROPOSAL = "in_proposal", _("In a proposal")


class BillingCriteria(TextChoices):
    """Which hours are billed: those of the offer, or those worked."""

    QUOTED = "quoted", _("Hours of the offer")
    ACTUAL = "actual", _("Hours actually worked")


class BillingPeriod(TextChoices):
    """When a ticket is billed."""

    ON_CONSUMPTION = "on_consumption", _("On consumption")
    ON_DELIVERY = "on_delivery", _("On delivery")


class MessageWarning(TextChoices):
    """What an agent should know before they believe a mail."""

    NOT_PROVEN = "not_proven", _("The sender may be forged: a mail server says that this is not from them.")
    CLAIMED = "claimed", _("Came by mail, and is not proven to be from whom it names.")
    UNCERTAIN = "uncertain", _("The sender is uncertain: the mail has no usable address in From.")
    ANSWERS_ELSEWHERE = "answers_elsewhere", _("Answers are asked for at another domain than the sender's.")
    NAME_IS_ADDRESS = "name_is_address", _("The name shown is another address than the sender's.")
    FORWARDED = "forwarded", _("Forwarded by an agent; the requester is whom the forwarded mail names.")
    TOO_LARGE = "too_large", _("Too large to be taken in whole.")
    FLOOD = "flood", _("One of many mails within minutes, gathered here.")
    LOOP = "loop", _("Possibly two machines that answer each other; the ticket was not reopened again.")


class MailEvent(TextChoices):
    """What the desk writes mails about by itself."""

    RECEIVED = "received", _("Received: the number of the new ticket")
    RESOLVED = "resolved", _("Resolved: the solution, to be approved or refused")
    WILL_CLOSE = "will_close", _("Will be closed soon")
    CLOSED = "closed", _("Closed")
    REOPENED = "reopened", _("Open again, to its agent")
    REPLIED = "replied", _("The customer answered, to its agent")
    ASSIGNED = "assigned", _("Assigned, to the new agent")
    MENTIONED = "mentioned", _("Mentioned in a note, to the agent")


class TicketEvent(TextChoices):
    """What the timeline tells; the template follows from the value."""

    CREATED = "tickets.created", _("Ticket created")
    MESSAGE_RECEIVED = "tickets.message_received", _("Message received")
    SENDER_CONFIRMED = "tickets.sender_confirmed", _("Sender confirmed")
    MESSAGE_SENT = "tickets.message_sent", _("Message sent")
    NOTE_ADDED = "tickets.note_added", _("Note added")
    MOVED = "tickets.moved", _("Status changed")
    SOLVED = "tickets.solved", _("Solution proposed")
    ASSIGNED = "tickets.assigned", _("Assigned")
    HANDED_OVER = "tickets.handed_over", _("Handed over")
    UNASSIGNED = "tickets.unassigned", _("Assignment removed")
    WATCHED = "tickets.watched", _("Watcher added")
    UNWATCHED = "tickets.unwatched", _("Watcher removed")
    CHANGED = "tickets.changed", _("Fields changed")
    CLIENT_CONFIRMED = "tickets.client_confirmed", _("Customer confirmed")
    RENUMBERED = "tickets.renumbered", _("Number changed")
    BREACHED = "tickets.breached", _("Deadline missed")
    BOUNCED = "tickets.bounced", _("Mail came back")
    ALSO_SENT = "tickets.also_sent", _("Also sent to another mailbox")
    REPLY_SUSPECTED = "tickets.reply_suspected", _("Seems to answer another ticket")
    MERGED = "tickets.merged", _("Merged into another ticket")
    MERGED_IN = "tickets.merged_in", _("Messages of another ticket merged in")
    REPLY_UNDONE = "tickets.reply_undone", _("Reply undone")
    BILLING_CHANGED = "tickets.billing_changed", _("Billing status changed")
    ESCALATED = "tickets.escalated", _("Escalated")
    POLICY_CHANGED = "tickets.policy_changed", _("Agreement changed")
    AGREEMENT_RESET = "tickets.agreement_reset", _("Agreement started anew")
    DEADLINE_SET = "tickets.deadline_set", _("Deadline set by hand")


class NotificationKind(TextChoices):
    """What somebody at the desk may be told of."""

    BREACH_SOON = "breach_soon", _("Deadline comes near")
    BREACHED = "breached", _("Deadline missed")
    ASSIGNED = "assigned", _("Assigned to you")
    GROUP_ASSIGNED = "group_assigned", _("Assigned to your group")
    REPLIED = "replied", _("The customer answered")
    REOPENED = "reopened", _("Open again")
    MENTIONED = "mentioned", _("You are mentioned")
    UNDELIVERED = "undelivered", _("Mail not delivered")


# Told in the app alone: mail about mail that does not arrive may not arrive either, and be told of again.
NEVER_BY_MAIL = frozenset({NotificationKind.UNDELIVERED})
