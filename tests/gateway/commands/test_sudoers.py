"""sudoers lines: exactly the vectors that may run, no wildcard."""

import shutil
import subprocess
from pathlib import Path

import pytest

from gateway.authorization.commands.lists import Commands, TargetNames
from gateway.commands.running.errands import GRACE_SECONDS
from gateway.commands.sudoers import sudoers_of
from tests.gateway.authorization.a_request import the_policy


def commands_on(units: tuple[str, ...]) -> Commands:
    shipped = the_policy().commands
    own = TargetNames(roots={}, names={"managed-units": units})
    return Commands(
        lists=shipped.lists,
        work_types=shipped.work_types,
        roots=shipped.roots,
        names=shipped.names,
        targets={"callcenter-app": own},
    )


def test_R07_one_line_a_vector_and_nothing_wild() -> None:
    lines = sudoers_of(commands_on(("callcenter.service", "app@1.service")), "callcenter-app", "maint")
    rules = [line for line in lines if not line.startswith("#")]
    assert (
        f"maint ALL=(root) NOPASSWD: /usr/bin/timeout -k {GRACE_SECONDS} 180"
        " /usr/bin/systemctl --no-pager --no-ask-password restart -- callcenter.service"
    ) in rules
    assert sum(" restart " in line for line in rules) == 2
    assert not any(letter in line.removeprefix("maint ALL=(root) NOPASSWD:") for line in rules for letter in "*?[!")
    assert any(line.endswith("/usr/bin/unattended-upgrade --verbose") for line in rules)
    assert len(set(lines)) == len(lines)


def test_what_cannot_be_counted_has_no_line() -> None:
    lines = sudoers_of(commands_on(()), "callcenter-app", "maint")
    assert any(line.startswith("# apt-get only-upgrade: package cannot be counted") for line in lines)
    assert not any("systemctl" in line for line in lines)


@pytest.mark.skipif(shutil.which("visudo", path="/usr/sbin:/usr/bin") is None, reason="visudo is not installed")
def test_visudo_takes_them(tmp_path: Path) -> None:
    written = tmp_path / "sekisho"
    units = ("callcenter.service", r"dev-disk\x2done.service", "a:b@c.service")
    written.write_text("\n".join([*sudoers_of(commands_on(units), "callcenter-app", "maint"), ""]), encoding="utf-8")
    done = subprocess.run(
        ["visudo", "-c", "-f", written], capture_output=True, env={"PATH": "/usr/sbin:/usr/bin"}, check=False, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
