from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gateway.authentication.web_session import EndReason
from gateway.crypto import signing, web_pass
from gateway.crypto.assertion import Way
from gateway.ipc.messages import CallRefused
from gateway.registrar import changes
from gateway.vocabulary.identity import Standing
from tests.gateway.registrar.a_web_session import AGENT, HERE, a_pass, begun, carried_on, opening, stored, web, word
from tests.gateway.registrar.scene import Scene, changed, whoami


def office_kinds(scene: Scene) -> list[str]:
    """What was said of the office; a moved clock and a checkpoint speak for themselves."""
    return [kind for kind in scene.kinds() if kind.startswith("office.")]


# -- beginning


def test_a_session_begins_with_its_row_and_its_event_in_one_commit(scene: Scene) -> None:
    scene.start()
    _, carried = begun(scene)
    row = stored(scene, carried)
    assert (row.person, row.ticket, row.address, row.agent, row.way) == ("P-admin", carried.ticket, HERE, AGENT, "code")
    assert (row.ends_at, row.ended_at) == (carried.ends_at, None)
    (said,) = scene.events("office.signed_in")
    assert (said.person, said.by_username, said.os_user, said.web) == ("P-admin", "admin", whoami(), carried.web)
    assert (said.address, said.agent, said.way, said.ends_at) == (HERE, AGENT, Way.CODE, carried.ends_at)
    assert scene.events("office.entered") == []


def test_the_connection_it_began_on_is_bound(scene: Scene) -> None:
    scene.start()
    office, _ = begun(scene)
    office.commit(changes.ClientAdded(id="C-42", name="A Sha"), [])
    assert scene.events("office.committed")[-1].by == "P-admin"


def test_later_connections_are_bound_without_an_event(scene: Scene) -> None:
    scene.start()
    _, carried = begun(scene)
    before = office_kinds(scene)
    carried_on(scene, carried).commit(changes.ClientAdded(id="C-42", name="A Sha"), [])
    assert office_kinds(scene) == [*before, "office.committed"]
    assert scene.events("office.committed")[-1].by == "P-admin"


def test_a_ticket_is_good_for_one_session(scene: Scene) -> None:
    scene.start()
    _, carried = begun(scene)
    with pytest.raises(CallRefused, match=r"office\.exists"):
        begun(scene, "kansa", ticket=carried.ticket)
    assert stored(scene, carried).person == "P-admin"
    assert len(scene.events("office.signed_in")) == 1


def test_two_sign_ins_are_two_sessions(scene: Scene) -> None:
    scene.start()
    (_, one), (_, two) = begun(scene), begun(scene)
    assert one.web != two.web
    with scene.store.reading() as transaction:
        assert {each.id for each in transaction.web_sessions.open_of("P-admin")} == {one.web, two.web}


@pytest.mark.parametrize("way", [Way.ENROLMENT, Way.DEMO])
def test_neither_a_link_nor_a_demo_signs_in(scene: Scene, way: Way) -> None:
    scene.start()
    with pytest.raises(CallRefused, match=r"ipc\.refused"):
        begun(scene, way=way)
    assert "a web session by" in scene.wait_for("registrar.violation").what


@pytest.mark.parametrize("what", ["other-keeper", "tampered", "other-person", "other-session", "garbage"])
def test_a_pass_that_is_not_this_one_is_a_violation(scene: Scene, what: str) -> None:
    scene.start()
    carried, other = a_pass(), a_pass("kansa")
    signed = {
        "other-keeper": web_pass.sign(signing.new_signing_key(), carried),
        "tampered": web_pass.sign(scene.keeper, carried)[:-2] + b"x}",
        "other-person": web_pass.sign(scene.keeper, replace(carried, person="P-kansa")),
        "other-session": web_pass.sign(scene.keeper, other),
        "garbage": b"x",
    }[what]
    asked = opening(scene, carried)
    with pytest.raises(CallRefused, match=r"ipc\.refused"):
        scene.office().opened(type(asked)(assertion=asked.assertion, signed_pass=signed, address=HERE, agent=AGENT))
    scene.wait_for("registrar.violation")
    assert stored(scene, carried) is None
    assert scene.events("office.signed_in") == []


