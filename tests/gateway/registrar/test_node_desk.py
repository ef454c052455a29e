from dataclasses import replace

import pytest

from gateway.ipc.messages import NoParams
from gateway.listener.events import GatewayStarted, GatewayStopped, SettingsReloaded
from gateway.registrar import params
from gateway.registrar.client import wired
from gateway.sessions.ports import TooMany
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.registrar.scene import Scene, eventually, opened

STARTED = GatewayStarted(version="0.1.0", policy_digest="00", settings_digest="00")


def test_a_gateways_opening_and_closing_are_journalled_and_closing_ends_its_sessions(scene: Scene) -> None:
    session = scene.start().session("C-1")
    scene.control.tell("node.started", params.Node(events=wired([STARTED])))
    scene.wait_for("gateway.started")
    scene.control.tell("node.stopping", params.Node(events=wired([GatewayStopped(sessions=1)])))
    scene.wait_for("gateway.stopped")
    eventually(lambda: "end" in session.heard.kinds())
    assert session.heard.news[0][1]["reason"] == "service.stopping"


def test_a_new_policy_is_news_for_every_session(scene: Scene) -> None:
    sessions = [scene.start().session("C-1"), scene.session("C-2")]
    reloaded = SettingsReloaded(policy_digest="01", settings_digest="00")
    scene.control.tell("policy.changed", params.Node(events=wired([reloaded])))
    for session in sessions:
        eventually(lambda session=session: session.heard.kinds() == ["policy.changed"])
    assert scene.events("settings.reloaded") == [reloaded]


def test_a_new_policys_numbers_hold_from_then_on(scene: Scene) -> None:
    session = scene.start().session("C-1").bound()
    scene.policy_limits = replace(scene.policy_limits, sessions_per_person=1)
    one, two, three = scene.opening(), scene.opening(), scene.opening()
    assert session.registrar.open(one, [opened(one)]) is None
    assert session.registrar.open(two, [opened(two)]) is None, "not before the gateway says that the policy changed"
    reloaded = SettingsReloaded(policy_digest="01", settings_digest="00")
    scene.control.tell("policy.changed", params.Node(events=wired([reloaded])))
    eventually(lambda: session.heard.kinds() == ["policy.changed"])
    assert isinstance(session.registrar.open(three, [opened(three)]), TooMany)


def test_running_sessions_go_on_without_their_gateway(scene: Scene) -> None:
    session = scene.start().session("C-1").bound()
    scene.control.close()
    assert session.registrar.admission(None).person.username == "sato"
    assert not session.heard.closed.is_set()


def test_a_gateway_that_asks_what_is_not_its_own_loses_its_line(scene: Scene) -> None:
    control = scene.start().control
    control.tell("session.live", NoParams())
    scene.wait_for("registrar.violation")
    with pytest.raises(GatewayFault):
        for _ in range(3):
            control.read()
