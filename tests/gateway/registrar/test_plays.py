"""Replays of the pages at the registrar: permitted with the event that says why, begun once, in one web session."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gateway.ipc.messages import CallRefused
from gateway.recording.events import RecordingViewed, Viewing
from gateway.recording.play import Play
from gateway.registrar import changes
from gateway.registrar.client import OfficeClient
from gateway.vocabulary.identifiers import new_identifier
from tests.gateway.registrar.a_web_session import begun, carried_on
from tests.gateway.registrar.scene import Scene, whoami

AUDITOR = "kansa"


@pytest.fixture
def a_recording(scene: Scene) -> str:
    """A recording that is in the tables, and the registrar running."""
    opening = scene.opening()
    scene.leave_open(opening, node="node-2")
    scene.start()
    return opening.recording


def viewed(recording: str, **changed: Any) -> RecordingViewed:
    event = RecordingViewed(
        person=f"P-{AUDITOR}", session="S-1", recording=recording, how=Viewing.REPLAY, purpose="点検",
        by_username=AUDITOR, os_user=whoami(),
    )  # fmt: skip
    return replace(event, **changed)


def permitted(office: OfficeClient, web: str, recording: str, *events: RecordingViewed, **changed: str) -> str:
    play = new_identifier("V", datetime.now(UTC))
    values = {"play": play, "recording": recording, "person": f"P-{AUDITOR}", "web": web} | changed
    office.commit(changes.PlayPermitted(**values), events or [viewed(recording)])
    return play


def taken(office: OfficeClient, web: str, recording: str, play: str, **changed: str) -> None:
    values = {"play": play, "recording": recording, "person": f"P-{AUDITOR}", "web": web} | changed
    office.commit(changes.PlayTaken(**values), [])


def test_R40_permitted_with_its_purpose_and_begun_once(scene: Scene, a_recording: str) -> None:
    office, carried = begun(scene, AUDITOR)
    play = permitted(office, carried.web, a_recording)
    assert scene.events("recording.viewed")[-1].purpose == "点検"
    assert scene.events("office.committed")[-1].facts["play"] == play
    taken(office, carried.web, a_recording, play)
    with pytest.raises(CallRefused, match=r"play\.taken"):
        taken(office, carried.web, a_recording, play)


def test_R40_nobody_sees_a_frame_of_which_nobody_is_told(scene: Scene, a_recording: str) -> None:
    for events in (
        [],
        [viewed("R-20260101-0000000000")],
        [viewed(a_recording, how=Viewing.EXPORT)],
        [viewed(a_recording)] * 2,
    ):
        office, carried = begun(scene, AUDITOR)
        with pytest.raises(CallRefused, match=r"ipc\.refused"):
            office.commit(
                changes.PlayPermitted(
                    play="V-20260101-0000000000", recording=a_recording, person=f"P-{AUDITOR}", web=carried.web
                ),
                events,
            )
    assert scene.events("recording.viewed") == []


def test_R40_in_another_session_or_name_it_is_a_violation(scene: Scene, a_recording: str) -> None:
    office, carried = begun(scene, AUDITOR)
    play = permitted(office, carried.web, a_recording)
    _, other = begun(scene, AUDITOR)
    second = carried_on(scene, other)
    with pytest.raises(CallRefused, match=r"play\.absent"):
        taken(second, other.web, a_recording, play)
    with pytest.raises(CallRefused, match=r"play\.absent"):
        taken(office, carried.web, "R-20260101-0000000000", play)
    with pytest.raises(CallRefused, match=r"ipc\.refused"):
        taken(second, carried.web, a_recording, play)
    assert "a play of somebody else" in scene.wait_for("registrar.violation").what


def test_R40_only_an_auditor_is_permitted(scene: Scene, a_recording: str) -> None:
    for name in ("admin", "sato"):
        office, carried = begun(scene, name)
        with pytest.raises(CallRefused, match=r"role\.missing"):
            permitted(
                office,
                carried.web,
                a_recording,
                viewed(a_recording, person=f"P-{name}", by_username=name),
                person=f"P-{name}",
            )


def test_R40_a_stale_factor_permits_nothing_and_yet_what_was_permitted_begins(scene: Scene, a_recording: str) -> None:
    office, carried = begun(scene, AUDITOR)
    play = permitted(office, carried.web, a_recording)
    stale = carried_on(scene, carried, proved_at=carried.proved_at - timedelta(minutes=10))
    with pytest.raises(CallRefused, match=r"fresh\.needed"):
        permitted(stale, carried.web, a_recording)
    taken(stale, carried.web, a_recording, play)


def test_R40_a_minute_later_it_is_over(scene: Scene, a_recording: str) -> None:
    office, carried = begun(scene, AUDITOR)
    old = Play(
        id="V-20260101-0000000000", recording=a_recording, person=f"P-{AUDITOR}", web=carried.web,
        made_at=datetime.now(UTC) - timedelta(seconds=61),
    )  # fmt: skip
    with scene.store.transaction() as transaction:
        transaction.office.plays.add(old)
    with pytest.raises(CallRefused, match=r"play\.late"):
        taken(office, carried.web, a_recording, old.id)
