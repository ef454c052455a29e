"""Paths of a client: nothing above the drop folder has a name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.relay.ssh.sftp.folder import (
    Declined,
    below,
    is_plain,
    is_showable,
    is_within,
    place_of,
    shown,
    spelled,
    temporary,
)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (b"", ()), (b".", ()), (b"/", ()), (b"a", (b"a",)), (b"/a/./b//c/", (b"a", b"b", b"c")), (b"a/../b", (b"b",)),
        (b"../../etc/passwd", (b"etc", b"passwd")), (b"/..", ()), ("日本".encode(), ("日本".encode(),)),
        (b"\xff", (b"\xff",)),
    ],
)  # fmt: skip
def test_R02_a_path_never_leads_above_the_drop_folder(path: bytes, place: tuple[bytes, ...]) -> None:
    assert place_of(path) == place


@pytest.mark.parametrize(
    "path", [b"a\0b", b"a\nb", b"\x1b[2J", b"a\x7f", b"x" * 256, b"/a" * 600, b".sekisho-x.part", b"d/.sekisho-"]
)
def test_names_that_are_none(path: bytes) -> None:
    with pytest.raises(Declined):
        place_of(path)


@settings(deadline=None)
@given(st.binary(max_size=100))
def test_every_place_is_below_the_root_and_plain(path: bytes) -> None:
    try:
        place = place_of(path)
    except Declined:
        return
    real = below(b"/srv/drop", place)
    assert is_within(b"/srv/drop", real)
    assert not {b"", b".", b".."} & set(place)
    assert place_of(shown(place)) == place


@pytest.mark.parametrize("real", [b"/srv/drop2", b"/srv", b"/", b"/srv/dropx/y", b"relative"])
def test_R02_what_only_begins_alike_is_outside(real: bytes) -> None:
    assert not is_within(b"/srv/drop", real)


def test_real_paths_have_one_spelling() -> None:
    assert is_plain(b"/a/b")
    assert is_plain(b"/")
    assert not any(map(is_plain, [b"a", b"", b"/a/../b", b"/a/", b"//a", b"/a/./b", b"/a\0"]))


def test_what_a_listing_may_show() -> None:
    assert is_showable("名前".encode())
    assert not any(map(is_showable, [b"", b"a/b", b"a\x1b[31m", b"n" * 256, temporary("U-1")]))


def test_bytes_are_spelled_so_that_no_screen_obeys_them() -> None:
    assert spelled("/日本\xa0\u202e".encode()) == "/日本\\xa0\\u202e"
    assert spelled(b"a\x1b\xff\\x") == "a\\x1b\\xff\\\\x"


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_spelled_in_printable_letters(name: bytes) -> None:
    assert spelled(name).isprintable()
