from pathlib import Path

import pytest
from click.testing import CliRunner

from gateway.cli.policy.sudoers import command

POLICIES = str(Path(__file__).resolve().parents[4] / "policies")


def test_the_lines_are_printed_and_say_whose_they_are() -> None:
    found = CliRunner().invoke(command, ["callcenter-app", "maint", "--policies", POLICIES])
    assert found.exit_code == 0, found.output
    assert "these are the defaults" in found.output
    assert "maint ALL=(root) NOPASSWD: /usr/bin/timeout" in found.output


@pytest.mark.parametrize("account", ["root ALL", "a=b", "%wheel", "ALL", "x\n", "#0", ""])
def test_an_account_is_a_name(account: str) -> None:
    found = CliRunner().invoke(command, ["callcenter-app", account, "--policies", POLICIES])
    assert found.exit_code == 2
    assert "NOPASSWD" not in found.output
