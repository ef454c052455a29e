"""Each change has its applier; what an applier refuses is undone by the commit around it (test_committing.py)."""

from dataclasses import replace
from typing import Any, get_args

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from gateway.crypto import openssh
from gateway.crypto.digest import fingerprint
from gateway.ipc.server import Refuse, Violation
from gateway.registrar import changes, office, own_factors
from gateway.vocabulary.identity import Employer, Standing
from tests.gateway.crypto.a_terminal_certificate import certificate
from tests.gateway.registrar.scene import KEYS, TARGET, TERMINAL, Scene


def test_every_change_has_an_applier() -> None:
    signed = {changes.ChangeAsked, changes.ChangeConfirmed, changes.ChangeWithdrawn}  # second.py
    factors = set(get_args(own_factors.ALL))
    assert set(own_factors._APPLY) | {changes.EnrolmentIssued} == factors
    assert not set(office._APPLY) & factors
    only_asked = {changes.FactorsReset}  # never committed by one alone: it is no change of its own
    budgets = {changes.BudgetReleased, changes.BudgetRaised, changes.SessionFrozen}  # budget_moves.py, holding.py
    traps = {changes.CanaryAdded, changes.CanaryRemoved}  # canaries.py
    kept = {changes.HoldPlaced, changes.HoldLifted, changes.ContractEnded}  # keeping.py
    assert (set(office._APPLY) | factors | signed | budgets | traps | kept) - only_asked == set(
        get_args(changes.AnyChange)
    )


def apply(scene: Scene, change: Any) -> str:
    with scene.store.transaction() as transaction:
        return office.apply(transaction, change, scene.clock.now())


@pytest.mark.parametrize("different", [{"id": "TG-9"}, {"name": "other"}])
def test_a_targets_id_and_name_do_not_change(scene: Scene, different: dict[str, Any]) -> None:
    with pytest.raises(Violation):
        apply(scene, changes.TargetChanged(before=TARGET, after=replace(TARGET, **different)))


@pytest.mark.parametrize("different", [{"id": "T-8"}, {"public_key": b"other"}])
def test_a_terminals_id_and_key_do_not_change(scene: Scene, different: dict[str, Any]) -> None:
    with pytest.raises(Violation):
        apply(scene, changes.TerminalChanged(before=TERMINAL, after=replace(TERMINAL, **different)))


def test_a_change_of_what_looks_different_now_is_stale(scene: Scene) -> None:
    seen = replace(TARGET, port=1)
    with pytest.raises(Refuse, match="stale"):
        apply(scene, changes.TargetChanged(before=seen, after=replace(seen, standing=Standing.REVOKED)))
    with pytest.raises(Refuse, match="stale"):
        apply(scene, changes.TerminalChanged(before=TERMINAL, after=TERMINAL))


CA = openssh.new_pair().public


def added(name: str = "head office", blob: bytes = CA) -> changes.AuthorityAdded:
    return changes.AuthorityAdded(name=name, blob=blob, fingerprint=fingerprint(blob))


def certificate_of(
    scene: Scene, *, authority: bytes = CA, serial: int = 7, key_id: str = "x", key: bytes = b"k"
) -> Any:
    with scene.store.reading() as transaction:
        return transaction.facts.certificate(authority=authority, serial=serial, key_id=key_id, key=key)


def test_an_authority_is_taken_until_it_is_revoked_and_never_again(scene: Scene) -> None:
    assert certificate_of(scene).authority is None
    assert apply(scene, added()) == "head office"
    assert certificate_of(scene).authority == "head office"
    for again in (added(), added(name="other"), added(blob=openssh.new_pair().public)):
        with pytest.raises(Refuse, match="exists"):
            apply(scene, again)
    assert apply(scene, changes.AuthorityRevoked(name="head office")) == "head office"
    assert certificate_of(scene).authority is None
    with pytest.raises(Refuse, match="absent"):
        apply(scene, changes.AuthorityRevoked(name="head office"))
    with pytest.raises(Refuse, match="exists"):
        apply(scene, added())


