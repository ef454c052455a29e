"""The table: what is done, what is refused, and that there is nothing between."""

import pytest

from gateway.relay.ssh.sftp import desk, requests
from gateway.relay.ssh.sftp.replies import Code
from gateway.relay.ssh.sftp.table import OFFERED, SFTP_REQUESTS, Handling, Refuse, handling


def test_every_known_request_has_a_row_and_every_handling_a_function() -> None:
    assert set(SFTP_REQUESTS) == set(requests.KINDS)
    assert set(desk._DOES) == set(Handling)


def test_R02_what_reads_or_links_is_refused() -> None:
    refused = {kind.__name__: how.kind for kind, how in SFTP_REQUESTS.items() if isinstance(how, Refuse)}
    assert refused == {
        "Read": "sftp.read",
        "ReadLink": "sftp.readlink",
        "SymLink": "sftp.symlink",
        "RmDir": "sftp.rmdir",
    }


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (b"hardlink@openssh.com", Code.PERMISSION_DENIED), (b"statvfs@openssh.com", Code.PERMISSION_DENIED),
        (b"copy-data", Code.PERMISSION_DENIED), (b"expand-path@openssh.com", Code.PERMISSION_DENIED),
        (b"check-file-name", Code.PERMISSION_DENIED), (b"md5-hash", Code.PERMISSION_DENIED), (b"new@x", Code.OP_UNSUPPORTED),
    ],
)  # fmt: skip
def test_R02_extended_requests_nobody_named(name: bytes, code: Code) -> None:
    how = handling(requests.Unknown(id=1, type=200, name=name))
    assert isinstance(how, Refuse)
    assert how.code is code
    assert how.kind.startswith("sftp.")


def test_every_type_nobody_named_is_refused() -> None:
    known = {kind.TYPE for kind in requests.KINDS}
    for number in set(range(256)) - known:
        assert isinstance(handling(requests.Unknown(id=1, type=number)), Refuse)


def test_only_what_is_done_is_announced() -> None:
    assert set(OFFERED) == {kind.NAME for kind in requests.KINDS if kind.NAME}
