"""An open door before a real target with a drop folder: clients that send files, and what becomes of them."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import paramiko

from tests.gateway.listener.an_open_door import OpenDoor, an_open_door
from tests.gateway.relay.ssh.a_target import ME, a_real_target, client_environment


class Uploads:
    """`folder` is the drop folder itself, `outside` a folder beside it with something worth stealing."""

    def __init__(self, door: OpenDoor, folder: Path, outside: Path) -> None:
        self.door, self.folder, self.outside = door, folder, outside

    # -- clients ------------------------------------------------------------------------------------------------------

    def _options(self) -> list[str]:
        return [
            "-F", "none", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
            "-o", "IdentitiesOnly=yes", "-o", f"Port={self.door.port}",
        ]  # fmt: skip

    def run(self, program: str, *words: str, stdin: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
        command = [program, *self._options(), *words]
        return subprocess.run(command, input=stdin, capture_output=True, timeout=60, env=client_environment())

    def sftp(self, *lines: str) -> "subprocess.CompletedProcess[bytes]":
        """OpenSSH's sftp with a batch; it stops at the first line that fails."""
        return self.run("sftp", "-b", "-", f"{ME}@127.0.0.1", stdin="".join(f"{line}\n" for line in lines).encode())

    def scp(self, *words: str) -> "subprocess.CompletedProcess[bytes]":
        """OpenSSH's scp in its SFTP mode; write `HOST:` for the gateway."""
        return self.run("scp", "-s", *(word.replace("HOST:", f"{ME}@127.0.0.1:") for word in words))

    @contextmanager
    def paramiko(self) -> Iterator[paramiko.SFTPClient]:
        transport = paramiko.Transport(("127.0.0.1", self.door.port))
        try:
            transport.start_client(timeout=10)
            transport.auth_none(ME)
            client = paramiko.SFTPClient.from_transport(transport)
            assert client is not None
            yield client
        finally:
            transport.close()

    # -- what was kept ------------------------------------------------------------------------------------------------

    def events(self, kind: str) -> list[Any]:
        return [event for event in self.door.registry.events if event.kind == kind]

    @property
    def names(self) -> list[str]:
        """Everything below the drop folder, temporary files too."""
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*"))

    def ended(self, count: int = 1) -> str:
        """The reason of the `count`-th end."""
        return self.door.registry.ended(count)[1]


@contextmanager
def an_upload(tmp_path: Path, **other: Any) -> Iterator[Uploads]:
    folder, outside = tmp_path / "drop", tmp_path / "outside"
    for one in (folder, outside):
        one.mkdir()
    (outside / "secret").write_text("TOP-SECRET")
    server = tmp_path / "server"
    server.mkdir()
    with a_real_target(server) as target:
        registered = target.target(drop_folder=other.pop("drop_folder", str(folder)))
        with an_open_door(registered, target.keeper, **other) as door:
            door.real = target  # type: ignore[attr-defined]
            yield Uploads(door, folder, outside)


def umask() -> int:
    """This process's."""
    now = os.umask(0)
    os.umask(now)
    return now
