"""Listings are written again: nothing of a target's own line is left."""

from gateway.relay.ssh.sftp.attributes import Attributes
from gateway.relay.ssh.sftp.listing import line, remade
from gateway.relay.ssh.sftp.replies import Entry

FILE = Attributes(size=12, owner=(1000, 100), permissions=0o100644, times=(0, 86400), extended=3)


def test_R02_a_targets_own_line_is_thrown_away() -> None:
    (entry,) = remade((Entry(name=b"a", line=b"SECRET root root", attributes=FILE),))
    assert b"SECRET" not in entry.line
    assert entry.attributes.extended == 0


def test_names_that_are_no_names_are_left_out() -> None:
    names = [b".", b"..", b"", b"a/b", b"..\x1b]0;x\x07", b".sekisho-U-1.part", b"ok"]
    assert [one.name for one in remade(tuple(Entry(name=name, line=b"", attributes=FILE) for name in names))] == [b"ok"]


def test_a_line_as_ls_has_it() -> None:
    assert line(b"a b", FILE) == b"-rw-r--r--    1 1000     100                12 Jan 02  1970 a b"
    assert line(b"x", Attributes()).startswith(b"?---------")
