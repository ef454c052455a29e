"""The order of steps is the promise: journal before recorder before Permit; each step that fails leaves what it must."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gateway.authorization.request import Capability
from gateway.ipc.messages import CallRefused
from gateway.sessions.admit import Admitted, Declined, Wanted
from gateway.sessions.ending import EndReason
from gateway.sessions.ports import LeaseHeld, TooMany
from gateway.sessions.route import Route, named_in
from gateway.vocabulary.outcome import GatewayFault, Text
from gateway.vocabulary.target import Protocol
from gateway.work_orders.order import OrderedTarget, Standing
from tests.gateway.authorization.a_request import NOW, a_target, an_order
from tests.gateway.sessions.an_office import (
    ARecordingRoom,
    ARegistry,
    admissions,
    facts,
    free_order,
    free_target,
    proved,
)

NOWHERE = Route(target=None, account=None)
SHELL = Wanted(route=NOWHERE, capability=Capability.SHELL, columns=132, rows=50, term="xterm")
EXEC = Wanted(route=NOWHERE, capability=Capability.EXEC, columns=80, rows=24, term="")


class Scene:
    def __init__(self, known=None, person=None):
        self.steps = []
        self.registry = ARegistry(facts() if known is None else known, self.steps)
        self.room = ARecordingRoom(self.steps)
        self.failures = []
        self.desk = admissions(self.registry, self.room, person=person)

    def admit(self, wanted=SHELL):
        route = named_in(self.desk.proved.login_name)
        return self.desk.admit(replace(wanted, route=route), self.failures.append)


def test_R37_journal_before_recorder_before_permit():
    scene = Scene()
    admitted = scene.admit()
    assert isinstance(admitted, Admitted)
    assert scene.steps == ["admission", "open", "recorder"]
    assert scene.registry.kinds == ["access.permitted", "session.opened"]
    assert admitted.recorder is scene.room.recorders[0]


def test_R38_the_header_says_who_where_why():
    scene = Scene()
    admitted = scene.admit()
    header, opening = scene.room.headers[0], scene.registry.openings[0]
    assert (header.session, header.recording) == (opening.id, opening.recording)
    assert (header.person, header.terminal, header.target, header.account) == ("P-1", "TM-1", "callcenter-app", "maint")
    assert (header.approvers, header.clients, header.purpose) == (("P-11", "P-12"), ("C-01",), "failure")
    assert header.policy_digest == admitted.permit.policy_digest
    assert (header.cols, header.rows) == (132, 50)
    assert scene.room.personal[0].employer == "株式会社テスト保守"
    assert "佐藤" not in repr(header)


def test_R23_the_permit_ends_with_the_order():
    scene = Scene()
    assert scene.admit().permit.until == scene.registry.openings[0].until == an_order().ends_at


@pytest.mark.parametrize(
    ("known", "person"),
    [
        (facts(), proved(None)),
        (facts(), proved("nowhere")),
        (facts(orders=()), None),
        (facts(orders=(an_order(ends_at=NOW - timedelta(minutes=1)),)), None),
        (facts(orders=(an_order(standing=Standing.ASKED),)), None),
        (facts(a_target(name="callcenter-db"), None), proved("callcenter-db")),
        (facts(), proved(account="postgres")),
        (facts(a_target(protocol=Protocol.POSTGRESQL)), None),
    ],
    ids=[
        "no target",
        "unknown target",
        "no order",
        "over",
        "asked only",
        "another target",
        "another account",
        "a database",
    ],
)
def test_R19_what_no_order_opens_is_refused_in_words_and_written(known, person):
    scene = Scene(known, person)
    declined = scene.admit()
    assert isinstance(declined, Declined)
    assert declined.text.ja
    assert declined.text.en.isascii()
    assert scene.steps == ["admission", "append"]
    assert scene.registry.kinds[0] in {"session.refused", "access.refused"}
    assert scene.room.recorders == []


def test_R02_a_command_on_a_target_with_personal_data_is_refused():
    scene = Scene()
    assert isinstance(scene.admit(EXEC), Declined)
    assert scene.room.recorders == []


def test_a_command_where_no_personal_data_is():
    scene = Scene(facts(free_target(), (free_order(),)), proved("build-host"))
    assert isinstance(scene.admit(EXEC), Admitted)


def test_a_policy_that_was_replaced_opens_nothing():
    scene = Scene()
    scene.desk = replace(scene.desk, policy_is_current=lambda: False)
    assert isinstance(scene.admit(), Declined)
    assert scene.room.recorders == []


def test_one_session_too_many_is_told_and_was_journalled_by_the_registrar():
    scene = Scene()
    scene.registry.held = TooMany(text=Text(ja="上限", en="Enough"))
    assert scene.admit() == Declined(text=scene.registry.held.text)
    assert "session.refused" not in [event.kind for event in scene.registry.events]
    assert scene.room.recorders == []


def test_R17_another_terminal_holds_the_lease():
    scene = Scene()
    scene.registry.held = LeaseHeld(text=Text(ja="別の端末", en="Another terminal"))
    assert scene.admit() == Declined(text=scene.registry.held.text)
    assert scene.registry.of("session.refused").rules == ["lease-held"]
    assert scene.room.recorders == []


@pytest.mark.parametrize("fault", [GatewayFault("the disk is full"), OSError("no such folder"), ValueError("defect")])
def test_R37_without_a_recorder_there_is_no_session(fault):
    scene = Scene()
    scene.room.fault = fault
    with pytest.raises(type(fault)):
        scene.admit()
    assert scene.steps == ["admission", "open", "recorder", "end"]
    assert scene.registry.ends == [(scene.registry.openings[0].id, "not-recorded", None)]
    assert scene.registry.of("session.ended").reason is EndReason.NOT_RECORDED


@pytest.mark.parametrize("step", ["admission", "open"])
@pytest.mark.parametrize(
    "fault", [GatewayFault("gone"), CallRefused("person.refused", Text(ja="停止", en="suspended"))]
)
def test_what_cannot_be_known_or_kept_opens_nothing(step, fault):
    scene = Scene()
    scene.registry.fails[step] = fault
    with pytest.raises(type(fault)):
        scene.admit()
    assert scene.room.recorders == []


def test_a_refusal_that_cannot_be_written_is_a_fault():
    scene = Scene(facts(orders=()))
    scene.registry.fails["append"] = GatewayFault("gone")
    with pytest.raises(GatewayFault):
        scene.admit()


def test_the_recorders_failure_is_handed_on():
    scene = Scene()
    scene.admit()
    scene.room.recorders[0].fail()
    assert [str(fault) for fault in scene.failures] == ["the disk is full"]


def test_the_account_comes_from_the_order_that_is_open():
    """A newer order, still to be approved, names another account: it must not stand in the way of today's."""
    newer = an_order(
        id="WO-20261122-0000000009",
        standing=Standing.ASKED,
        targets=(OrderedTarget(name="callcenter-app", accounts=("postgres",)),),
    )
    scene = Scene(facts(orders=(newer, an_order())))
    admitted = scene.admit()
    assert isinstance(admitted, Admitted)
    assert admitted.permit.account == "maint"


def test_without_a_target_only_those_behind_this_door_are_named():
    ordered = (a_target(), a_target(id="TG-9", name="callcenter-db", protocol=Protocol.POSTGRESQL))
    known = facts(targets=("callcenter-app", "callcenter-db"), ordered=ordered)
    for capability, here, elsewhere in (
        (Capability.SHELL, "callcenter-app", "callcenter-db"),
        (Capability.QUERY, "callcenter-db", "callcenter-app"),
    ):
        declined = Scene(known, proved(None)).admit(replace(SHELL, capability=capability))
        assert isinstance(declined, Declined)
        assert f"sato+{here}" in declined.text.en
        assert elsewhere not in declined.text.both()


def test_R04_statements_open_a_database_and_nothing_else():
    database = a_target(protocol=Protocol.POSTGRESQL)
    assert isinstance(Scene(facts(database)).admit(replace(SHELL, capability=Capability.QUERY)), Admitted)
    assert isinstance(Scene(facts()).admit(replace(SHELL, capability=Capability.QUERY)), Declined)
