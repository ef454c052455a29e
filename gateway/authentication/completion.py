"""The last step: every factor is right; may this person log in today, and is that on record?

Facts and keys are looked up afresh, so that what was withdrawn during the walk counts. Only here is the true reason of a
refusal told, to a person who proved who he is.
"""

from collections.abc import Callable, Sequence
from typing import Final

from gateway.authentication import standing, texts
from gateway.authentication.answers import Judged
from gateway.authentication.events import LoginCompleted, LoginEvent, LoginRefused, RefusalReason
from gateway.authentication.ledger import Factor
from gateway.authentication.ports import LoginFacts
from gateway.authentication.progress import Done, Over, Proved
from gateway.authentication.walk import Walk
from gateway.vocabulary.clock import JST
from gateway.vocabulary.outcome import GatewayFault

StillGood = Callable[[], bool]
GRANTED: Final = (Factor.PASSWORD, Factor.CODE)  # what the log-in proved that a grant goes back to


def complete(walk: Walk, still_good: StillGood, found: Judged, proofs: Sequence[LoginEvent]) -> Done | Over:
    """Log the person in, or say why not. Raises GatewayFault where keeper and registrar contradict each other.

    `still_good` looks once more at everything that proved a terminal or a key on this walk.
    """
    facts = walk.ports.directory.login(walk.name.username)
    if facts is None:
        raise GatewayFault("the keeper verified a code of a person whom the registrar does not know", texts.FAULT)
    reason = _objection(walk, still_good, facts)
    if reason is not None:
        refusal = walk.trail.event(LoginRefused, reason=reason, account=facts.person_id)
        return walk.close(standing.TEXT[reason], *proofs, refusal)
    proved = _proved(walk, found, facts)
    walk.trail.write(*proofs)
    walk.ports.diary.bind(proved.assertion, proved.terminal_id)
    walk.trail.write(walk.trail.event(LoginCompleted, person=proved.person_id, factors=found.ledger.factors))
    walk.ledger = found.ledger
    walk.finish()
    return Done(proved=proved)


def _objection(walk: Walk, still_good: StillGood, facts: LoginFacts) -> RefusalReason | None:
    objection = standing.objection(facts, walk.ports.clock.now().astimezone(JST).date())
    if objection is None and not still_good():
        return RefusalReason.KEY_WITHDRAWN
    return objection


def _proved(walk: Walk, found: Judged, facts: LoginFacts) -> Proved:
    assertion = found.checked.assertion
    if assertion is None:
        raise GatewayFault("the keeper verified a code and asserts nobody", texts.FAULT)
    person_key = walk.keys.get(Factor.PERSON_KEY)
    if facts.username != walk.name.username or (
        person_key is not None and person_key.owner.owner_id != facts.person_id
    ):
        raise GatewayFault("the person's key and the person's name belong to two people", texts.FAULT)
    return Proved(
        person_id=facts.person_id,
        username=facts.username,
        terminal_id=walk.terminal,
        factors=_stands_for(found.ledger.factors),
        at=found.proved_at or walk.ports.clock.now(),
        assertion=assertion,
        login_name=walk.name,
    )


def _stands_for(factors: tuple[Factor, ...]) -> tuple[Factor, ...]:
    """The factors a decision may count on."""
    if Factor.GRANT not in factors:
        return factors
    return (*(factor for factor in factors if factor is not Factor.GRANT), *GRANTED)
