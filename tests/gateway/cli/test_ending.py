import json

import click
import pytest
from click.testing import CliRunner

from gateway.cli.ending import Status, ending, leave
from gateway.ipc.messages import CallRefused
from gateway.settings.reading import SettingsRefused
from gateway.vocabulary.outcome import GatewayFault, Text

TEXT = Text(ja="だめです。", en="No.")
ENDS = [
    (CallRefused("a.b", TEXT), 1, "refused", "a.b"),
    (GatewayFault("disk", TEXT), 2, "fault", "fault"),
    (GatewayFault("disk"), 2, "fault", "fault"),
    (SettingsRefused("x.toml: unknown key"), 2, "fault", "settings"),
    (FileNotFoundError(2, "No such file", "/x"), 2, "fault", "system"),
    (KeyboardInterrupt(), 2, "fault", "interrupted"),
]


def verb(end: BaseException | Status) -> click.Command:
    @click.command()
    @click.option("--json", "as_json", is_flag=True)
    @ending
    def command(as_json: bool) -> None:
        if isinstance(end, Status):
            leave(end)
        raise end

    return command


@pytest.mark.parametrize(("end", "status", "kind", "code"), ENDS)
def test_R95_every_expected_end_has_its_status_and_words(end: BaseException, status: int, kind: str, code: str) -> None:
    spoken = CliRunner().invoke(verb(end), [])
    assert spoken.exit_code == status
    assert not spoken.stderr.isascii()
    assert "Traceback" not in spoken.output
    assert spoken.stdout == ""
    plain = CliRunner().invoke(verb(end), ["--json"])
    assert plain.exit_code == status
    told = json.loads(plain.stdout)[kind]
    assert told["code"] == code
    assert told["ja"]
    assert told["en"]


@pytest.mark.parametrize("status", Status)
def test_a_verb_leaves_with_its_status(status: Status) -> None:
    assert CliRunner().invoke(verb(status), []).exit_code == status


def test_a_defect_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        CliRunner().invoke(verb(ZeroDivisionError()), [], catch_exceptions=False)


def test_control_characters_of_a_fault_are_escaped() -> None:
    assert "\x1b" not in CliRunner().invoke(verb(GatewayFault("x\x1b[2J")), []).stderr
