from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from gateway.crypto import signing
from gateway.keeper import host_ring
from gateway.keeper.host_ring import HostRing, KeyStanding, RowRefused, Why
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret


def seed() -> Secret:
    return signing.new_signing_key()


def standings(row: host_ring.Row) -> list[KeyStanding]:
    return [key.standing for key in row]


def test_prepare_switch_retire():
    row = host_ring.first(seed())
    old = row[0]
    row = host_ring.prepared(row, seed())
    assert standings(row) == [KeyStanding.CURRENT, KeyStanding.NEXT]
    new = row[1]
    row = host_ring.switched(row)
    assert [(key.standing, key.blob) for key in row] == [
        (KeyStanding.CURRENT, new.blob),
        (KeyStanding.FORMER, old.blob),
    ]
    row = host_ring.retired(row, old.fingerprint)
    assert [key.blob for key in row] == [new.blob]


def test_a_prepared_key_may_be_given_up():
    row = host_ring.prepared(host_ring.first(seed()), seed())
    assert standings(host_ring.retired(row, row[1].fingerprint)) == [KeyStanding.CURRENT]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda row: host_ring.switched(row), Why.NO_NEXT),
        (lambda row: host_ring.retired(row, row[0].fingerprint), Why.CURRENT),
        (lambda row: host_ring.retired(row, "SHA256:none"), Why.ABSENT),
        (lambda row: host_ring.prepared(host_ring.prepared(row, seed()), seed()), Why.NEXT_EXISTS),
    ],
)
def test_steps_the_row_does_not_allow(change, why):
    with pytest.raises(RowRefused) as refused:
        change(host_ring.first(seed()))
    assert refused.value.why is why


class Steps(RuleBasedStateMachine):
    """Whatever an administrator does in whatever order: one current key, at most one next, and never too many."""

    def __init__(self) -> None:
        super().__init__()
        self.row = host_ring.first(seed())

    def _step(self, change) -> None:
        with suppress(RowRefused):
            self.row = change(self.row)

    @rule()
    def prepare(self) -> None:
        self._step(lambda row: host_ring.prepared(row, seed()))

    @rule()
    def switch(self) -> None:
        self._step(host_ring.switched)

    @rule(at=st.integers(0, 5))
    def retire(self, at: int) -> None:
        self._step(lambda row: host_ring.retired(row, row[at % len(row)].fingerprint))

    @invariant()
    def holds(self) -> None:
        assert standings(self.row).count(KeyStanding.CURRENT) == 1
        assert standings(self.row)[0] is KeyStanding.CURRENT
        assert standings(self.row).count(KeyStanding.NEXT) <= 1
        assert len(self.row) <= host_ring.ANNOUNCED_MAX
        assert len({key.blob for key in self.row}) == len(self.row)
        again = host_ring.read(host_ring.written(self.row))
        assert [(key.standing, key.blob) for key in again] == [(key.standing, key.blob) for key in self.row]


TestSteps = Steps.TestCase
TestSteps.settings = settings(max_examples=15, stateful_step_count=15, deadline=None)


def test_the_bare_seed_of_earlier_versions_is_a_row_of_one():
    bare = seed()
    (only,) = host_ring.read(bare.reveal())
    assert (only.standing, only.seed.reveal()) == (KeyStanding.CURRENT, bare.reveal())


@given(st.binary(max_size=200).filter(lambda data: len(data) != host_ring.SEED_BYTES))
@settings(max_examples=60, deadline=None)
def test_garbage_is_no_row(data):
    with pytest.raises(ValueError):
        host_ring.read(data)


@pytest.mark.parametrize(
    "data",
    [
        b"[]",
        b'[["next","' + b"00" * 32 + b'"]]',
        b'[["current","' + b"00" * 31 + b'"]]',
        b'[["current","' + b"00" * 32 + b'"],["current","' + b"11" * 32 + b'"]]',
        b"[" + b",".join(b'["former","' + b"%02x" % at * 32 + b'"]' for at in range(9)) + b"]",
    ],
)
def test_a_row_that_breaks_its_rules_is_not_read(data):
    with pytest.raises(ValueError):
        host_ring.read(data)


def test_what_cannot_be_kept_does_not_take_effect():
    def broken(_):
        raise GatewayFault("disk full")

    ring = HostRing(host_ring.first(seed()), broken)
    before = ring.row
    with pytest.raises(GatewayFault):
        ring.replace(host_ring.prepared(before, seed()))
    assert ring.row is before


def test_no_row_without_a_current_key_is_kept():
    kept: list[bytes] = []
    ring = HostRing(host_ring.first(seed()), kept.append)
    with pytest.raises(GatewayFault):
        ring.replace(())
    assert kept == []
    assert ring.named(ring.current.blob) is ring.current
    assert ring.named(b"another") is None


def test_no_seed_in_repr():
    row = host_ring.first(seed())
    assert row[0].seed.reveal().hex() not in repr(row)
