"""A real mail server that speaks IMAP (Dovecot), on free ports of this machine, with mailboxes in folders."""

from __future__ import annotations

import getpass
import grp
import mailbox
import os
import pwd
import shutil
import socket
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.serving import free_port
from tests.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSWORD = 'p"w'
NOBODY = "nobody"  # owns the mailboxes where the tests are run by root, for whom Dovecot opens none
CONFIGURATION = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
mail_location = maildir:{folder}/post/%u
first_valid_uid = 1
disable_plaintext_auth = no
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{certificate}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={owner.pw_uid} gid={owner.pw_gid} home={folder}/post/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {secure_port}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""
UNPRIVILEGED = """
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
"""


@dataclass(frozen=True)
class ImapServer:
    """Whoever knows the password has a mailbox, under whatever name."""

    folder: Path
    port: int
    secure_port: int
    owner: pwd.struct_passwd

    def mailbox_of(self, user: str) -> mailbox.Maildir:
        """The mailbox of whatever user."""
        return mailbox.Maildir(self.folder / "post" / user)

    def deliver(self, box: mailbox.Maildir, raw: bytes) -> None:
        """Put a message into a mailbox."""
        box.add(raw)
        self.hand_over(Path(box._path))  # type: ignore[attr-defined] # it has no public name

    def hand_over(self, folder: Path) -> None:
        """Let all that is in a folder belong to the owner of the mailboxes."""
        for path in (folder, *folder.rglob("*")):
            os.chown(path, self.owner.pw_uid, self.owner.pw_gid)


@contextmanager
def imap_server(certificate: Path) -> Iterator[ImapServer]:
    """Start one with a certificate, and end it."""
    program = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    assert program, "Dovecot is not installed: make install-dev"
    with TemporaryDirectory(prefix="imap-") as folder:
        server = laid_out(Path(folder), certificate)
        running = subprocess.Popen([program, "-F", "-c", f"{folder}/dovecot.conf"])
        try:
            wait_until(lambda: answers(server.port) and answers(server.secure_port))
            yield server
        finally:
            running.terminate()
            running.wait()


def laid_out(folder: Path, certificate: Path) -> ImapServer:
    """The folders and the configuration of a server that is not started yet."""
    root = os.geteuid() == 0
    owner = pwd.getpwnam(NOBODY if root else getpass.getuser())
    server = ImapServer(folder, free_port(), free_port(), owner)
    written = CONFIGURATION.format(certificate=certificate, password=PASSWORD, **vars(server))
    if not root:
        written += UNPRIVILEGED.format(user=owner.pw_name, group=grp.getgrgid(owner.pw_gid).gr_name)
    folder.chmod(0o755)  # for the owner of the mailboxes to pass
    for name in ("run", "state", "post"):
        (folder / name).mkdir()
    server.hand_over(folder / "post")
    (folder / "dovecot.conf").write_text(written)
    return server


def answers(port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0
