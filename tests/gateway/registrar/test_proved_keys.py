"""What follows from a proved key, through the registrar's own doors."""

import threading
from collections.abc import Callable
from dataclasses import replace
from itertools import count

import pytest

from gateway.authentication.events import LoginFactorProved, LoginStarted
from gateway.authentication.ledger import Factor
from gateway.authentication.ports import Door, Noted
from gateway.crypto.digest import fingerprint, sha256
from gateway.ipc.client import Caller
from gateway.registrar.client import SessionClient
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.terminal import TerminalKind
from tests.gateway.crypto.a_security_key import ASecurityKey
from tests.gateway.crypto.a_terminal_certificate import certificate, der_of
from tests.gateway.registrar.scene import KEYS, QUICK, Heard, Scene, Session, eventually, opened

DEVICE = ASecurityKey().blob
HERE, THERE = "192.0.2.7:50022", "198.51.100.9:50022"


def session(scene: Scene, connection: str, address: str = HERE) -> Session:
    heard = Heard()
    sock = scene.control.hand_over(connection, address)
    return Session(scene, Caller(sock, on_news=heard.on_news, on_closed=heard.closed.set), heard, connection)


def told(connection: str, blob: bytes, factor: Factor = Factor.PERSON_KEY, **more: object) -> LoginFactorProved:
    return LoginFactorProved(
        connection=connection, door=Door.SSH, address=HERE, username="sato", factor=factor,
        fingerprint=fingerprint(blob), **more,  # type: ignore[arg-type]
    )  # fmt: skip


def prove(at: Session, blob: bytes, counter: int | None = None, factor: Factor = Factor.PERSON_KEY) -> Noted:
    return at.registrar.key_proved(blob, counter, told(at.connection, blob, factor, counter=counter))


def device(scene: Scene) -> None:
    with scene.store.transaction() as transaction:
        assert transaction.office.add_key(
            fingerprint=fingerprint(DEVICE),
            blob=DEVICE,
            kind="person",
            owner="P-sato",
            comment="",
            at=scene.clock.now(),
        )


def standing(scene: Scene, terminal: str) -> Standing:
    with scene.store.reading() as transaction:
        found = transaction.facts.terminal(terminal)
    assert found is not None
    return found.standing


def test_a_plain_key_is_written_down(scene: Scene) -> None:
    assert prove(session(scene.start(), "C-1"), KEYS["sato"]) is Noted.WRITTEN
    (event,) = scene.events("login.factor_proved")
    assert event.fingerprint == fingerprint(KEYS["sato"])


@pytest.mark.parametrize("blob", [b"unknown", KEYS["t1"]], ids=["unknown", "suspended"])
def test_R18_what_is_not_registered_or_not_in_use_proves_nothing(scene: Scene, blob: bytes) -> None:
    with scene.store.transaction() as transaction:
        transaction.office.change_terminal(
            id="T-1", name="pc-t1", site="Tokyo", owner="E-1", standing=Standing.SUSPENDED
        )
    assert prove(session(scene.start(), "C-1"), blob) is Noted.WITHDRAWN
    assert scene.events("login.factor_proved") == []


# --- the count -------------------------------------------------------------------------------------------------------


def test_R18_a_count_may_stay_and_grow_and_never_shrink(scene: Scene) -> None:
    device(scene)
    at = session(scene.start(), "C-1")
    for counter in (0, 0, 7, 7, 2**32 - 1):
        assert prove(at, DEVICE, counter) is Noted.WRITTEN
    assert prove(at, DEVICE, 7) is Noted.COUNTER_DECREASED
    assert prove(at, DEVICE, 2**32 - 1) is Noted.WRITTEN, "what a refused signature said is not remembered"
    (event,) = scene.events("login.key_counter_decreased")
    assert (event.person, event.owner, event.seen, event.remembered) == ("P-sato", "P-sato", 7, 2**32 - 1)
    assert (event.connection, event.address, event.fingerprint) == ("C-1", HERE, fingerprint(DEVICE))
    assert len(scene.events("login.factor_proved")) == 6


