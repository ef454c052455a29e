"""R-14: whatever dies when, one of the two kept passwords lets in, and the next walk ends with the one the target has."""

from dataclasses import replace
from itertools import count

import pytest

from gateway.relay.ssh.dialling import AnotherHost, NotLetIn, Unreachable
from gateway.rotation.due import Failure
from gateway.rotation.walk import NEXT, Stage, Step, Walk
from gateway.vocabulary.outcome import TargetError
from tests.gateway.rotation.a_vault import PowerCut, Vault
from tests.gateway.storage.samples import target

TARGET = replace(target(), name="old-switch")


class Host:
    """A target that has one password; it may break before or after it took the next one."""

    def __init__(self, vault: Vault) -> None:
        self.vault, self.has, self.error = vault, vault.present, None
        self.forgetful = False

    error: TargetError | None

    def change(self) -> None:
        if self.error is not None:
            raise self.error
        following = self.vault.password("x", "next").reveal()

        def take() -> None:
            if not self.forgetful:
                self.has = following

        self.vault._cut("change", take)

    def lets_in(self) -> bool:
        return bool(self.vault._cut("look", lambda: self.has == self.vault.password("x", "next").reveal()))


def walk(vault: Vault, host: Host) -> Walk:
    return Walk(vault.work(TARGET), vault, vault, host)


def test_a_rotation_ends_with_another_password_that_the_target_has() -> None:
    vault = Vault()
    host = Host(vault)
    assert walk(vault, host).run() is Stage.KEPT
    assert host.has == vault.present != b"old password"
    assert vault.following is None
    assert vault.events == ["prepare", "prepared", "change", "look", "done"]


def test_R14_stopped_before_and_after_every_step_no_password_is_lost() -> None:
    for cut_at in count():
        vault = Vault(cut_at=cut_at)
        host = Host(vault)
        try:
            walk(vault, host).run()
        except PowerCut:
            assert host.has in (vault.present, vault.following), f"locked out after cut {cut_at}"
            vault.cut_at = None
            if host.has == vault.present and vault.following is None and vault.events[-1:] == ["done"]:
                continue  # it was done, and nobody heard it
            assert walk(vault, host).run() is Stage.KEPT, cut_at
            assert host.has == vault.present != b"old password"
        else:
            assert cut_at == 10
            return


def test_R14_two_cuts_in_a_row_lose_nothing_either() -> None:
    for first in range(10):
        for second in range(10):
            vault = Vault(cut_at=first)
            host = Host(vault)
            for more in (second, None):
                try:
                    if walk(vault, host).run() is Stage.KEPT:
                        break
                except PowerCut:
                    vault.cut_at = None if more is None else vault.calls + more
                assert host.has in (vault.present, vault.following)


def test_what_was_changed_before_the_cut_is_not_changed_again() -> None:
    vault = Vault()
    host = Host(vault)
    vault.following = host.has = b"taken already"
    assert walk(vault, host).run() is Stage.KEPT
    assert "change" not in vault.events
    assert vault.present == b"taken already"


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (Unreachable("x"), Failure.UNREACHABLE),
        (AnotherHost("x"), Failure.OTHER_HOST),
        (NotLetIn("x"), Failure.REFUSED),
        (TargetError("says too much"), Failure.REFUSED),
    ],
)
def test_what_the_target_does_wrong_is_told_and_keeps_both_passwords(error: TargetError, why: Failure) -> None:
    vault = Vault()
    host = Host(vault)
    host.error = error
    assert walk(vault, host).run() is Stage.FAILED
    assert vault.failures == [why]
    assert vault.present == b"old password"
    assert vault.following is not None


def test_a_target_that_says_yes_and_does_no_is_found_out() -> None:
    vault = Vault()
    host = Host(vault)
    host.forgetful = True
    assert walk(vault, host).run() is Stage.FAILED
    assert vault.failures == [Failure.NOT_PROVED]
    assert (vault.present, vault.following is not None) == (b"old password", True)


def test_the_table_has_one_way_on_and_kept_and_failed_are_ends() -> None:
    assert not [stage for stage, _ in NEXT if stage in (Stage.KEPT, Stage.FAILED)]
    assert NEXT[Stage.PROVED, Step.KEEP] is Stage.KEPT
    assert (Stage.CHANGED, Step.KEEP) not in NEXT
    assert (Stage.PREPARED, Step.KEEP) not in NEXT
