"""The first person of all, and a whole account with its keys: through the real door, into the real tables."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from gateway.crypto import openssh
from gateway.crypto.digest import fingerprint
from gateway.ipc.messages import CallRefused
from gateway.registrar import changes
from gateway.vocabulary.identity import Role, Standing
from gateway.vocabulary.target import LoginWay
from tests.gateway.registrar.scene import TARGET, TERMINAL, Scene, changed, person


@pytest.fixture
def empty(database: Engine, tmp_path: Path) -> Iterator[Scene]:
    made = Scene(database, tmp_path)
    made.start()
    yield made
    made.stop()


def added(username: str, *roles: Role, keys: tuple[bytes, ...] = ()) -> changes.PersonAdded:
    new = tuple(changes.NewKey(fingerprint=fingerprint(blob), blob=blob, comment="") for blob in keys)
    return changes.PersonAdded(
        **person(username, frozenset(roles)), password_sealed=b"sealed:pw", totp_sealed=b"sealed:totp", keys=new
    )


def test_the_first_person_of_all_is_an_administrator_and_needs_nobody(empty: Scene) -> None:
    office = empty.office()
    office.commit(changes.EmployerAdded(id="E-1", name="Hoshu K.K.", kind="itaku"), [])
    with pytest.raises(CallRefused, match=r"role\.missing"):
        office.commit(added("sato", Role.ENGINEER), [])
    with pytest.raises(CallRefused, match=r"bind\.first"):
        office.commit(changes.ClientAdded(id="C-1", name="x"), [])
    office.commit(added("admin", Role.ADMINISTRATOR), [])
    with pytest.raises(CallRefused, match=r"bind\.first"):
        office.commit(added("second", Role.ADMINISTRATOR), [])
    first = empty.events("office.committed")
    assert [(said.change, said.by, said.uid >= 0) for said in first] == [
        ("EmployerAdded", "", True),
        ("PersonAdded", "", True),
    ]


def test_R13_a_person_comes_with_credentials_and_keys_and_nothing_personal_is_journalled(scene: Scene) -> None:
    blob = openssh.new_pair().public
    scene.start().office("admin").commit(added("tanaka", Role.ENGINEER, keys=(blob,)), [])
    with scene.store.reading() as transaction:
        found = transaction.facts.login("tanaka")
        owner = transaction.facts.key_owner(blob)
    assert found is not None
    assert owner is not None
    assert (found.person_id, found.roles) == ("P-tanaka", frozenset({Role.ENGINEER}))
    assert owner.owner_id == "P-tanaka"
    (said,) = scene.events("office.committed")
    assert said.facts["keys"] == [fingerprint(blob)]
    assert said.facts["credentials"] == ["password", "totp"]
    assert b"TANAKA" not in b"".join(entry.body for entry in scene.entries())
    assert b"sealed" not in b"".join(entry.body for entry in scene.entries())


def test_R20_a_person_is_suspended_at_the_version_that_was_read(scene: Scene) -> None:
    office = scene.start().office("admin")
    change = changes.PersonChanged(id="P-suzuki", expected_version=1, **changed(standing=Standing.SUSPENDED))
    office.commit(change, [])
    with pytest.raises(CallRefused, match="stale"):
        office.commit(change, [])
    with scene.store.reading() as transaction:
        assert transaction.facts.roles("P-suzuki", date(2026, 1, 1)) == frozenset()
    assert scene.events("office.committed")[0].facts["standing"] == "suspended"


def test_keys_terminals_and_targets_come_and_change(scene: Scene) -> None:
    office = scene.start().office("admin")
    blob = openssh.new_pair().public
    key = changes.NewKey(fingerprint=fingerprint(blob), blob=blob, comment="laptop")
    office.commit(changes.KeyAdded(person="P-sato", key=key), [])
    office.commit(changes.KeyRevoked(fingerprint=key.fingerprint), [])
    office.commit(changes.TerminalAdded(terminal=TERMINAL, fingerprint=fingerprint(TERMINAL.public_key)), [])
    office.commit(changes.TerminalChanged(before=TERMINAL, after=replace(TERMINAL, standing=Standing.REVOKED)), [])
    second = replace(TARGET, id="TG-2", name="build-host")
    office.commit(changes.TargetAdded(target=second), [])
    office.commit(changes.TargetChanged(before=second, after=replace(second, port=2022)), [])
    office.commit(changes.TargetSecretSet(target="build-host", kind=LoginWay.VAULTED_PASSWORD, sealed=b"sealed:x"), [])
    with scene.store.reading() as transaction:
        assert transaction.facts.key_owner(blob) is None
        assert transaction.facts.terminal("T-9") == replace(TERMINAL, standing=Standing.REVOKED)
        assert transaction.facts.target("build-host") == replace(second, port=2022)
    assert [said.subject for said in scene.events("office.committed")] == [
        key.fingerprint, key.fingerprint, "T-9", "T-9", "build-host", "build-host", "build-host",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        changes.KeyRevoked(fingerprint="SHA256:none"),
        changes.TargetSecretSet(target="none", kind=LoginWay.VAULTED_KEY, sealed=b"x"),
    ],
)
def test_what_is_not_there_is_not_changed(scene: Scene, change: changes.Change) -> None:
    with pytest.raises(CallRefused, match=r"office\.absent"):
        scene.start().office("admin").commit(change, [])  # type: ignore[arg-type]
    assert "office.committed" not in scene.kinds()
