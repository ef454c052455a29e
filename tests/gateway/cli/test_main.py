import subprocess
import sys

import pytest

from gateway.cli.lazy import LazyGroup
from gateway.cli.main import GROUPS, VERBS, command

ALL = [*VERBS.values(), *(verb for _, verbs in GROUPS.values() for verb in verbs.values())]


@pytest.mark.parametrize("verb", ALL, ids=lambda verb: verb.module)
def test_every_verb_of_the_table_loads_and_has_help_in_japanese(verb: object) -> None:
    loaded = verb.load()  # type: ignore[attr-defined]
    assert loaded.help
    assert not loaded.help.isascii()


def test_every_verb_with_a_result_takes_json() -> None:
    without = {"serve", "replay"}
    for verb in ALL:
        names = {option for parameter in verb.load().params for option in parameter.opts}
        assert ("--json" in names) is (verb.module not in without), verb.module


def test_help_loads_neither_database_nor_keeper() -> None:
    script = "import sys\nfrom gateway.cli.main import command\nfrom click.testing import CliRunner\n"
    script += "assert CliRunner().invoke(command(), ['--help']).exit_code == 0\n"
    script += "assert not {'sqlalchemy', 'cryptography', 'pydantic', 'msgspec'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True)


def test_serve_loads_no_database() -> None:
    script = "import sys\nimport gateway.cli.serve, gateway.wiring.serve\nassert 'sqlalchemy' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], check=True)


def test_the_groups_are_there() -> None:
    assert isinstance(command(), LazyGroup)
    assert set(command().commands) == set(GROUPS)
