"""One supervisor, a friend of the engineer's, who tries to let him go on alone where it takes two; and what is sent twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from gateway.disclosure.keeping import Door
from gateway.guards.verdict import Freeze, Why
from gateway.ipc.messages import CallRefused
from gateway.registrar import changes
from gateway.sessions.standing import Course
from gateway.vocabulary.identifiers import new_identifier
from gateway.vocabulary.identity import Role
from tests.databases import USUAL
from tests.gateway.registrar.a_shell import Shell, asked_release, release_by_two
from tests.gateway.registrar.scene import Scene, person

OPAQUE = Freeze(why=Why.OPAQUE, used=4100, limit=4096)
BOTH = frozenset({Role.SUPERVISOR, Role.ENGINEER})


@pytest.fixture
def database_kind() -> str:
    return USUAL


@pytest.fixture
def running(database: Engine, tmp_path: Path) -> Iterator[Scene]:
    made = Scene(database, tmp_path)
    made.seed()
    with made.store.transaction() as transaction:
        assert transaction.office.add_person(**person("both", BOTH))
    yield made.start()
    made.stop()


@pytest.fixture
def shell(running: Scene) -> Shell:
    """sato's, frozen for text nobody reads."""
    shell = Shell(running, "C-1")
    shell.take(stops=OPAQUE)
    assert hold(shell) is not None
    return shell


def hold(shell: Shell) -> object:
    return shell.session.registrar.hold_of(shell.opening.id)


def freeze_id(scene: Scene) -> str:
    with scene.store.reading() as transaction:
        found = transaction.disclosures.frozen("P-sato", Door.SHELL)
    assert found is not None
    return found.id


def release(scene: Scene, by: str, freeze: str | None = None) -> None:
    change = changes.BudgetReleased(person="P-sato", door=Door.SHELL, reason="let him", freeze=freeze)
    scene.office(by).commit(change, [])


def refused(act: object, *args: object) -> str:
    with pytest.raises(CallRefused) as told:
        act(*args)  # type: ignore[operator]
    return told.value.code


def confirm(scene: Scene, by: str, proposal: str) -> None:
    scene.office(by).commit(changes.ChangeConfirmed(proposal=proposal), [])


def test_R06_naming_the_freeze_makes_one_no_two(running: Scene, shell: Shell) -> None:
    assert refused(release, running, "yamada", freeze_id(running)) == "second.needed"
    assert refused(release, running, "kato", freeze_id(running)) == "second.needed"  # each alone is not two
    assert hold(shell) is not None


def test_R06_a_freeze_of_his_own_over_it_is_no_way(running: Scene, shell: Shell) -> None:
    order = changes.SessionFrozen(session=shell.opening.id, reason="mine now")
    assert refused(running.office("yamada").commit, order, []) == "stale"
    assert refused(release, running, "yamada") == "second.needed"


def test_R06_asked_and_confirmed_by_one_person_twice(running: Scene, shell: Shell) -> None:
    first, second = asked_release(running, "yamada"), asked_release(running, "yamada")
    for proposal in (first, second):
        assert refused(confirm, running, "yamada", proposal) == "four-eyes"
    assert hold(shell) is not None


def test_R06_a_confirmation_sent_again_releases_no_later_freeze(running: Scene, shell: Shell) -> None:
    kept, later = asked_release(running, "yamada"), asked_release(running, "kato")
    confirm(running, "kato", kept)
    assert hold(shell) is None
    shell.take(stops=OPAQUE)
    assert refused(confirm, running, "kato", kept) == "proposal.over"
    assert refused(confirm, running, "yamada", later) == "stale"  # asked of the freeze before
    assert hold(shell) is not None


def test_R06_nobody_asks_blindly_or_of_another_freeze(running: Scene, shell: Shell) -> None:
    before = freeze_id(running)
    assert release_by_two(running)
    shell.take(stops=OPAQUE)
    assert refused(lambda: asked_release(running, "yamada", freeze=before)) == "stale"
    blind = changes.BudgetReleased(person="P-sato", door=Door.SHELL, reason="x")
    asked = changes.ChangeAsked(proposal=new_identifier("CH", running.clock.now()), asked=blind)
    assert refused(running.office("yamada").commit, asked, []) == "ipc.refused"  # no honest office says so
    assert hold(shell) is not None


@pytest.mark.parametrize("by", ["sato", "suzuki", "admin", "kansa"])
def test_R22_nobody_but_supervisors_has_a_part_in_it(running: Scene, shell: Shell, by: str) -> None:
    assert refused(lambda: asked_release(running, by)) == "role.missing"
    proposal = asked_release(running, "yamada")
    assert refused(confirm, running, by, proposal) == "role.missing"
    withdrawn = changes.ChangeWithdrawn(proposal=proposal)
    assert refused(running.office(by).commit, withdrawn, []) == "role.missing"
    assert hold(shell) is not None