def test_an_authority_is_nobodys_own_key_and_named_by_its_own_fingerprint(scene: Scene) -> None:
    with pytest.raises(Refuse, match="exists"):
        apply(scene, added(blob=KEYS["sato"]))
    with pytest.raises(Violation):
        apply(scene, changes.AuthorityAdded(name="x", blob=CA, fingerprint="SHA256:x"))


@pytest.mark.parametrize(
    ("mark", "value", "hit", "missed"),
    [
        (changes.Mark.SERIAL, str(2**64 - 1), {"serial": 2**64 - 1}, {"serial": 2**64 - 2, "key_id": str(2**64 - 1)}),
        (changes.Mark.KEY_ID, "7", {"key_id": "7"}, {"serial": 7, "key_id": "07"}),
    ],
)
def test_a_certificate_is_revoked_by_serial_or_key_id_of_its_own_authority(
    scene: Scene, mark: changes.Mark, value: str, hit: dict[str, Any], missed: dict[str, Any]
) -> None:
    other = openssh.new_pair().public
    apply(scene, added())
    apply(scene, added(name="other", blob=other))
    revoked = changes.CertificateRevoked(authority="head office", mark=mark, value=value)
    apply(scene, revoked)
    assert certificate_of(scene, **hit).revoked
    assert not certificate_of(scene, **missed).revoked
    assert not certificate_of(scene, authority=other, **hit).revoked
    for absent in (revoked, changes.CertificateRevoked(authority="nobody", mark=mark, value=value)):
        with pytest.raises(Refuse, match="absent"):
            apply(scene, absent)


def test_whose_a_certified_key_is_stands_in_the_facts(scene: Scene) -> None:
    assert certificate_of(scene, key=KEYS["sato"]).holder.owner_id == "P-sato"
    apply(scene, changes.KeyRevoked(fingerprint=fingerprint(KEYS["sato"])))
    facts = certificate_of(scene, key=KEYS["sato"])
    assert (facts.holder, facts.withdrawn) == (None, True)
    assert not certificate_of(scene, key=b"unknown").withdrawn


def test_what_is_there_is_not_added_again(scene: Scene) -> None:
    with pytest.raises(Refuse, match="exists"):
        apply(scene, changes.TargetAdded(target=TARGET))
    with pytest.raises(Refuse, match="exists"):
        apply(scene, changes.EmployerAdded(id="E-1", name="x", kind="x"))


def a_terminal(name: str, certificate: bytes | None) -> changes.TerminalAdded:
    key = openssh.new_pair().public
    terminal = replace(TERMINAL, id=f"T-{name}", name=name, public_key=key, certificate=certificate)
    return changes.TerminalAdded(terminal=terminal, fingerprint=fingerprint(key))


def test_R18_a_certificate_is_one_terminals_and_really_one(scene: Scene) -> None:
    der = certificate().public_bytes(Encoding.DER)
    with pytest.raises(Violation):
        apply(scene, a_terminal("pc-70", b"no certificate"))
    apply(scene, a_terminal("pc-71", der))
    with pytest.raises(Refuse, match="certificate"):
        apply(scene, a_terminal("pc-72", der))
    plain = a_terminal("pc-73", None)
    apply(scene, plain)
    with pytest.raises(Refuse, match="certificate"):
        apply(scene, changes.TerminalChanged(before=plain.terminal, after=replace(plain.terminal, certificate=der)))
    other = replace(plain.terminal, certificate=certificate().public_bytes(Encoding.DER))
    apply(scene, changes.TerminalChanged(before=plain.terminal, after=other))
    apply(scene, changes.TerminalChanged(before=other, after=replace(other, site="elsewhere")))


def test_R20_an_employer_changes_as_it_was_seen_and_its_id_never(scene: Scene) -> None:
    apply(scene, changes.EmployerAdded(id="E-70", name="x", kind="processor"))
    seen = Employer(id="E-70", name="x", kind="processor")
    with pytest.raises(Violation):
        apply(scene, changes.EmployerChanged(before=seen, after=replace(seen, id="E-71")))
    apply(scene, changes.EmployerChanged(before=seen, after=replace(seen, name="y")))
    with pytest.raises(Refuse, match="stale"):
        apply(scene, changes.EmployerChanged(before=seen, after=replace(seen, name="z")))
