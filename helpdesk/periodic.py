"""Jobs of the clock: what is kept about signing in, and of forms, no longer than it is needed."""

from celery import shared_task

from helpdesk import actions


@shared_task
def forget_old() -> None:
    """Delete counts of attempts that slow nobody any more, sessions that have run out, and keys of old forms."""
    actions.attempts.forget_old()
    actions.sessions.forget_old()
    actions.sent_forms.forget_old()
