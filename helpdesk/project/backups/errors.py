"""Why a backup was not made, or not restored."""


class BackupFailed(Exception):
    """Nothing was done; the text says why, and what to do."""