def test_what_time_has_ended_is_ended_at_the_next_sign_in_and_told(scene: Scene) -> None:
    scene.limits = replace(scene.limits, drift_seconds_max=1e9)  # minutes that pass are no leap
    scene.start()
    _, idle = begun(scene)
    _, over = begun(scene, ends_at=datetime.now(UTC) + timedelta(minutes=1))
    scene.clock.moved = timedelta(minutes=16)
    carried = a_pass("kansa")
    moved = {name: datetime.now(UTC) + scene.clock.moved for name in ("issued_at", "proved_at")}
    moved["expires_at"] = moved["issued_at"] + timedelta(minutes=1)
    scene.office().opened(opening(scene, carried, **{**moved, "issued_at": moved["issued_at"] - timedelta(seconds=1)}))
    told = {event.web: event.reason for event in scene.events("office.signed_out")}
    assert told == {idle.web: EndReason.IDLE, over.web: EndReason.OVER}
    assert stored(scene, idle).end_reason is EndReason.IDLE


def test_R43_by_a_clock_that_leapt_nobody_signs_in_or_is_proved_anew(scene: Scene) -> None:
    scene.start()
    scene.clock.moved = timedelta(hours=-1)
    with pytest.raises(CallRefused, match=r"clock\.untrusted"):
        begun(scene)


# -- seen


def test_a_visit_is_written_down_by_the_keepers_word_alone(scene: Scene) -> None:
    scene.start()
    _, carried = begun(scene)
    scene.clock.moved = timedelta(seconds=40)
    before = office_kinds(scene)
    web(scene).seen(word(scene, carried), HERE)
    assert stored(scene, carried).seen_at > carried.proved_at + timedelta(seconds=40)
    assert office_kinds(scene) == before


def test_another_address_is_told(scene: Scene) -> None:
    scene.start()
    _, carried = begun(scene)
    web(scene).seen(word(scene, carried), "198.51.100.7")
    (said,) = scene.events("office.seen_elsewhere")
    assert (said.person, said.web, said.address, said.before) == ("P-admin", carried.web, "198.51.100.7", HERE)
    row = stored(scene, carried)
    assert (row.address, row.seen_address) == (HERE, "198.51.100.7")


def test_an_ended_session_is_not_seen_any_more(scene: Scene) -> None:
    scene.start()
    office, carried = begun(scene)
    office.closed(carried.web)
    with pytest.raises(CallRefused, match=r"web\.ended"):
        web(scene).seen(word(scene, carried), HERE)


@pytest.mark.parametrize("changed_word", [{"web": None}, {"web": "W-20261122-0000000000"}, {"person": "P-kansa"}])
def test_a_word_about_another_session_is_a_violation(scene: Scene, changed_word: dict[str, Any]) -> None:
    scene.start()
    _, carried = begun(scene)
    with pytest.raises(CallRefused, match=r"ipc\.refused"):
        web(scene).seen(word(scene, carried, **changed_word), HERE)


# -- proved anew


def test_a_renewed_pass_is_stored_and_told_and_binds(scene: Scene) -> None:
    scene.start()
    _, carried = begun(scene)
    fresh = replace(carried, proved_at=datetime.now(UTC), way=Way.PASSKEY)
    office = scene.office()
    office.renewed(word(scene, fresh), web_pass.sign(scene.keeper, fresh))
    row = stored(scene, carried)
    assert (web_pass.verified(signing.public_of(scene.keeper), row.signed_pass), row.way) == (fresh, "passkey")
    (said,) = scene.events("office.proved_again")
    assert (said.person, said.web, said.way) == ("P-admin", carried.web, Way.PASSKEY)
    office.commit(changes.ClientAdded(id="C-42", name="A Sha"), [])


def test_an_ended_session_is_not_renewed(scene: Scene) -> None:
    scene.start()
    office, carried = begun(scene)
    office.closed(carried.web)
    with pytest.raises(CallRefused, match=r"web\.ended"):
        scene.office().renewed(word(scene, carried), web_pass.sign(scene.keeper, carried))
    assert scene.events("office.proved_again") == []


def test_a_pass_for_another_ticket_renews_nothing(scene: Scene) -> None:
    scene.start()
    _, carried = begun(scene)
    moved = replace(carried, ticket=b"y" * 32)
    with pytest.raises(CallRefused, match=r"ipc\.refused"):
        scene.office().renewed(word(scene, moved), web_pass.sign(scene.keeper, moved))
    assert stored(scene, carried).signed_pass == web_pass.sign(scene.keeper, carried)


