from pathlib import Path

from click.testing import CliRunner

from gateway.cli.main import command


def test_an_unknown_process_is_wrong_use() -> None:
    assert CliRunner().invoke(command(), ["serve", "kepper"]).exit_code == 2


def test_settings_that_cannot_be_used_refuse_the_start_naming_file_and_key(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("[gatewy]\nport = 1\n")
    found = CliRunner().invoke(command(), ["serve", "--settings", str(file)])
    assert found.exit_code == 2
    assert str(file) in found.stderr
    assert "gateway" in found.stderr
    assert "Traceback" not in found.output


def test_without_settings_it_says_how_to_name_them() -> None:
    found = CliRunner().invoke(command(), ["serve"], env={"SEKISHO_SETTINGS": None})
    assert found.exit_code == 2
    assert "--settings" in found.stderr
