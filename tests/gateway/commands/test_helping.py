import pytest

from gateway.commands.helping import help_on
from gateway.menu.cells import width
from gateway.vocabulary.identity import Language
from tests.gateway.authorization.commands.an_offer import an_offer


def told(about="", language=Language.ENGLISH, columns=80):
    return "\n".join(help_on(about, an_offer(), language, columns))


def test_everything_that_is_offered_in_its_lists_and_the_gate_s_own_words():
    text = told()
    assert all(command.name in text for command in an_offer().commands.values())
    assert "[of the gate itself]" in text
    assert "There are no pipes" in " ".join(text.split())
    assert "ask the account administrator" in " ".join(text.split())


def test_one_command_how_it_is_written_and_what_runs():
    text = told("tail")
    assert "usage: tail FILE [lines=N] [follow]" in text
    assert "/var/log, /opt/app/log" in text
    assert "what runs on the target: tail --lines={lines}" in text
    assert "[follow]" in text


def test_part_of_a_name_and_no_name_at_all():
    assert "systemctl status" in told("systemctl")
    assert "uptime" not in told("systemctl")
    assert told("rm -rf").startswith("No command of that name is permitted.")
    assert "systemctl" not in told("rm -rf")


def test_another_spelling_and_what_stands_in_place_of_it():
    assert told("less").startswith("view: ")
    assert "nearest: view, config edit" in told("vim")
    assert "nearest: tail" in told("tial")


def test_privileged_ones_say_so():
    assert "(privileged, sudo)" in told("systemctl restart")
    assert "sudo -n" in told("systemctl restart")


@pytest.mark.parametrize("columns", [10, 40, 80])
@pytest.mark.parametrize("about", ["", "tail", "config edit"])
def test_it_fits(columns, about):
    for language in Language:
        rows = help_on(about, an_offer(), language, columns)
        assert all(width(row) <= columns for row in rows if len(row.split()) > 1 and columns > 30)