def test_R06_the_frozen_person_has_no_part_in_it_though_he_is_a_supervisor(running: Scene) -> None:
    both = running.office()
    both.bind(running.assertion("x", "both", door="office", roles=BOTH))
    with running.store.transaction() as transaction:
        running.orders["both"] = running.approve(transaction.office, running.order("P-both")).id
    shell = Shell(running, "C-8", "both", "T-1")
    shell.take(stops=OPAQUE)
    with running.store.reading() as transaction:
        freeze = transaction.disclosures.frozen("P-both", Door.SHELL)
    assert freeze is not None
    own = changes.BudgetReleased(person="P-both", door=Door.SHELL, reason="me", freeze=freeze.id)
    asked = changes.ChangeAsked(proposal=new_identifier("CH", running.clock.now()), asked=own)
    assert refused(both.commit, asked, []) == "four-eyes"
    theirs = asked_release(running, "yamada", "P-both")
    assert refused(both.commit, changes.ChangeConfirmed(proposal=theirs), []) == "four-eyes"
    assert shell.session.registrar.hold_of(shell.opening.id) is not None


def test_R06_whoever_is_no_supervisor_any_more_does_not_count(running: Scene, shell: Shell) -> None:
    proposal = asked_release(running, "yamada")
    with running.store.transaction() as transaction:
        account = transaction.facts.account("P-yamada")
        assert account is not None
        assert transaction.office.change_person(
            "P-yamada",
            account.version,
            employer=account.employer,
            engagement=account.engagement,
            agency=account.agency,
            contract_end=account.contract_end,
            roles=frozenset({Role.ENGINEER}),
            language=account.language,
            standing=account.standing,
        )
    assert refused(confirm, running, "kato", proposal) == "role.missing"
    assert hold(shell) is not None


def test_R06_being_frozen_for_people_first_is_no_cheaper_way(running: Scene) -> None:
    """One session is frozen on purpose for people, which one releases; another has an encoding on its way meanwhile."""
    one, other = Shell(running, "C-1"), Shell(running, "C-2")
    one.show(*range(21))
    other.take(stops=OPAQUE)
    assert refused(release, running, "yamada") == "second.needed"
    release_by_two(running)
    assert hold(one) is None


def test_R06_a_restart_releases_nobody_and_keeps_what_was_asked(running: Scene, shell: Shell) -> None:
    proposal = asked_release(running, "yamada")
    running.stop()
    running._control = None
    running.start()
    again = Shell(running, "C-2")
    assert hold(again) is not None
    assert refused(release, running, "kato") == "second.needed"
    assert refused(confirm, running, "yamada", proposal) == "four-eyes"
    confirm(running, "kato", proposal)
    assert hold(again) is None


def test_R06_nobody_extends_alone_however_often_he_asks(running: Scene, shell: Shell) -> None:
    proposals = [new_identifier("CH", running.clock.now()) for _ in range(3)]
    for proposal in proposals:
        asked = changes.BudgetRaised(person="P-sato", door=Door.SHELL, people=5, rows=0, reason="go on")
        running.office("yamada").commit(changes.ChangeAsked(proposal=proposal, asked=asked), [])
    for proposal in proposals:
        assert refused(confirm, running, "yamada", proposal) == "four-eyes"
        assert refused(confirm, running, "sato", proposal) == "role.missing"
    assert hold(shell) is not None
    confirm(running, "kato", proposals[0])
    assert refused(confirm, running, "kato", proposals[1]) == "budget.not-raised"
    assert refused(confirm, running, "kato", proposals[0]) == "proposal.over"


def test_R06_an_extension_by_two_releases_it_too(running: Scene, shell: Shell) -> None:
    asked = changes.BudgetRaised(person="P-sato", door=Door.SHELL, people=5, rows=0, reason="go on")
    proposal = new_identifier("CH", running.clock.now())
    running.office("yamada").commit(changes.ChangeAsked(proposal=proposal, asked=asked), [])
    assert hold(shell) is not None
    confirm(running, "kato", proposal)
    assert hold(shell) is None


def test_R06_the_session_cannot_take_back_why_it_was_frozen(running: Scene, shell: Shell) -> None:
    said = shell.session.registrar.stopped
    said(shell.opening.id, Course.FROZEN, Why.OPAQUE, used=4100, limit=4096)
    said(shell.opening.id, Course.FROZEN, Why.PEOPLE, used=21, limit=20)
    assert refused(release, running, "yamada") == "second.needed"
