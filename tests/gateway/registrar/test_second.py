"""R-16, R-22: the registrar itself holds both signatures apart; the office cannot make one person into two."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from gateway.crypto.digest import fingerprint
from gateway.ipc.messages import CallRefused
from gateway.registrar import changes
from gateway.registrar.client import OfficeClient
from gateway.vocabulary.identifiers import new_identifier
from gateway.vocabulary.identity import Role, Standing
from tests.gateway.registrar.scene import TARGET, Scene, changed, person

BOTH = frozenset({Role.ADMINISTRATOR})


@pytest.fixture
def open_scene(scene: Scene) -> Iterator[Scene]:
    with scene.store.transaction() as transaction:
        assert transaction.office.add_person(**person("kanri", BOTH))
    scene.start()
    yield scene


def as_(scene: Scene, username: str) -> OfficeClient:
    client = scene.office()
    client.bind(scene.assertion("x", username, door="office", roles=BOTH))
    return client


def refused(client: OfficeClient, change: Any) -> str:
    with pytest.raises(CallRefused) as told:
        client.commit(change, [])
    return told.value.code


def reset(person_id: str = "P-sato") -> changes.PersonChanged:
    return changes.PersonChanged(id=person_id, expected_version=1, **changed(), totp_sealed=b"sealed new")


def asked(scene: Scene, change: Any) -> changes.ChangeAsked:
    return changes.ChangeAsked(proposal=new_identifier("CH", scene.clock.now()), asked=change)


NEED_TWO: list[Any] = [
    reset(),
    changes.PersonChanged(id="P-sato", expected_version=1, **changed(), password_sealed=b"x"),
    changes.PersonChanged(id="P-sato", expected_version=1, **changed(roles=frozenset({Role.SUPERVISOR}))),
    changes.PersonAdded(**person("third", BOTH), password_sealed=None, totp_sealed=b"x", keys=()),
    changes.PersonAdded(
        **person("third", frozenset({Role.SUPERVISOR, Role.ENGINEER})), password_sealed=None, totp_sealed=b"x", keys=()
    ),
    changes.TargetChanged(before=TARGET, after=replace(TARGET, host_keys=(b"another",))),
    changes.TargetAdded(target=replace(TARGET, id="TG-9", name="new-host"), secret_sealed=None),
    changes.AuthorityAdded(name="head-office", blob=b"authority", fingerprint=fingerprint(b"authority")),
]


@pytest.mark.parametrize("change", NEED_TWO, ids=lambda change: f"{type(change).__name__}")
def test_R16_one_alone_makes_none_of_these_changes_and_two_do(open_scene: Scene, change: Any) -> None:
    admin, kanri = as_(open_scene, "admin"), as_(open_scene, "kanri")
    assert refused(admin, change) == "second.needed"
    asking = asked(open_scene, change)
    admin.commit(asking, [])
    confirming = changes.ChangeConfirmed(proposal=asking.proposal)
    assert refused(admin, confirming) == "four-eyes"
    assert refused(as_(open_scene, "admin"), confirming) == "four-eyes"  # another connection is no other person
    kanri.commit(confirming, [])
    assert refused(kanri, confirming) == "proposal.over"
    said = open_scene.events("office.committed")
    assert [(each.change, each.by) for each in said] == [("ChangeAsked", "P-admin"), ("ChangeConfirmed", "P-kanri")]
    assert said[0].facts["proposal"] == said[1].facts["proposal"] == asking.proposal
    assert b"sealed new" not in str(said).encode()


def test_what_needs_no_second_signature_is_not_asked_for(open_scene: Scene) -> None:
    change = changes.PersonChanged(id="P-suzuki", expected_version=1, **changed(standing=Standing.SUSPENDED))
    assert refused(as_(open_scene, "admin"), asked(open_scene, change)) == "stale"


def test_what_is_stale_is_not_asked_for_nor_confirmed(open_scene: Scene) -> None:
    admin, kanri = as_(open_scene, "admin"), as_(open_scene, "kanri")
    old = changes.PersonChanged(id="P-sato", expected_version=7, **changed(), totp_sealed=b"x")
    assert refused(admin, asked(open_scene, old)) == "stale"
    asking = asked(open_scene, reset())
    admin.commit(asking, [])
    admin.commit(changes.PersonChanged(id="P-sato", expected_version=1, **changed(standing=Standing.SUSPENDED)), [])
    assert refused(kanri, changes.ChangeConfirmed(proposal=asking.proposal)) == "stale"


def test_R22_nobody_asks_for_a_role_of_his_own_or_confirms_his_own_reset(open_scene: Scene) -> None:
    admin, kanri = as_(open_scene, "admin"), as_(open_scene, "kanri")
    own = changes.PersonChanged(
        id="P-admin", expected_version=1, **changed(roles=frozenset({Role.ADMINISTRATOR, Role.AUDITOR}))
    )
    assert refused(admin, asked(open_scene, own)) == "four-eyes"
    about_kanri = changes.PersonChanged(id="P-kanri", expected_version=1, **changed(roles=BOTH), totp_sealed=b"x")
    asking = asked(open_scene, about_kanri)
    admin.commit(asking, [])
    assert refused(kanri, changes.ChangeConfirmed(proposal=asking.proposal)) == "four-eyes"


@pytest.mark.parametrize("username", ["sato", "yamada", "kansa"])
def test_R22_only_administrators_sign(open_scene: Scene, username: str) -> None:
    asking = asked(open_scene, reset())
    as_(open_scene, "admin").commit(asking, [])
    other = open_scene.office(username)
    assert refused(other, changes.ChangeConfirmed(proposal=asking.proposal)) == "role.missing"
    assert refused(other, asked(open_scene, reset("P-suzuki"))) == "role.missing"
    assert refused(open_scene.office(), changes.ChangeConfirmed(proposal=asking.proposal)) == "bind.first"


def test_one_id_is_asked_once_and_has_its_form(open_scene: Scene) -> None:
    admin = as_(open_scene, "admin")
    asking = asked(open_scene, reset())
    admin.commit(asking, [])
    assert refused(admin, asking) == "office.exists"
    assert refused(admin, changes.ChangeAsked(proposal="../etc", asked=reset())) == "ipc.refused"


def test_a_withdrawn_change_is_over(open_scene: Scene) -> None:
    admin, kanri = as_(open_scene, "admin"), as_(open_scene, "kanri")
    asking = asked(open_scene, reset())
    admin.commit(asking, [])
    admin.commit(changes.ChangeWithdrawn(proposal=asking.proposal), [])
    assert refused(kanri, changes.ChangeConfirmed(proposal=asking.proposal)) == "proposal.over"
    assert refused(kanri, changes.ChangeWithdrawn(proposal=asking.proposal)) == "proposal.over"
