"""A real IMAP server of our own, in a folder of its own."""

import getpass
import imaplib
import os
import pwd
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.mail.conftest import free_port
from tests.meanwhile import until


def running(extra: str = "", files: Mapping[str, str] | None = None) -> Iterator["Dovecot"]:
    """Serve for the length of a fixture, with more lines of configuration, and files, where a test wants them."""
    if not shutil.which("dovecot"):
        pytest.fail("dovecot is missing: apt-get install dovecot-imapd")
    server = Dovecot(Path(tempfile.mkdtemp(prefix="helpdesk-imap-")), extra, files or {})
    server.connect().logout()
    yield server
    server.stop()


FORMER_NAMES = """
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail/%u
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
"""
NAMES_SINCE_2_4 = """
auth_allow_cleartext = yes
mail_driver = maildir
mail_path = {folder}/mail/%{{user}}
passdb passwd-file {{
  default_password_scheme = PLAIN
  passwd_file_path = {folder}/users
}}
userdb static {{
  fields {{
    uid = {uid}
    gid = {gid}
    home = {folder}/mail/%{{user}}
  }}
}}
"""
CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
instance_name = helpdesk-test-{port}
protocols = imap
listen = 127.0.0.1
ssl = no
auth_failure_delay = 0
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 0
first_valid_gid = 0
mail_uid = {uid}
mail_gid = {gid}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service auth-worker {{
  user = {internal}
}}
"""


VERSIONS = "dovecot_config_version = 2.4.0\ndovecot_storage_version = 2.4.0\n"  # they must stand first


def is_since_2_4() -> bool:
    """Say whether the server on this machine, that of Debian 13 or later, wants the settings of 2.4."""
    told = subprocess.run(["dovecot", "--version"], check=True, capture_output=True, text=True).stdout
    return tuple(map(int, told.split(maxsplit=1)[0].split("-")[0].split(".")[:2])) >= (2, 4)


class Dovecot:
    """One user, ``support`` with the password ``secret``."""

    def __init__(self, folder: Path, extra: str, files: Mapping[str, str]) -> None:
        self.folder, self.port = folder, free_port()
        root = os.geteuid() == 0
        internal = "dovecot" if root else getpass.getuser()
        owner = pwd.getpwnam(internal)
        (folder / "users").write_text("support:secret::::::\n")
        names, config = (NAMES_SINCE_2_4, VERSIONS + CONFIG) if is_since_2_4() else (FORMER_NAMES, CONFIG)
        (folder / "conf").write_text(
            (config + names).format(
                folder=folder,
                port=self.port,
                internal=internal,
                group=internal,
                login="dovenull" if root else internal,
                uid=owner.pw_uid,
                gid=owner.pw_gid,
            )
            + extra.format(folder=folder)
        )
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(content.format(folder=folder))
        if root:
            self._give_to(owner.pw_uid, owner.pw_gid)
        self.start()

    def start(self) -> None:
        """Serve, again if need be."""
        self.process = subprocess.Popen(["dovecot", "-F", "-c", str(self.folder / "conf")])

    def halt(self) -> None:
        """Leave every client without a word, and serve no more."""
        self.process.kill()
        self.process.wait(10)

    def _give_to(self, uid: int, gid: int) -> None:
        """Let the server's user reach its folder."""
        for path in [self.folder, *self.folder.rglob("*")]:
            os.chown(path, uid, gid)
        for above in self.folder.parents:
            if above.stat().st_mode & 0o011 != 0o011 and above.owner() == "root":
                above.chmod(above.stat().st_mode | 0o011)

    def connect(self) -> imaplib.IMAP4:
        """Return a signed-in client, waiting for the server to be up."""
        for _attempt in range(100):
            try:
                client = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
            except (OSError, imaplib.IMAP4.abort):
                time.sleep(0.05)
                continue
            client.login("support", "secret")
            return client
        raise TimeoutError((self.folder / "log").read_text())

    def put(self, *raws: bytes, folder: str = "INBOX", flags: str = "", date: str | None = None) -> None:
        """Deliver mails, at a moment of the past if need be."""
        client = self.connect()
        for raw in raws:
            client.append(folder, flags, date, raw)
        client.logout()

    def flags(self, folder: str = "INBOX") -> list[bytes]:
        """Return the flags of each mail in a folder; an empty list when it has none."""
        client = self.connect()
        _ok, count = client.select(f'"{folder}"', readonly=True)
        rows = client.fetch("1:*", "(FLAGS)")[1] if int(count[0]) else []
        client.logout()
        return rows

    def harm(self, words: bytes) -> None:
        """Have the server be unable to read the mails with ``words``; it then breaks the connection."""
        for path in self._mails():
            if words in path.read_bytes():
                path.chmod(0)

    def mend(self) -> None:
        """Have the server be able to read every mail again."""
        for path in self._mails():
            path.chmod(0o600)

    def _mails(self) -> list[Path]:
        inbox = self.folder / "mail" / "support"
        return [*inbox.glob("cur/*"), *inbox.glob("new/*")]

    def unread(self) -> None:
        """Mark every mail as unread."""
        client = self.connect()
        client.select()
        client.store("1:*", "-FLAGS.SILENT", r"(\Seen)")
        client.logout()

    def renumber(self) -> None:
        """Have the server give all mails new numbers under a new UIDVALIDITY."""
        folder = self.folder / "mail" / "support"
        former = int(re.findall(r"\bV(\d+)", (folder / "dovecot-uidlist").read_text())[0])
        for name in ("dovecot-uidlist", "dovecot-uidvalidity", "dovecot.index"):
            for path in folder.glob(f"{name}*"):
                path.unlink()
        until(lambda: int(time.time()) > former)  # the new one is the time in seconds

    def stop(self) -> None:
        """Stop the server."""
        self.halt()
        shutil.rmtree(self.folder, ignore_errors=True)
