import io
from pathlib import Path

import pytest

from gateway.cli.options import Asking
from gateway.cli.purposes import REASON, UNATTENDED, purpose_of
from gateway.ipc.messages import CallRefused
from tests.gateway.cli.town import Town, a_town, said

SATO = Asking(name="sato", from_stdin=True)
NOBODY = Asking(name=None, from_stdin=False)


def test_a_purpose_is_taken_as_given() -> None:
    assert purpose_of("月次点検", None, NOBODY) == "月次点検"


def test_R40_where_nobody_can_be_asked_it_must_be_given(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    for asking in (SATO, NOBODY):
        with pytest.raises(CallRefused, match="purpose"):
            purpose_of(None, town.settings, asking)
    with pytest.raises(CallRefused) as refused:
        purpose_of(None, town.settings, NOBODY, option=REASON)
    assert "--reason" in refused.value.text.ja
    assert "--purpose" not in refused.value.text.both(), "the verb has one of the two"


def test_the_demo_operator_always_says_the_same(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> None:
    with a_town(tmp_path_factory.mktemp("demo"), demo=True) as town:
        assert purpose_of(None, town.settings, NOBODY) == UNATTENDED
        said(town.run("employer", "add", "みなと運用", "--json"))
        assert town.run("audit", "verify").exit_code in (0, 2)  # 2: no checkpoint is due yet
        assert town.run("audit", "export", str(tmp_path / "x"), "--json").exit_code in (0, 2)
        assert town.events("journal.exported")[-1]["purpose"] == UNATTENDED
