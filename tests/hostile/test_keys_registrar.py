"""A session process that has been taken over, and what it may say to the registrar about keys and certificates (R-16, R-18)."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from gateway.authentication.events import LoginFactorProved
from gateway.authentication.ledger import Factor
from gateway.authentication.ports import CertificateFacts, Door, Noted
from gateway.crypto.digest import fingerprint
from gateway.ipc.messages import CallRefused
from gateway.registrar import params
from gateway.registrar.client import wired
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.outcome import GatewayFault
from tests.databases import USUAL
from tests.gateway.crypto.a_security_key import ASecurityKey
from tests.gateway.registrar.scene import KEYS, Scene, Session

DEVICE = ASecurityKey().blob


@pytest.fixture
def database_kind() -> str:
    return USUAL


@pytest.fixture
def scene(database: Engine, tmp_path: Path) -> Iterator[Scene]:
    made = Scene(database, tmp_path)
    made.seed()
    made.start()
    yield made
    made.stop()


def told(blob: bytes = KEYS["sato"], **changed: Any) -> LoginFactorProved:
    said: dict[str, Any] = {
        "connection": "C-1", "door": Door.SSH, "address": "192.0.2.7:1", "username": "sato", "factor": Factor.PERSON_KEY,
        "fingerprint": fingerprint(blob),
    }  # fmt: skip
    return LoginFactorProved(**(said | changed))


def is_caught(scene: Scene, session: Session, attack: Callable[[], Any]) -> None:
    with pytest.raises((CallRefused, GatewayFault)):
        attack()
    assert session.heard.closed.wait(10), "the connection is still open"
    assert scene.events("login.factor_proved") == []


def call(session: Session, name: str, asked: Any, answer: Any = Noted) -> Callable[[], Any]:
    return lambda: session.caller.call(name, asked, answer)


@pytest.mark.parametrize(
    "event",
    [
        told(connection="C-2"),
        told(person="P-sato"),
        told(session="S-20261122-7F3K9QW2ZD"),
        told(order="WO-20261122-7F3K9QW2ZD"),
        told(KEYS["t1"]),
        told(fingerprint=None),
        told(counter=3),
    ],
    ids=count(),
)
def test_R18_a_proof_in_another_name_of_another_key_or_connection(scene: Scene, event: LoginFactorProved) -> None:
    session = scene.session("C-1")
    is_caught(scene, session, lambda: session.registrar.key_proved(KEYS["sato"], None, event))


def test_R18_a_proof_with_two_events_or_none(scene: Scene) -> None:
    for number, events in enumerate(((), (told(connection="C-0"), told(connection="C-0")))):
        session = scene.session(f"C-{number}")
        asked = params.KeyProved(blob=KEYS["sato"], counter=None, events=wired(events))
        is_caught(scene, session, call(session, "key.proved", asked))


@pytest.mark.parametrize("counter", [-1, 2**32, 2**63, True, 1.5, "1"], ids=count())
def test_R18_a_count_that_is_none(scene: Scene, counter: Any) -> None:
    session = scene.session("C-1")
    asked = params.KeyProved(blob=DEVICE, counter=counter, events=wired([told(DEVICE)]))
    is_caught(scene, session, call(session, "key.proved", asked))


def test_R18_a_security_keys_count_cannot_be_left_out(scene: Scene) -> None:
    session = scene.session("C-1")
    is_caught(scene, session, lambda: session.registrar.key_proved(DEVICE, None, told(DEVICE)))


@pytest.mark.parametrize(
    "changed",
    [
        {"serial": "-1"},
        {"serial": "07"},
        {"serial": ""},
        {"serial": "1 OR 1=1"},
        {"serial": "9" * 21},
        {"key_id": "k" * 257},
        {"authority": b"a" * 16_385},
        {"key": b"k" * 16_385},
    ],
    ids=count(),
)
def test_a_question_about_a_certificate_is_bounded(scene: Scene, changed: dict[str, Any]) -> None:
    asked: dict[str, Any] = {"authority": b"a", "key": b"k", "serial": "7", "key_id": "x"}
    session = scene.session("C-1")
    is_caught(
        scene, session, call(session, "facts.certificate", params.CertificateOf(**(asked | changed)), CertificateFacts)
    )


@pytest.mark.parametrize("name", ["key.proved", "facts.certificate"])
def test_nobody_but_a_session_asks(scene: Scene, name: str) -> None:
    asked = {
        "key.proved": params.KeyProved(blob=b"k", counter=None, events=wired([told()])),
        "facts.certificate": params.CertificateOf(authority=b"a", key=b"k", serial="7", key_id="x"),
    }
    office = scene.office()
    with pytest.raises((CallRefused, GatewayFault)):
        office._caller.call(name, asked[name], object)
    assert scene.events("login.factor_proved") == []


def test_R18_the_registrars_own_alarms_cannot_be_said_by_a_session(scene: Scene) -> None:
    for number, kind in enumerate(("login.key_counter_decreased", "terminal.key_copied")):
        session = scene.session(f"C-{number}")
        event = params.WireEvent(kind=kind, data={})
        is_caught(scene, session, call(session, "journal.append", params.Append(events=(event,)), int))
        assert scene.events(kind) == []


def test_R18_a_refused_proof_changes_nothing(scene: Scene) -> None:
    """A taken-over process cannot suspend a terminal by a proof that is not told well; it can by one that is, and is named."""
    session = scene.session("C-1")
    is_caught(scene, session, lambda: session.registrar.key_proved(KEYS["t1"], None, told(KEYS["sato"])))
    with scene.store.reading() as transaction:
        found = transaction.facts.terminal("T-1")
    assert found is not None
    assert found.standing is Standing.ACTIVE