def test_R18_of_two_processes_at_once_the_lower_count_never_comes_second(scene: Scene) -> None:
    """Whichever is written first: the higher one is good, and the lower one only before it."""
    device(scene)
    scene.start()
    for round_ in range(5):
        low, high = 10 + round_ * 10, 15 + round_ * 10
        answers: dict[int, Noted] = {}
        both = [session(scene, f"C-{round_}-{counter}") for counter in (low, high)]

        def answer(at: Session, counter: int, answers: dict[int, Noted] = answers) -> Callable[[], None]:
            return lambda: answers.__setitem__(counter, prove(at, DEVICE, counter))

        threads = [threading.Thread(target=answer(at, counter)) for at, counter in zip(both, (high, low), strict=True)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
        assert answers[high] is Noted.WRITTEN
        with scene.store.reading() as transaction:
            assert transaction.keys.counter(DEVICE) == high
        written = [one.counter for one in scene.events("login.factor_proved")][-2:]
        assert answers[low] is (Noted.WRITTEN if written == [low, high] else Noted.COUNTER_DECREASED)


@pytest.mark.parametrize(
    ("blob", "counter", "event"),
    [
        (DEVICE, None, told("C-1", DEVICE)),
        (DEVICE, 3, told("C-1", DEVICE, counter=4)),
        (DEVICE, 3, told("C-1", DEVICE)),
        (KEYS["sato"], 3, told("C-1", KEYS["sato"], counter=3)),
        (KEYS["sato"], None, told("C-1", KEYS["t1"])),
        (KEYS["sato"], None, LoginStarted(connection="C-1", door=Door.SSH, address=HERE, username="sato")),
        (DEVICE, 2**32, told("C-1", DEVICE, counter=2**32)),
        (DEVICE, -1, told("C-1", DEVICE, counter=-1)),
    ],
    ids=count(),
)
def test_a_proof_whose_event_tells_another_story_ends_the_connection(scene: Scene, blob, counter, event) -> None:  # type: ignore[no-untyped-def]
    device(scene)
    at = session(scene.start(), "C-1")
    with pytest.raises((GatewayFault, Exception)):
        at.registrar.key_proved(blob, counter, event)
    assert at.heard.closed.wait(5)
    assert scene.events("login.factor_proved") == []


# --- a terminal's key in two places ----------------------------------------------------------------------------------


def test_R18_a_terminals_key_proved_elsewhere_while_its_session_runs_suspends_it(scene: Scene) -> None:
    scene.limits = replace(QUICK, oversight_seconds=60)  # it is told to look, it does not happen to
    first = session(scene.start(), "C-1").bound()
    opening = replace(scene.opening(), peer_address=HERE)
    first.registrar.open(opening, [opened(opening)])
    assert prove(session(scene, "C-2", "192.0.2.7:50999"), KEYS["t1"], factor=Factor.TERMINAL_KEY) is Noted.WRITTEN
    assert prove(session(scene, "C-3", THERE), KEYS["t1"], factor=Factor.TERMINAL_KEY) is Noted.COPIED
    assert standing(scene, "T-1") is Standing.SUSPENDED
    (event,) = scene.events("terminal.key_copied")
    assert (event.terminal, event.terminal_name, event.connection) == ("T-1", "pc-t1", "C-3")
    assert event.address == THERE
    assert event.other_address.startswith("192.0.2.7:")
    eventually(lambda: "end" in first.heard.kinds())  # oversight ends what runs on it
    assert prove(session(scene, "C-4"), KEYS["t1"], factor=Factor.TERMINAL_KEY) is Noted.WITHDRAWN


def test_R18_a_session_of_another_node_counts(scene: Scene) -> None:
    scene.leave_open(replace(scene.opening(), peer_address=THERE), node="node-2")
    at = session(scene.start(), "C-1")
    assert prove(at, KEYS["t2"], factor=Factor.TERMINAL_KEY) is Noted.WRITTEN
    assert prove(at, KEYS["t1"], factor=Factor.TERMINAL_KEY) is Noted.COPIED


def test_R18_a_connection_that_only_proved_the_key_counts_while_it_stands(scene: Scene) -> None:
    first = session(scene.start(), "C-1")
    assert prove(first, KEYS["t1"], factor=Factor.TERMINAL_KEY) is Noted.WRITTEN
    first.registrar.close()
    eventually(lambda: "C-1" not in {peer.connection for peer in tuple(scene.registrar.works.live._peers)})
    second = session(scene, "C-2", THERE)
    assert prove(second, KEYS["t1"], factor=Factor.TERMINAL_KEY) is Noted.WRITTEN
    assert prove(session(scene, "C-3", HERE), KEYS["t1"], factor=Factor.TERMINAL_KEY) is Noted.COPIED
    assert standing(scene, "T-2") is Standing.ACTIVE


def test_R18_two_at_once_from_two_places_are_not_both_let_in(scene: Scene) -> None:
    scene.start()
    for round_ in range(3):
        places = [session(scene, f"C-{round_}-{place}", place) for place in (HERE, THERE)]
        answers: list[Noted] = []

        def answer(at: Session, answers: list[Noted] = answers) -> None:
            answers.append(prove(at, KEYS["t1"], factor=Factor.TERMINAL_KEY))

        threads = [threading.Thread(target=answer, args=(at,)) for at in places]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
        assert answers.count(Noted.WRITTEN) <= 1
        assert standing(scene, "T-1") is Standing.SUSPENDED
        for at in places:
            at.registrar.close()
        with scene.store.transaction() as transaction:
            transaction.office.change_terminal(
                id="T-1", name="pc-t1", site="Tokyo", owner="E-1", standing=Standing.ACTIVE
            )


def test_a_session_client_speaks_of_certificates(scene: Scene) -> None:
    registrar: SessionClient = session(scene.start(), "C-1").registrar
    facts = registrar.certificate(authority=b"a", serial=2**64 - 1, key_id="行", key=KEYS["t1"])
    assert facts.authority is None
    assert facts.holder is not None
    assert facts.holder.owner_id == "T-1"


# --- a terminal's certificate ----------------------------------------------------------------------------------------

CERTIFICATE = der_of(certificate())


def certify(scene: Scene, standing: Standing = Standing.ACTIVE) -> None:
    with scene.store.transaction() as transaction:
        transaction.office.change_terminal(
            id="T-1", name="pc-t1", site="Tokyo", owner="E-1", standing=standing, kind=TerminalKind.OUTBOUND,
            certificate=CERTIFICATE,
        )  # fmt: skip


def told_of(connection: str, shown: bytes = CERTIFICATE) -> LoginFactorProved:
    return LoginFactorProved(
        connection=connection, door=Door.POSTGRESQL, address=HERE, username="sato", factor=Factor.TERMINAL_KEY,
        fingerprint=sha256(shown).hex(), terminal="T-1",
    )  # fmt: skip


def test_R18_a_terminal_is_found_by_its_certificate(scene: Scene) -> None:
    certify(scene, Standing.SUSPENDED)
    at = session(scene.start(), "C-1")
    found = at.registrar.terminal_certified(CERTIFICATE)
    assert found is not None
    assert (found.owner_id, found.standing) == ("T-1", Standing.SUSPENDED)
    assert at.registrar.terminal_certified(der_of(certificate(name="other"))) is None


def test_R18_a_proved_certificate_is_written_down(scene: Scene) -> None:
    certify(scene)
    at = session(scene.start(), "C-1")
    assert at.registrar.certificate_proved(CERTIFICATE, told_of("C-1")) is Noted.WRITTEN
    (event,) = scene.events("login.factor_proved")
    assert event.fingerprint == sha256(CERTIFICATE).hex()


@pytest.mark.parametrize("registered", [True, False])
def test_R18_a_certificate_that_is_nobodys_or_of_a_suspended_terminal_proves_nothing(
    scene: Scene, registered: bool
) -> None:
    if registered:
        certify(scene, Standing.SUSPENDED)
    at = session(scene.start(), "C-1")
    assert at.registrar.certificate_proved(CERTIFICATE, told_of("C-1")) is Noted.WITHDRAWN
    assert scene.events("login.factor_proved") == []


def test_R18_a_certificate_in_use_from_two_addresses_suspends_its_terminal_and_stays_registered(scene: Scene) -> None:
    certify(scene)
    scene.start()
    first, second = session(scene, "C-1"), session(scene, "C-2", THERE)
    assert first.registrar.certificate_proved(CERTIFICATE, told_of("C-1")) is Noted.WRITTEN
    assert second.registrar.certificate_proved(CERTIFICATE, told_of("C-2")) is Noted.COPIED
    (event,) = scene.events("terminal.key_copied")
    assert event.fingerprint == sha256(CERTIFICATE).hex()
    with scene.store.reading() as transaction:
        found = transaction.facts.terminal("T-1")
    assert found is not None
    assert (found.standing, found.kind, found.certificate) == (
        Standing.SUSPENDED,
        TerminalKind.OUTBOUND,
        CERTIFICATE,
    )


def test_a_certificate_whose_event_tells_of_another_ends_the_connection(scene: Scene) -> None:
    certify(scene)
    at = session(scene.start(), "C-1")
    with pytest.raises((GatewayFault, Exception)):
        at.registrar.certificate_proved(CERTIFICATE, told_of("C-1", b"another"))
    assert at.heard.closed.wait(5)
    assert scene.events("login.factor_proved") == []
