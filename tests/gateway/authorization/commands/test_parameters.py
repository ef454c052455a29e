"""Kinds of parameters."""

from gateway.authorization.commands.parameters import PATHS, Kind
from gateway.authorization.commands.values import READERS


def test_no_kind_is_without_a_reader() -> None:
    assert set(READERS) == set(Kind)
    assert {Kind.FILE, Kind.FOLDER} == PATHS
