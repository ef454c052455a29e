"""Each change has its applier; what an applier refuses is undone by the commit around it (test_committing.py)."""

from dataclasses import replace
from typing import Any, get_args

import pytest

from gateway.ipc.server import Refuse, Violation
from gateway.registrar import changes, office
from gateway.vocabulary.identity import Standing
from tests.gateway.registrar.scene import TARGET, TERMINAL, Scene


def test_every_change_has_an_applier() -> None:
    assert set(office._APPLY) == set(get_args(changes.AnyChange))


def apply(scene: Scene, change: Any) -> str:
    with scene.store.transaction() as transaction:
        return office.apply(transaction, change, scene.clock.now())


@pytest.mark.parametrize("different", [{"id": "TG-9"}, {"name": "other"}])
def test_a_targets_id_and_name_do_not_change(scene: Scene, different: dict[str, Any]) -> None:
    with pytest.raises(Violation):
        apply(scene, changes.TargetChanged(before=TARGET, after=replace(TARGET, **different)))


@pytest.mark.parametrize("different", [{"id": "T-8"}, {"public_key": b"other"}])
def test_a_terminals_id_and_key_do_not_change(scene: Scene, different: dict[str, Any]) -> None:
    with pytest.raises(Violation):
        apply(scene, changes.TerminalChanged(before=TERMINAL, after=replace(TERMINAL, **different)))


def test_a_change_of_what_looks_different_now_is_stale(scene: Scene) -> None:
    seen = replace(TARGET, port=1)
    with pytest.raises(Refuse, match="stale"):
        apply(scene, changes.TargetChanged(before=seen, after=replace(seen, standing=Standing.REVOKED)))
    with pytest.raises(Refuse, match="stale"):
        apply(scene, changes.TerminalChanged(before=TERMINAL, after=TERMINAL))


def test_what_is_there_is_not_added_again(scene: Scene) -> None:
    with pytest.raises(Refuse, match="exists"):
        apply(scene, changes.TargetAdded(target=TARGET))
    with pytest.raises(Refuse, match="exists"):
        apply(scene, changes.EmployerAdded(id="E-1", name="x", kind="x"))