# -- ending


def test_a_sign_out_ends_the_row_and_is_told(scene: Scene) -> None:
    scene.start()
    office, carried = begun(scene)
    office.closed(carried.web)
    row = stored(scene, carried)
    assert (row.end_reason, row.ended_at is None) == (EndReason.SIGNED_OUT, False)
    (said,) = scene.events("office.signed_out")
    assert (said.person, said.web, said.reason, said.by, said.address) == (
        "P-admin", carried.web, EndReason.SIGNED_OUT, "P-admin", HERE,
    )  # fmt: skip


def test_nothing_more_is_committed_or_bound_after_a_sign_out(scene: Scene) -> None:
    scene.start()
    office, carried = begun(scene)
    other = carried_on(scene, carried)
    office.closed(carried.web)
    for client in (office, other):
        with pytest.raises(CallRefused, match=r"web\.ended"):
            client.commit(changes.ClientAdded(id="C-42", name="A Sha"), [])
    with pytest.raises(CallRefused, match=r"web\.ended"):
        carried_on(scene, carried)


def test_a_second_sign_out_is_no_second_event(scene: Scene) -> None:
    scene.start()
    office, carried = begun(scene)
    office.closed(carried.web)
    office.closed(carried.web)
    assert len(scene.events("office.signed_out")) == 1


def test_an_owner_ends_another_session_of_his_own(scene: Scene) -> None:
    scene.start()
    office, _ = begun(scene, "kansa")
    _, forgotten = begun(scene, "kansa")
    office.closed(forgotten.web)
    assert stored(scene, forgotten).end_reason is EndReason.REVOKED


def test_nobody_ends_anothers_session_but_an_administrator(scene: Scene) -> None:
    scene.start()
    _, carried = begun(scene, "kansa")
    for name in ("yamada", "sato"):
        with pytest.raises(CallRefused, match=r"role\.missing"):
            begun(scene, name)[0].closed(carried.web)
    assert stored(scene, carried).ended_at is None
    begun(scene, "admin")[0].closed(carried.web)
    assert stored(scene, carried).end_reason is EndReason.BY_ADMINISTRATOR
    assert scene.events("office.signed_out")[-1].by_username == "admin"


def test_whether_a_session_exists_is_not_told_to_strangers(scene: Scene) -> None:
    scene.start()
    office, _ = begun(scene, "sato")
    with pytest.raises(CallRefused, match=r"role\.missing"):
        office.closed("W-20261122-0000000000")


def test_nobody_unbound_ends_anything(scene: Scene) -> None:
    scene.start()
    _, carried = begun(scene)
    with pytest.raises(CallRefused, match=r"bind\.first"):
        scene.office().closed(carried.web)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"standing": Standing.SUSPENDED}, EndReason.ACCOUNT),
        ({"standing": Standing.REVOKED}, EndReason.ACCOUNT),
    ],
)
def test_a_suspended_account_loses_all_its_sessions_in_the_same_commit(
    scene: Scene, fields: dict[str, Any], reason: EndReason
) -> None:
    scene.start()
    mine = [begun(scene, "sato")[1] for _ in range(2)]
    _, other = begun(scene, "suzuki")
    change = changes.PersonChanged(id="P-sato", expected_version=1, **changed(**fields))
    scene.office("admin").commit(change, [])
    assert {stored(scene, each).end_reason for each in mine} == {reason}
    assert stored(scene, other).ended_at is None
    kinds = scene.kinds()
    assert kinds[kinds.index("office.committed") :].count("office.signed_out") == 2


# -- pace


def test_tries_are_counted_without_an_event(scene: Scene) -> None:
    scene.start()
    before, client = office_kinds(scene), web(scene)
    assert [client.pace("sign-in", b"k" * 32, 60).times for _ in range(3)] == [1, 2, 3]
    assert client.pace("sign-in", b"o" * 32, 60).times == 1
    scene.clock.moved = timedelta(seconds=61)
    assert client.pace("sign-in", b"k" * 32, 60).times == 1
    assert office_kinds(scene) == before


def test_only_a_digest_is_counted(scene: Scene) -> None:
    scene.start()
    with pytest.raises(CallRefused, match=r"ipc\.refused"):
        web(scene).pace("sign-in", b"192.0.2.1", 60)
