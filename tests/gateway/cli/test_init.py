from pathlib import Path

from click.testing import CliRunner

from gateway.cli.init import shipped_policies
from gateway.cli.main import command
from tests.gateway.cli.town import said


def test_it_makes_keys_settings_and_database_and_may_be_repeated(tmp_path: Path) -> None:
    args = ["init", "--state", str(tmp_path / "s"), "--settings", str(tmp_path / "settings.toml"), "--json"]
    first = said(CliRunner().invoke(command(), args))
    assert said(CliRunner().invoke(command(), args)) == first
    assert first["host_key"].startswith("ssh-ed25519 ")
    assert (tmp_path / "witness").is_dir()
    assert str(shipped_policies()) in (tmp_path / "settings.toml").read_text()


def test_what_cannot_be_made_is_said_with_status_2(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("[node]\nnme = 'x'\n")
    args = ["init", "--state", str(tmp_path / "s"), "--settings", str(tmp_path / "settings.toml")]
    found = CliRunner().invoke(command(), args)
    assert found.exit_code == 2
    assert "nme" in found.stderr


def test_the_policies_of_the_checkout_are_found() -> None:
    assert (shipped_policies() / "roles.toml").is_file()
