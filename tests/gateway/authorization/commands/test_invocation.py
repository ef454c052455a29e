"""An invocation's vector is its template, filled."""

import pytest

from gateway.authorization.commands.invocation import Invocation
from gateway.authorization.commands.lists import Slot
from gateway.authorization.commands.parameters import Choice, Kind
from tests.gateway.authorization.commands.an_offer import a_command, a_parameter

SORT = a_parameter(Kind.CHOICE, name="sort", choices=(Choice(word="cpu", argument="-pcpu"),))
LINES = a_parameter(Kind.NUMBER, name="lines", optional=True)
FILE = a_parameter(Kind.FILE, name="file", root="logs")
LONG = a_parameter(Kind.FLAG, name="long", optional=True)
COMMAND = a_command(
    SORT,
    LINES,
    FILE,
    LONG,
    vector=(
        "tool",
        Slot(parameter="sort", before="--sort="),
        Slot(parameter="lines", before="--lines="),
        Slot(parameter="long", before="-l"),
    ),
    reads="file",
)


def test_slots_without_a_value_are_left_out() -> None:
    invocation = Invocation(command=COMMAND, values={"sort": "cpu", "file": "/var/log/x"})
    assert invocation.vector() == ("tool", "--sort=-pcpu")
    assert invocation.path() == (FILE, "/var/log/x")
    full = Invocation(command=COMMAND, values={"sort": "cpu", "lines": 3, "long": "", "file": "/var/log/x"})
    assert full.vector() == ("tool", "--sort=-pcpu", "--lines=3", "-l")


def test_no_path_stands_in_a_vector() -> None:
    assert not any(
        "/var" in each for each in Invocation(command=COMMAND, values={"sort": "cpu", "file": "/var/x"}).vector()
    )


def test_only_what_can_follow_follows() -> None:
    with pytest.raises(ValueError, match="cannot follow"):
        Invocation(command=COMMAND, values={"sort": "cpu"}, follow=True).vector()
    following = a_command(vector=("tool",), follow=("tool", "--follow"))
    assert Invocation(command=following, values={}, follow=True).vector() == ("tool", "--follow")
    assert Invocation(command=following, values={}).path() is None
