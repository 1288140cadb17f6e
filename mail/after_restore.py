"""After a backup was restored: what left or was fetched since is unknown to the desk, but not to the mail servers."""

from collections.abc import Iterator

from mail import actions
from mail.models import Mailbox


def settle() -> Iterator[str]:
    """Keep mail that waited from leaving a second time, and say which mail is to be moved back to be fetched again."""
    count = actions.set_aside_waiting()
    if count:
        yield (
            f"{count} copies of mails waited to leave when the backup was made, and may have left since. They are not "
            "sent again; look at them in: Mail to look at, Not delivered."
        )
    for box in Mailbox.objects.moving_fetched().values("address", "folder", "processed_folder"):
        yield (
            "To have mail fetched again that came to {address} since then, move it on its server from the folder "
            "{processed_folder} back to {folder}."
        ).format(**box)
