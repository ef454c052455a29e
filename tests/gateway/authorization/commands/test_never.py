"""What is never listed is spelled as programs and arguments are."""

from gateway.authorization.commands.never import ARGUMENTS, PROGRAMS
from tests.gateway.authorization.commands.an_offer import everything


def test_spelling() -> None:
    assert {"sh", "bash", "less", "vi", "sudo", "curl"} <= PROGRAMS
    assert all(each == each.lower() and "/" not in each for each in PROGRAMS)
    assert all(each.startswith("-") for each in ARGUMENTS)


def test_nothing_shipped_is_among_them() -> None:
    for command in everything().commands.values():
        assert not PROGRAMS & {str(command.vector[0]).rpartition("/")[2]}
