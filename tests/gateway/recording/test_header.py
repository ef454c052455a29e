"""The header: frozen facts, ids only in the readable half (R-38)."""

from dataclasses import replace

import pytest

from gateway.recording.header import (
    SALT_BYTES,
    PersonalHeader,
    Segment,
    SignedHeader,
    read,
    read_personal,
    write,
    write_personal,
)
from tests.gateway.recording.scene import PERSONAL, header

SEGMENT = Segment(clients=("C-1",), key_digest=bytes(32), key_bytes=93)
SIGNED = SignedHeader(header=header(), file=b"12345678", personal=bytes(32), segments=(SEGMENT,))


def test_R38_the_facts_come_back() -> None:
    assert read(write(SIGNED)) == SIGNED
    two = replace(SIGNED, segments=(SEGMENT, replace(SEGMENT, clients=("C-2", "C-3"))))
    assert read(write(two)) == two


def test_the_facts_stand_at_the_top_level() -> None:
    body = write(SIGNED)
    for name in (b"recording", b"session", b"person", b"username", b"target", b"account", b"order"):
        assert b'"' + name + b'":"' in body


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.replace(b'"cols":80', b'"cols":0'),
        lambda body: body.replace(b'"cols":80', b'"cols":"80"'),
        lambda body: body.replace(b'"segments":[{', b'"segments":[],"x":[{'),
        lambda body: body.replace(b'"file":"', b'"file":"00'),
        lambda body: body.replace(b'"username":"sato",', b""),
        lambda body: body.replace(b"recording-header", b"recording-seal"),
        lambda body: body[:-1],
    ],
)
def test_anything_else_is_refused(change: object) -> None:
    with pytest.raises(ValueError):
        read(change(write(SIGNED)))  # type: ignore[operator]


@pytest.mark.parametrize("wrong", [{"cols": 0}, {"rows": 65_536}, {"term": "x" * 1025}, {"clients": ("x" * 1025,)}])
def test_bounds(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        header(**wrong)


def test_a_header_too_large_to_sign_is_refused() -> None:
    with pytest.raises(ValueError):
        write(replace(SIGNED, header=header(clients=tuple(f"C-{number:01000d}" for number in range(70)))))


def test_R38_the_personal_half_is_salted() -> None:
    first, second = (write_personal(PERSONAL, bytes([number]) * SALT_BYTES) for number in (1, 2))
    assert first != second
    assert read_personal(first) == read_personal(second) == PERSONAL
    with pytest.raises(ValueError):
        read_personal(write_personal(PersonalHeader(name="x", employer="y"), b"short"))
