"""One file on its way."""

import hashlib

import pytest

from gateway.guards.personal_data.file import FileLook
from gateway.relay.ssh.sftp.attributes import Attributes
from gateway.relay.ssh.sftp.landing import Landing, first_permissions, may_be_set
from tests.gateway.relay.ssh.sftp.a_server import BOUNDS


def a_landing() -> Landing:
    return Landing(
        upload="U-1", place=(b"d", b"f"), folder=b"/srv/d", temporary=b"/srv/d/.t", far=b"1", replaces=False, least=5,
        look=FileLook(BOUNDS), permissions=0o644,
    )  # fmt: skip


def test_bytes_are_counted_and_hashed() -> None:
    landing = a_landing()
    for piece in (b"one", b"two"):
        landing.take(piece)
    assert (landing.received, landing.name, landing.digest) == (6, b"f", hashlib.sha256(b"onetwo").digest())


def test_scp_may_say_where_a_file_ends_in_any_case() -> None:
    landing = a_landing()
    landing.take(b"abc")
    assert not landing.may_end_at(2)
    assert landing.least == 5
    assert landing.may_end_at(3)
    assert landing.least == 0


@pytest.mark.parametrize(
    ("attributes", "may"),
    [
        (Attributes(), True), (Attributes(permissions=0o755, times=(1, 2)), True), (Attributes(permissions=0o100644), True),
        (Attributes(permissions=0o4755), False), (Attributes(permissions=0o2755), False),
        (Attributes(permissions=0o1777), False), (Attributes(size=0), False), (Attributes(owner=(0, 0)), False),
        (Attributes(extended=1), False),
    ],
)  # fmt: skip
def test_what_may_be_set(attributes: Attributes, may: bool) -> None:
    assert may_be_set(attributes) is may


def test_permissions_of_a_new_file_are_those_a_server_would_give() -> None:
    assert first_permissions(Attributes()) == 0o644
    assert first_permissions(Attributes(permissions=0o100777)) == 0o755
    landing = a_landing()
    landing.note(Attributes(permissions=0o666))
    landing.note(Attributes(times=(1, 2)))
    assert landing.final_attributes() == Attributes(permissions=0o666, times=(1, 2))
