import io

import pytest

from gateway.cli.purposes import purpose_of
from gateway.ipc.messages import CallRefused


def test_a_purpose_is_taken_as_given() -> None:
    assert purpose_of("月次点検") == "月次点検"


def test_R40_where_nobody_can_be_asked_it_must_be_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    with pytest.raises(CallRefused, match="purpose"):
        purpose_of(None)
