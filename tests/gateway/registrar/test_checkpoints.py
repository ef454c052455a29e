import pytest

from gateway.audit.checkpoint import verified
from gateway.ipc.messages import CallRefused
from gateway.sessions.events import SessionWarned
from tests.gateway.registrar.scene import Scene, ended, eventually, opened, summary


def signed_size(scene: Scene) -> int:
    with scene.store.reading() as transaction:
        last = transaction.journal.last_checkpoint()
    return last.size if last is not None else 0


def test_R44_each_session_start_and_end_is_soon_under_a_signature_that_the_witness_holds(scene: Scene) -> None:
    scene.limits = scene.slow_checkpoints()
    session = scene.start().session("C-1").bound()
    opening = scene.opening()
    session.registrar.open(opening, [opened(opening)])
    eventually(lambda: signed_size(scene) == len(scene.entries()))
    at_start = signed_size(scene)
    session.registrar.end(opening.id, "left", summary(opening.recording), [ended(opening)])
    eventually(lambda: signed_size(scene) == len(scene.entries()) > at_start)
    eventually(lambda: scene.witness.kept[-1].size == signed_size(scene))
    assert verified(scene.witness.kept[-1].note, scene.signer.key).size == signed_size(scene)


def test_R44_news_is_signed_each_minute_and_quiet_minutes_are_not(scene: Scene) -> None:
    session = scene.start().session("C-1").bound()
    session.registrar.append([SessionWarned(person="P-sato", remaining_seconds=1)])
    eventually(lambda: signed_size(scene) == len(scene.entries()), 3.0)
    scene.worker().checkpoint()  # the witness has it too when this is answered
    kept = len(scene.witness.kept)
    for _ in range(3):
        assert not scene.worker().checkpoint().news
    assert len(scene.witness.kept) == kept


def test_the_keeper_away_lets_the_tail_grow_and_is_asked_again(scene: Scene) -> None:
    scene.start()
    eventually(lambda: signed_size(scene) > 0)
    scene.signer.away = True
    session = scene.session("C-1").bound()
    opening = scene.opening()
    session.registrar.open(opening, [opened(opening)])
    with pytest.raises(CallRefused, match=r"checkpoint\.failed"):
        scene.worker().checkpoint()
    head = scene.worker().head()
    assert head.signed < head.seq + 1
    scene.signer.away = False
    eventually(lambda: scene.worker().head().signed == scene.worker().head().seq + 1)


def test_a_signature_that_was_given_but_not_kept_is_asked_for_again(scene: Scene) -> None:
    """A crash between the keeper's signature and our commit: the keeper is ahead of the table."""
    scene.start().session("C-1").bound().registrar.append([SessionWarned(person="P-sato", remaining_seconds=1)])
    scene.worker().checkpoint()
    scene.stop()
    with scene.journal() as journal:
        assert journal.draft() is None
    scene.session_less_append()
    with scene.journal() as journal:
        draft = journal.draft()
    assert draft is not None
    scene.sign(draft)  # and nobody writes it down
    scene.start()
    eventually(lambda: signed_size(scene) == len(scene.entries()))


def test_a_checkpoint_on_demand_says_what_it_covers(scene: Scene) -> None:
    worker = scene.start().worker()
    worker.checkpoint()
    assert worker.checkpoint().size == len(scene.entries()) == worker.head().seq + 1


def test_a_witness_that_was_away_gets_the_latest(scene: Scene) -> None:
    scene.witness.away = True
    scene.start()
    eventually(lambda: signed_size(scene) > 0)
    with pytest.raises(CallRefused, match=r"checkpoint\.failed"):
        scene.worker().checkpoint()
    scene.witness.away = False
    eventually(lambda: [kept.size for kept in scene.witness.kept] == [signed_size(scene)])
