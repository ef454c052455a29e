import hashlib

import pytest

from gateway.guards.typed.dropped import Dropped


@pytest.mark.parametrize(
    ("introducer", "content", "end", "kind"),
    [
        (b"\x1b]", b"52;c;QUJD", b"\x07", "answer.clipboard"),
        (b"\xc2\x9d", b"52;p;", b"\xc2\x9c", "answer.clipboard"),
        (b"\x9d", b"10;rgb:ffff/ffff/ffff", b"\x9c", "answer.colour"),
        (b"\x1b]", "l端末".encode(), b"\x1b\\", "answer.title"),
        (b"\x1bP", b"1$r0m", b"\x1b\\", "answer.string"),
        (b"\x1b_", b"Gi=1;OK", b"\x1b\\", "answer.string"),
        (b"\x1b[", b"1;" * 50, b"R", "answer.status"),
    ],
)
def test_a_string_ends_with_its_terminator_and_is_named(introducer, content, end, kind):
    dropped = Dropped(introducer)
    assert dropped.take(content + end + b"next", 0) == (len(content + end), True)
    finding = dropped.finding()
    assert (finding.kind, finding.size_bytes) == (kind, len(content + end))
    assert finding.digest == hashlib.sha256(content + end).hexdigest()


@pytest.mark.parametrize("control", [b"\r", b"\n", b"\x03", b"\x18", b"\x1bx"])
def test_any_control_ends_it_and_is_not_dropped(control):
    assert Dropped(b"\x1bP").take(b"abc" + control, 0) == (3, True)


@pytest.mark.parametrize("open_end", [b"\x1b", b"\xc2", b""])
def test_half_a_terminator_is_waited_for(open_end):
    assert Dropped(b"\x1b]").take(b"abc" + open_end, 0) == (3, False)


def test_a_bell_ends_no_other_string():
    assert Dropped(b"\x1bP").take(b"abc\x07", 0) == (3, True)


def test_a_megabyte_is_counted_and_not_kept():
    dropped = Dropped(b"\x1b]")
    for _ in range(1024):
        assert dropped.take(b"x" * 1024, 0) == (1024, False)
    assert dropped.finding().size_bytes == 1 << 20
