"""Backups: the database, the files and the keys of one moment, in a folder that is there whole or not at all."""

from helpdesk.project.backups.contents import Manifest
from helpdesk.project.backups.errors import BackupFailed
from helpdesk.project.backups.making import forget_older, make
from helpdesk.project.backups.restoring import Restored, restore

__all__ = ["BackupFailed", "Manifest", "Restored", "forget_older", "make", "restore"]
