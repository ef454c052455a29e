"""The last step: every factor is right; may this person log in today, and is that on record?

Facts and keys are looked up afresh, so that what was withdrawn during the walk counts. Only here is the true reason of a
refusal told, to a person who proved who he is.
"""

from collections.abc import Sequence

from gateway.authentication import standing, texts
from gateway.authentication.answers import Judged
from gateway.authentication.events import LoginCompleted, LoginEvent, LoginRefused, RefusalReason
from gateway.authentication.key_steps import KeySteps
from gateway.authentication.ledger import Factor
from gateway.authentication.ports import LoginFacts
from gateway.authentication.progress import Done, Over, Proved
from gateway.authentication.walk import Walk
from gateway.vocabulary.clock import JST
from gateway.vocabulary.outcome import GatewayFault


def complete(walk: Walk, keys: KeySteps, found: Judged, proofs: Sequence[LoginEvent]) -> Done | Over:
    """Log the person in, or say why not. Raises GatewayFault where keeper and registrar contradict each other."""
    facts = walk.ports.directory.login(walk.name.username)
    if facts is None:
        raise GatewayFault("the keeper verified a code of a person whom the registrar does not know", texts.FAULT)
    reason = _objection(walk, keys, facts)
    if reason is not None:
        refusal = walk.trail.event(LoginRefused, reason=reason, account=facts.person_id)
        return walk.close(standing.TEXT[reason], *proofs, refusal)
    proved = _proved(walk, found, facts)
    walk.trail.write(*proofs)
    walk.ports.diary.bind(proved.assertion, proved.terminal_id)
    walk.trail.write(walk.trail.event(LoginCompleted, person=proved.person_id, factors=proved.factors))
    walk.ledger = found.ledger
    walk.finish()
    return Done(proved=proved)


def _objection(walk: Walk, keys: KeySteps, facts: LoginFacts) -> RefusalReason | None:
    objection = standing.objection(facts, walk.ports.clock.now().astimezone(JST).date())
    if objection is None and not keys.still_good():
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
        terminal_id=walk.keys[Factor.TERMINAL_KEY].owner.owner_id,
        factors=found.ledger.factors,
        at=walk.ports.clock.now(),
        assertion=assertion,
        login_name=walk.name,
    )
