"""The history keeps changes of rates too; batches name two more reasons."""

from django.db import migrations, models

TRIGGERS = {
    "not_billed_by_hand": "Decided not to bill",
    "billed_again": "Bill again",
    "proposed": "Put into a proposal",
    "removed": "Removed from the proposal",
    "suspended": "Suspended in the proposal",
    "not_billed": "Not billed, decided in the proposal",
    "cancelled": "Proposal cancelled",
    "rate_set": "Rate changed",
}
REASONS = {
    "NO_PERMISSION": "You may not bill this ticket.",
    "ALREADY_IN_PROPOSAL": "It is already in proposal %(proposal)s.",
    "NOT_CLOSED": "It is not closed yet: its status is “%(status)s”.",
    "WRONG_BILLING_STATUS": "Its billing status is “%(status)s”, not “To be billed”.",
    "NO_CUSTOMER": "It has neither a company nor a contact.",
    "CONTACT_WITHOUT_COMPANY": "Its contact %(contact)s belongs to no company.",
    "CUSTOMER_NOT_BILLABLE": "%(company)s cannot be billed: %(problem)s.",
    "NO_WORKS": "No work has been logged on it, or none that is still to be billed.",
    "NO_BILLABLE_WORK": "None of its works is billable.",
    "WORK_WITHOUT_SERVICE": "The work %(work)s has no service.",
    "INVALID_DURATION": "The work %(work)s has no minutes to bill.",
    "NO_RATE": "The work %(work)s has no price: neither the ticket nor a price list nor the service has one.",
    "NO_VAT_RATE": "The work %(work)s has no VAT rate that is valid on its day.",
    "MIXED_CURRENCY": "Its works are priced in several currencies: %(currencies)s.",
    "NO_CONFIRMED_OFFER": "It is billed by the offer, and has no confirmed offer.",
    "CUSTOMER_CHANGED": "Its customer or currency changed while the proposals were made. Try again.",
    "FAILED": "The proposal of this customer could not be made: %(problem)s",
    "FAULT": (
        "The proposal of this customer could not be kept. What went wrong is in the log; tell your administrator."
    ),
    "INTERRUPTED": "The proposal of this customer could not be made: it was interrupted too often.",
}


class Migration(migrations.Migration):
    """Add the rates, the trigger and the reasons."""

    dependencies = [("billing", "0005_versions_of_works")]

    operations = [
        migrations.RemoveConstraint("billingevent", "billing_event_trigger_known"),
        migrations.AddField(
            "billingevent",
            "rate_before",
            models.DecimalField(verbose_name="rate before", max_digits=10, decimal_places=2, null=True, blank=True),
        ),
        migrations.AddField(
            "billingevent",
            "rate_after",
            models.DecimalField(verbose_name="rate after", max_digits=10, decimal_places=2, null=True, blank=True),
        ),
        migrations.AlterField(
            "billingevent",
            "trigger",
            models.CharField(verbose_name="what happened", max_length=20, choices=list(TRIGGERS.items())),
        ),
        migrations.AlterField(
            "batchticket",
            "reason",
            models.CharField(verbose_name="reason", max_length=30, choices=list(REASONS.items()), blank=True),
        ),
        migrations.AddConstraint(
            "billingevent",
            models.CheckConstraint(name="billing_event_trigger_known", condition=models.Q(trigger__in=list(TRIGGERS))),
        ),
    ]
