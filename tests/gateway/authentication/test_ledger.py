import itertools

import pytest

from gateway.authentication.ledger import NEXT, Factor, Ledger, Stage
from gateway.vocabulary.outcome import GatewayFault

T, P, W, C, G = Factor.TERMINAL_KEY, Factor.PERSON_KEY, Factor.PASSWORD, Factor.CODE, Factor.GRANT
LOGINS = {(T, P, C), (P, T, C), (T, W, C), (T, G)}
SEQUENCES = [sequence for length in range(6) for sequence in itertools.product(Factor, repeat=length)]


def walked(sequence: tuple[Factor, ...]) -> Ledger | None:
    """The ledger after the whole sequence, None where it stumbles. Written apart from the table's own words."""
    ledger = Ledger()
    for factor in sequence:
        if not ledger.admits(factor):
            with pytest.raises(GatewayFault):
                ledger.after(factor)
            return None
        ledger = ledger.after(factor)
    return ledger


def test_R16_R18_of_all_sequences_of_up_to_five_factors_exactly_four_are_log_ins():
    assert len(SEQUENCES) == sum(len(Factor) ** length for length in range(6)) == 19608
    proved = {
        sequence for sequence in SEQUENCES if (ledger := walked(sequence)) is not None and ledger.stage is Stage.PROVED
    }
    assert proved == LOGINS


@pytest.mark.parametrize("sequence", SEQUENCES[:400])
def test_R18_only_beginnings_of_log_ins_are_walkable(sequence):
    beginnings = {login[:length] for login in LOGINS for length in range(4)}
    ledger = walked(sequence)
    assert (ledger is not None) == (sequence in beginnings)
    if ledger is not None:
        assert ledger.factors == sequence
        assert ledger.terminal_proved == (T in sequence)


def test_R18_no_stage_without_the_terminal_admits_an_answer_of_a_person():
    for login in LOGINS:
        for length in range(4):
            ledger = walked(login[:length])
            assert ledger is not None
            if T not in login[:length]:
                assert not ledger.admits(W)
                assert not ledger.admits(C)
                assert not ledger.admits(G)


def test_nothing_follows_a_proved_ledger_and_no_factor_counts_twice():
    assert not any(stage is Stage.PROVED for stage, _ in NEXT)
    for sequence in SEQUENCES:
        ledger = walked(sequence)
        assert ledger is None or len(set(ledger.factors)) == len(ledger.factors)


def test_a_ledger_is_changed_by_nobody():
    with pytest.raises(AttributeError):
        Ledger().stage = Stage.PROVED  # type: ignore[misc]
    with pytest.raises(TypeError):
        NEXT[(Stage.NOTHING, C)] = Stage.PROVED  # type: ignore[index]
