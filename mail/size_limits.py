"""What fits into one mail: sizes as they are on the line, where files and letters take more room than on the disk."""

from collections.abc import Sequence

MOST = 20 * 1024 * 1024
TEXT_MOST = 2 * 1024 * 1024
HTML_MOST = 3 * 1024 * 1024
HEAD = 512 * 1024  # of the mail; thousands of recipients
PART_HEAD = 4 * 1024  # of a file; its name may be long and foreign
WORST_LETTER = 3.2  # quoted-printable writes a byte as three, and breaks lines


class MailTooLarge(ValueError):
    """A mail that no server would take was about to leave."""


def room(*texts: str) -> int:
    """Return how many bytes are left for files beside these texts."""
    return MOST - HEAD - int(sum(len(text.encode()) for text in texts) * WORST_LETTER)


def on_the_line(size: int) -> int:
    """Return what a file of ``size`` bytes takes as base64 in lines of 76 letters."""
    return -(-size // 57) * 78 + PART_HEAD


def fitting(sizes: Sequence[int], left: int) -> set[int]:
    """Return which of the files fit, by their place: the small ones first, so that as many as possible go along."""
    chosen = set()
    for place in sorted(range(len(sizes)), key=lambda place: sizes[place]):
        left -= on_the_line(sizes[place])
        if left < 0:
            break
        chosen.add(place)
    return chosen


def cut(text: str) -> str:
    """Return as much of ``text`` as a mail may carry."""
    return text.encode()[:TEXT_MOST].decode("utf-8", "ignore")
