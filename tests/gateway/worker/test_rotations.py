"""The worker's part: every target that is due, and what our own side refuses is tried again, not forgotten."""

from dataclasses import replace
from typing import Any

import pytest

from gateway.ipc.messages import CallRefused
from gateway.relay.ssh.dialling import NotLetIn
from gateway.rotation.due import Failure
from gateway.rotation.ports import Rotator, Work
from gateway.rotation.postgres import PostgresRotator
from gateway.rotation.rotators import rotator_of
from gateway.rotation.ssh import SshRotator
from gateway.vocabulary.outcome import GatewayFault, Text
from gateway.vocabulary.target import Protocol
from gateway.worker.rotations import PACE, Rotations
from tests.gateway.storage.samples import target


class Office:
    """Keeper and registrar in one: which targets are due, and what was said of each."""

    def __init__(self, *names: str) -> None:
        self.due, self.said = list(names), list[str]()
        self.refuses: Exception | None = None

    def work(self) -> list[Work]:
        if self.refuses is not None:
            raise self.refuses
        return [Work(target=replace(target(), name=name), prepared=False) for name in self.due]

    def prepare(self, target: str) -> bytes:
        return b"sealed"

    def password(self, target: str, which: str) -> Any:
        raise AssertionError("the stand-in target asks for none")

    certificate = password

    def prepared(self, target: str, sealed: bytes) -> None:
        if target == "busy":
            raise CallRefused("stale", Text(ja="", en=""))

    def done(self, target: str) -> None:
        self.said.append(f"{target} done")

    def not_done(self, target: str, why: Failure) -> None:
        self.said.append(f"{target} {why.value}")


class Target:
    def __init__(self, name: str) -> None:
        self.name = name

    def change(self) -> None:
        if self.name == "closed":
            raise NotLetIn("no")

    def lets_in(self) -> bool:
        return True


def rotations(office: Office) -> Rotations:
    def found(target: Any, vault: Any) -> Rotator:
        return Target(target.name)

    return Rotations(register=office, vault=office, rotator_of=found)


def test_every_target_that_is_due_whatever_became_of_the_one_before() -> None:
    office = Office("closed", "busy", "a", "b")
    assert rotations(office).look() is False
    assert office.said == ["closed refused", "a done", "b done"]
    assert rotations(Office("a")).look() is True
    assert rotations(Office()).look() is True


@pytest.mark.parametrize("refuses", [GatewayFault("away"), CallRefused("x", Text(ja="", en=""))])
def test_a_registrar_that_is_away_is_asked_again_later(refuses: Exception) -> None:
    office, pauses = Office(), list[float]()
    office.refuses = refuses

    def wait(seconds: float) -> bool:
        pauses.append(seconds)
        return len(pauses) > 2

    rotations(office).run(wait)
    assert pauses[1:] == [PACE.failed] * 2


def test_each_kind_of_target_has_its_own_way() -> None:
    vault: Any = None
    assert isinstance(rotator_of(target(), vault), SshRotator)
    assert isinstance(rotator_of(replace(target(), protocol=Protocol.POSTGRESQL), vault), PostgresRotator)
