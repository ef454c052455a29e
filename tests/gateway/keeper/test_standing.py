from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from gateway.crypto.assertion import Way
from gateway.ipc.server import Violation
from gateway.keeper.standing import NEXT, Bound, Door, Proof, Standing, State, Step, standing_of
from gateway.vocabulary.identity import Role

PROOF = Proof(way=Way.CODE, at=datetime(2026, 11, 22, tzinfo=UTC), mark=bytes(32))
SATO = Bound(person="P-sato", username="sato", roles=frozenset({Role.ENGINEER}), proof=PROOF)
SUZUKI = Bound(person="P-suzuki", username="suzuki", roles=frozenset(), proof=PROOF)


def fresh(door: Door = Door.SESSION, state: State = State.UNBOUND) -> Standing:
    return Standing(door=door, connection="C-1", uid=0, state=state)


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("door", Door)
def test_every_pair_that_is_not_in_the_table_is_a_violation(door, state, step):
    standing = fresh(door, state)

    def take() -> None:
        standing.password_proved("sato") if step is Step.PASSWORD else standing.bind(step, SATO)

    if (following := NEXT.get((door, state, step))) is None:
        with pytest.raises(Violation):
            take()
        assert (standing.state, standing.bound, standing.claimed) == (state, None, None)
    else:
        take()
        assert standing.state is following


def test_a_connection_is_bound_once():
    standing = fresh()
    standing.bind(Step.CODE, SATO)
    for again in (SATO, SUZUKI):
        with pytest.raises(Violation):
            standing.bind(Step.CODE, again)
    assert standing.person == SATO


def test_a_password_and_a_code_are_one_persons():
    standing = fresh()
    standing.password_proved("sato")
    with pytest.raises(Violation):
        standing.bind(Step.CODE, SUZUKI)
    with pytest.raises(Violation):
        standing.password_proved("suzuki")
    assert standing.bound is None


def test_a_fresh_proof_is_the_same_persons():
    standing = fresh()
    with pytest.raises(Violation):
        standing.prove_again(SATO)
    standing.bind(Step.CODE, SATO)
    fresher = replace(SATO, proof=replace(PROOF, way=Way.PASSKEY))
    standing.prove_again(fresher)
    assert standing.person == fresher
    with pytest.raises(Violation):
        standing.prove_again(SUZUKI)
    assert standing.person == fresher


def test_nobody_is_the_person_before_binding():
    with pytest.raises(Violation):
        _ = fresh().person


def test_roles_that_are_nobodys_never_move():
    assert {door for door, _, _ in NEXT} == {Door.SESSION, Door.OFFICE}


def test_memory_is_one_a_kind():
    standing = fresh()
    standing.memory(list).append(1)
    assert standing.memory(list) == [1]
    assert standing.memory(dict) == {}


def test_the_standing_belongs_to_the_peer():
    peer = SimpleNamespace(role="office", connection="office-7", uid=12, memo={})
    assert standing_of(peer) is standing_of(peer)
    assert (standing_of(peer).door, standing_of(peer).uid) == (Door.OFFICE, 12)


def test_a_role_without_a_door_is_a_violation():
    with pytest.raises(Violation):
        standing_of(SimpleNamespace(role="janitor", connection="w", uid=1, memo={}))
