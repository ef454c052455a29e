"""The one string an exec carries."""

import shlex

import pytest

from gateway.commands.quoting import Unquotable
from gateway.commands.running import scripts
from gateway.commands.running.command_line import SEARCH, Speech, Unspeakable
from gateway.vocabulary.target import Encoding


def test_environment_script_and_arguments_each_stand_by_themselves() -> None:
    line = Speech(encoding=Encoding.UTF_8).line(scripts.PLAIN, ("9", "tail", "a b"))
    assert shlex.split(line.decode()) == [
        "/usr/bin/env", "-i", f"PATH={SEARCH}", "LC_ALL=C.UTF-8", "TERM=dumb",
        "/bin/sh", "-c", scripts.PLAIN, "sekisho", "9", "tail", "a b",
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", [Encoding.EUC_JP, Encoding.CP932])
def test_arguments_are_spelled_in_the_targets_encoding(encoding: Encoding) -> None:
    """Also letters whose second byte in CP932 is a backslash or a bar."""
    line = Speech(encoding=encoding).line(scripts.PLAIN, ("ソ表ポ|",))
    assert line.endswith(b"'" + "ソ表ポ|".encode(encoding.value) + b"'")


def test_what_has_no_spelling_is_refused() -> None:
    with pytest.raises(Unspeakable):
        Speech(encoding=Encoding.EUC_JP).line(scripts.PLAIN, ("🗾",))
    for bad in ("a\nb", "a\0", "a\r", "\ud800"):
        with pytest.raises(Unquotable):
            Speech(encoding=Encoding.UTF_8).line(scripts.PLAIN, (bad,))


def test_what_is_heard_goes_back_the_same_or_is_no_text() -> None:
    assert Speech(encoding=Encoding.UTF_8).heard("ログ".encode()) == "ログ"
    assert Speech(encoding=Encoding.UTF_8).heard(b"\xff") is None
    assert Speech(encoding=Encoding.CP932).heard(b"\x87\x90") is None  # would come back as 81 e0
