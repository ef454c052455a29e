"""A session process that has been taken over, against the registrar: real doors, real descriptors, a real database.

Each attack ends in a refusal and a closed connection, leaves nothing in the journal but the violation, and hurts nobody else.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import Engine

from gateway.authentication.events import CutOffReason
from gateway.crypto import signing
from gateway.ipc.client import connect
from gateway.ipc.frames import FRAME_BYTES_MAX, frame
from gateway.ipc.messages import Call, CallRefused, NoParams, encode, raw
from gateway.recording.seal import SealState
from gateway.registrar import params
from gateway.registrar.client import OfficeClient
from gateway.registrar.events import RecordingClosed, RegistrarStarted, SessionBroken
from gateway.sessions.events import SessionRefused, SessionWarned
from gateway.vocabulary.outcome import GatewayFault
from gateway.work_orders import events as order_events
from tests.databases import USUAL
from tests.gateway.registrar.scene import Scene, Session, ended, opened, summary


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


def caught(scene: Scene, session: Session, attack: Callable[[], Any]) -> str:
    """The attack is refused, its connection closed, and the journal says so; what the journal says."""
    with pytest.raises((CallRefused, GatewayFault)):
        attack()
    assert session.heard.closed.wait(10), "the connection is still open"
    violation = scene.wait_for("registrar.violation")
    assert violation.connection == session.connection
    assert violation.address == "192.0.2.7"
    return str(violation.what)


def running(
    scene: Scene, connection: str = "C-1", username: str = "sato", terminal: str = "T-1"
) -> tuple[Session, Any]:
    session = scene.session(connection).bound(username, terminal)
    opening = scene.opening(username, terminal)
    assert session.registrar.open(opening, [opened(opening)]) is None
    return session, opening


# --- events -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bound", [False, True])
@pytest.mark.parametrize(
    "event",
    [
        order_events.OrderRefused(person="P-sato", act="ask", rules=("x",)),
        order_events.OrderReturned(person="P-sato", engineer="P-suzuki", order="WO-1", reason="x"),
        RegistrarStarted(sessions_broken=0),
        SessionBroken(person="P-sato", reason="x"),
        RecordingClosed(
            person="P-sato", recording="R-1", how=SealState.SEALED, final_hash=bytes(32), chunks=1, stored_bytes=1,
            last_at=datetime(2026, 1, 1, tzinfo=UTC),
        ),
    ],
    ids=lambda event: event.kind,
)  # fmt: skip
def test_a_session_appends_a_kind_of_the_office_or_of_the_registrar(scene: Scene, event: Any, bound: bool) -> None:
    session = scene.session("C-1")
    if bound:
        session.bound()
    wire = params.WireEvent(kind=event.kind, data={"person": "P-sato"})
    assert "appends" in caught(
        scene, session, lambda: session.caller.call("journal.append", params.Append(events=(wire,)), int)
    )
    assert event.kind not in scene.kinds()[1:]


def test_an_event_in_another_persons_name(scene: Scene) -> None:
    session, opening = running(scene)
    event = SessionWarned(person="P-suzuki", session=opening.id, remaining_seconds=1)
    assert "another person" in caught(scene, session, lambda: session.registrar.append([event]))
    assert "session.warned" not in scene.kinds()


def test_an_event_in_nobodys_name_after_log_in(scene: Scene) -> None:
    session, opening = running(scene)
    event = SessionWarned(session=opening.id, remaining_seconds=1)
    assert "another person" in caught(scene, session, lambda: session.registrar.append([event]))


def test_an_event_in_a_persons_name_before_log_in(scene: Scene) -> None:
    session = scene.session("C-1")
    wire = params.WireEvent(
        kind="login.cut_off",
        data={"person": "P-suzuki", "connection": "C-1", "door": "ssh", "address": "x", "reason": first_reason()},
    )
    attack = lambda: session.caller.call("journal.append", params.Append(events=(wire,)), int)  # noqa: E731
    assert "speaks for nobody" in caught(scene, session, attack)


def test_an_event_of_another_connection(scene: Scene) -> None:
    session = scene.session("C-1")
    wire = params.WireEvent(
        kind="login.cut_off", data={"connection": "C-2", "door": "ssh", "address": "x", "reason": first_reason()}
    )
    attack = lambda: session.caller.call("journal.append", params.Append(events=(wire,)), int)  # noqa: E731
    assert "another connection" in caught(scene, session, attack)


def first_reason() -> str:
    return next(iter(CutOffReason)).value


def test_an_event_of_another_session(scene: Scene) -> None:
    _, others = running(scene, "C-2", "suzuki", "T-2")
    session, _ = running(scene)
    event = SessionWarned(person="P-sato", session=others.id, remaining_seconds=1)
    assert "another session" in caught(scene, session, lambda: session.registrar.append([event]))


def test_an_event_on_another_terminal(scene: Scene) -> None:
    session, opening = running(scene)
    event = SessionWarned(person="P-sato", session=opening.id, terminal="T-2", remaining_seconds=1)
    assert "terminal" in caught(scene, session, lambda: session.registrar.append([event]))


def test_an_own_event_beside_a_forged_one_is_not_kept_either(scene: Scene) -> None:
    session, opening = running(scene)
    good = SessionWarned(person="P-sato", session=opening.id, remaining_seconds=1)
    caught(scene, session, lambda: session.registrar.append([good, replace(good, person="P-suzuki")]))
    assert "session.warned" not in scene.kinds()


@pytest.mark.parametrize(
    "data",
    [
        {"remaining_seconds": 1, "colour": "red"},
        {"remaining_seconds": "1"},
        {},
        {"remaining_seconds": 2**60},
        {"remaining_seconds": 1.5},
    ],
)
def test_an_event_with_a_field_too_many_too_few_or_of_another_type(scene: Scene, data: dict[str, Any]) -> None:
    session, opening = running(scene)
    wire = params.WireEvent(kind="session.warned", data={"person": "P-sato", "session": opening.id, **data})
    attack = lambda: session.caller.call("journal.append", params.Append(events=(wire,)), int)  # noqa: E731
    assert "no event" in caught(scene, session, attack)


def test_an_event_too_large_for_an_entry(scene: Scene) -> None:
    session = scene.session("C-1").bound()
    event = SessionRefused(person="P-sato", username="x" * 61_000, capability="shell", rules=[], address="x")
    assert "bytes" in caught(scene, session, lambda: session.registrar.append([event]))


@pytest.mark.parametrize("depth", [200, 900, 50_000])
def test_an_event_nested_without_end(scene: Scene, depth: int) -> None:
    session, other = scene.session("C-1").bound(), scene.session("C-2").bound("suzuki", "T-2")
    wire = b"\x82\xa4kind\xaesession.warned\xa4data\x81\xa6person" + b"\x91" * depth + b"\xc0"
    args = msgspec.Raw(b"\x81\xa6events\x91" + wire)
    session.caller._sock.sendall(frame(encode(Call(id=7, call="journal.append", args=args))))
    assert session.heard.closed.wait(10)
    assert other.registrar.login("sato") is not None
    assert "session.warned" not in scene.kinds()


def test_ten_thousand_events_in_one_call(scene: Scene) -> None:
    session, opening = running(scene)
    event = SessionWarned(person="P-sato", session=opening.id, remaining_seconds=1)
    assert "parameters" in caught(scene, session, lambda: session.registrar.append([event] * 10_000))
    assert "session.warned" not in scene.kinds()


def test_a_body_of_five_megabytes(scene: Scene) -> None:
    session, other = scene.session("C-1").bound(), scene.session("C-2").bound("suzuki", "T-2")
    with pytest.raises(GatewayFault):
        session.registrar.append(
            [SessionRefused(person="P-sato", username="x" * 5_000_000, capability="x", rules=[], address="x")]
        )
    line = session.caller._sock
    with pytest.raises(OSError):
        line.sendall((FRAME_BYTES_MAX + 1).to_bytes(4, "big"))
        for _ in range(200):
            line.sendall(b"x" * 65536)
    assert session.heard.closed.wait(10)
    assert other.registrar.login("sato") is not None


def test_a_thousand_calls_without_waiting_for_an_answer(scene: Scene) -> None:
    session, other = scene.session("C-1").bound(), scene.session("C-2").bound("suzuki", "T-2")
    body = frame(encode(Call(id=7, call="facts.login", args=raw(params.LoginOf(username="sato")))))
    with pytest.raises(OSError):
        for _ in range(1000):
            session.caller._sock.sendall(body * 1000)
    assert session.heard.closed.wait(10)
    assert "too many" in scene.wait_for("registrar.violation").what
    assert other.registrar.login("sato") is not None


# --- binding ------------------------------------------------------------------------------------------------------------


def assertions(scene: Scene) -> dict[str, bytes]:
    now = datetime.now(UTC)
    good = scene.assertion("C-1")
    stranger = Scene.__new__(Scene)
    stranger.clock = scene.clock
    stranger.keeper = signing.new_signing_key()
    return {
        "expired": scene.assertion("C-1", expires_at=now - timedelta(seconds=1), issued_at=now - timedelta(minutes=2)),
        "not yet": scene.assertion("C-1", issued_at=now + timedelta(minutes=1), expires_at=now + timedelta(minutes=2)),
        "signed by somebody else": stranger.assertion("C-1"),
        "of another connection": scene.assertion("C-2"),
        "for the office": scene.assertion("C-1", door="office"),
        "changed after signing": good.replace(b'"door":"session"', b'"door":"Session"'),
        "a bit of its signature turned": bytes([good[0] ^ 1]) + good[1:],
        "empty": b"",
    }


@pytest.mark.parametrize("which", [
    "expired", "not yet", "signed by somebody else", "of another connection", "for the office", "changed after signing",
    "a bit of its signature turned", "empty",
])  # fmt: skip
def test_an_assertion_that_is_not_good_here_and_now(scene: Scene, which: str) -> None:
    session = scene.session("C-1")
    blob = assertions(scene)[which]
    assert "assertion" in caught(scene, session, lambda: session.registrar.bind(blob, "T-1"))


def test_another_connections_assertion_replayed_after_it_was_used(scene: Scene) -> None:
    blob = scene.assertion("C-1")
    scene.session("C-1").registrar.bind(blob, "T-1")
    thief = scene.session("C-2")
    assert "another connection" in caught(scene, thief, lambda: thief.registrar.bind(blob, "T-1"))


def test_binding_twice(scene: Scene) -> None:
    session = scene.session("C-1").bound()
    assert "second" in caught(scene, session, lambda: session.bound("suzuki"))


def test_binding_twice_at_once(scene: Scene) -> None:
    session = scene.session("C-1")
    both = b"".join(
        frame(encode(Call(id=90 + n, call="bind", args=raw(params.Bind(assertion=blob, terminal="T-1")))))
        for n, blob in enumerate((scene.assertion("C-1"), scene.assertion("C-1", "suzuki")))
    )
    session.caller._sock.sendall(both)
    assert session.heard.closed.wait(10)
    assert "second" in scene.wait_for("registrar.violation").what


def test_binding_without_a_terminal(scene: Scene) -> None:
    session = scene.session("C-1")
    bind = params.Bind(assertion=scene.assertion("C-1"))
    assert "terminal" in caught(scene, session, lambda: session.caller.call("bind", bind, type(None)))


@pytest.mark.parametrize("name", ["session.open", "facts.admission", "session.started", "session.end"])
def test_what_needs_a_person_before_binding(scene: Scene, name: str) -> None:
    session, opening = scene.session("C-1"), scene.opening()
    asked: dict[str, Any] = {
        "session.open": params.Open(session=opening, events=()),
        "facts.admission": params.AdmissionTo(),
        "session.started": params.Started(session=opening.id, events=()),
        "session.end": params.Ended(session=opening.id, reason="x", recording=None, events=()),
    }
    assert "not bound" in caught(scene, session, lambda: session.caller.call(name, asked[name], object))


# --- sessions -----------------------------------------------------------------------------------------------------------


def forged_openings(scene: Scene) -> dict[str, Any]:
    good = scene.opening()
    return {
        "another person": replace(good, person="P-suzuki"),
        "another user name": replace(good, username="suzuki"),
        "another terminal": replace(good, terminal="T-2"),
        "another person's order": replace(good, order=scene.orders["suzuki"]),
        "no order": replace(good, order="WO-20260101-0000000000"),
        "beyond the order's window": replace(good, until=good.until + timedelta(days=1)),
        "a path that climbs": replace(good, recording_path="../../etc/cron.d/x"),
        "an absolute path": replace(good, recording_path="/etc/passwd"),
        "a hidden path": replace(good, recording_path="2026/.x"),
        "an identifier of another form": replace(good, id="x"),
        "a recording of another form": replace(good, recording="S-20260101-0000000000"),
        "a target of another form": replace(good, target="A b"),
        "an endless address": replace(good, peer_address="1" * 5000),
    }


@pytest.mark.parametrize("which", [
    "another person", "another user name", "another terminal", "another person's order", "no order",
    "beyond the order's window", "a path that climbs", "an absolute path", "a hidden path",
    "an identifier of another form", "a recording of another form", "a target of another form", "an endless address",
])  # fmt: skip
def test_a_session_opened_with_a_lie(scene: Scene, which: str) -> None:
    session, lie = scene.session("C-1").bound(), forged_openings(scene)[which]
    caught(scene, session, lambda: session.registrar.open(lie, [replace(opened(lie), person="P-sato", terminal="T-1")]))
    assert scene.stored(lie.id) is None
    assert scene.holder("P-sato") is None
    assert "session.opened" not in scene.kinds()


def test_a_target_account_outside_the_order_is_refused_in_words(scene: Scene) -> None:
    session, opening = scene.session("C-1").bound(), scene.opening(account="postgres")
    with pytest.raises(CallRefused, match="order"):
        session.registrar.open(opening, [opened(opening)])
    assert scene.stored(opening.id) is None


def test_a_session_opened_in_silence(scene: Scene) -> None:
    session, opening = scene.session("C-1").bound(), scene.opening()
    assert "without an event" in caught(scene, session, lambda: session.registrar.open(opening, []))
    assert scene.stored(opening.id) is None


def test_the_end_of_a_session_it_does_not_own(scene: Scene) -> None:
    _, others = running(scene, "C-2", "suzuki", "T-2")
    session, _ = running(scene)
    assert "has not open" in caught(
        scene, session, lambda: session.registrar.end(others.id, "x", summary(others.recording), [])
    )
    assert scene.stored(others.id).ended_at is None
    assert scene.holder("P-suzuki") == ("T-2", 1)


def test_the_start_of_a_session_it_does_not_own(scene: Scene) -> None:
    _, others = running(scene, "C-2", "suzuki", "T-2")
    session, _ = running(scene)
    assert "has not open" in caught(scene, session, lambda: session.registrar.started(others.id, []))


def test_an_end_twice_frees_the_lease_once(scene: Scene) -> None:
    session, one = running(scene)
    two = scene.opening()
    session.registrar.open(two, [opened(two)])
    session.registrar.end(one.id, "left", summary(one.recording), [ended(one)])
    caught(scene, session, lambda: session.registrar.end(one.id, "left", summary(one.recording), [ended(one)]))
    assert len(scene.events("session.ended")) == 1


def test_a_seal_of_another_sessions_recording(scene: Scene) -> None:
    _, others = running(scene, "C-2", "suzuki", "T-2")
    session, own = running(scene)
    assert "another session" in caught(
        scene, session, lambda: session.registrar.end(own.id, "left", summary(others.recording), [])
    )
    assert all(event.recording != others.recording for event in scene.events("recording.closed"))


# --- what belongs to others ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("office.commit", {"change": {"change": "ClientAdded", "id": "C-99", "name": "x"}, "events": []}),
        ("session.cut", {"session": "S-1", "reason": "x", "by": "P-sato"}),
        ("session.live", {}),
        ("checkpoint.now", {}),
        ("journal.head", {}),
        ("node.stopping", {"events": []}),
        ("policy.changed", {"events": []}),
        ("session.adopt", {"connection": "C-9", "address": "x"}),
        ("journal.erase", {}),
        ("", {}),
    ],
)
def test_a_session_asks_what_belongs_to_the_office_or_the_gateway(scene: Scene, name: str, asked: Any) -> None:
    session = scene.session("C-1").bound()

    def attack() -> object:
        return session.caller.call(name, msgspec.Raw(msgspec.msgpack.encode(asked)), object)  # type: ignore[arg-type]

    assert "not listed" in caught(scene, session, attack)
    with scene.store.reading() as transaction:
        assert transaction.facts.anybody()
    assert "office.committed" not in scene.kinds()


def test_a_worker_appends_in_a_persons_name(scene: Scene) -> None:
    worker = scene.worker()
    with pytest.raises((CallRefused, GatewayFault)):
        worker.append([SessionWarned(person="P-sato", remaining_seconds=1)])
    assert "worker appends" in scene.wait_for("registrar.violation").what


@pytest.mark.parametrize("role", ["keeper", "worker", "gateway"])
def test_a_process_of_ours_asks_for_more_than_its_role(scene: Scene, role: str) -> None:
    client = OfficeClient(connect(scene.door(role)))
    for attack in (lambda: client.bind(scene.assertion("x", "admin", door="office")), client.live):
        with pytest.raises((CallRefused, GatewayFault)):
            attack()
    scene.wait_for("registrar.violation")
    assert "office.entered" not in scene.kinds()


def test_an_attack_does_not_disturb_those_who_share_its_group_commit(scene: Scene) -> None:
    honest, opening = running(scene, "C-2", "suzuki", "T-2")
    for n in range(20):
        attacker = scene.session(f"X-{n}")
        with pytest.raises((CallRefused, GatewayFault)):
            attacker.caller.call("journal.head", NoParams(), object)
        honest.registrar.append([SessionWarned(person="P-suzuki", session=opening.id, remaining_seconds=n)])
    assert [event.remaining_seconds for event in scene.events("session.warned")] == list(range(20))
    scene.wait_for("registrar.violation", count=20)
