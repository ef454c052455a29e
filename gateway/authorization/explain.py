"""Why: one request, every rule that had a say, and what would have to change. For people; decides like everybody else."""

from gateway.authorization.decide import decide
from gateway.authorization.decision import Permit, Refusal
from gateway.authorization.demands import demanded
from gateway.authorization.obligations import Obligation
from gateway.authorization.policy import Policy
from gateway.authorization.request import Request
from gateway.authorization.rule import Effect
from gateway.authorization.wording import japan_time
from gateway.vocabulary.outcome import Text


def explain(request: Request, policy: Policy) -> tuple[Text, ...]:
    """Lines in both languages: the question, the answer, each reason with its next step, the rules without objection."""
    decision = decide(request, policy)
    return (*_question(request, policy), *_answer(decision), *_silent(decision, policy))


def _question(request: Request, policy: Policy) -> tuple[Text, ...]:
    person, target, when = request.person.username, request.target.name, japan_time(request.now)
    order = request.order
    memorandum = policy.purposes.version_at(request.now if order is None else order.requested_at)
    contract = Text(ja="なし", en="none") if memorandum is None else memorandum.contract
    window = "-" if order is None else f"{order.id} {japan_time(order.starts_at)} - {japan_time(order.ends_at)}"
    personal = request.target.holds_personal_data(request.today)
    return (
        Text(
            ja=f"質問: {person} は {when} に {target} の {request.account} で {request.capability} を使えるか",
            en=f"Question: may {person} use {request.capability} as {request.account} on {target} at {when}?",
        ),
        Text(
            ja=f"対象 {target}: 個人データを{'扱う' if personal else '扱わない'}",
            en=f"Target {target}: {'holds' if personal else 'is free of'} personal data",
        ),
        Text(ja=f"作業申請: {window}", en=f"Work order: {window}"),
        Text(ja=f"適用される覚書: {contract.ja}", en=f"Memorandum in force: {contract.en}"),
        Text(ja=f"ポリシー: {policy.digest}", en=f"Policy: {policy.digest}"),
    )


def _answer(decision: Permit | Refusal) -> tuple[Text, ...]:
    match decision:
        case Permit():
            until = japan_time(decision.until)
            rules = " ".join(decision.reasons)
            return (
                Text(ja=f"回答: 許可（{rules}）、{until} まで", en=f"Answer: permitted by {rules}, until {until}"),
                *(_demand(each) for each in decision.obligations),
            )
        case Refusal():
            return (
                Text(ja="回答: 不許可", en="Answer: refused"),
                *(
                    Text(
                        ja=f"  {why.rule} {why.title.ja}\n    → {why.next_step.ja}",
                        en=f"  {why.rule} {why.title.en}\n    -> {why.next_step.en}",
                    )
                    for why in decision.reasons
                ),
                *(Text(ja=f"  判定エンジン: {error}", en=f"  engine: {error}") for error in decision.errors),
            )


def _demand(obligation: Obligation) -> Text:
    words = demanded(obligation)
    return Text(ja=f"  条件: {words.ja}", en=f"  on condition: {words.en}")


def _silent(decision: Permit | Refusal, policy: Policy) -> tuple[Text, ...]:
    spoke = {reason.rule for reason in decision.reasons} if isinstance(decision, Refusal) else set()
    silent = [rule.id for rule in policy.rules.values() if rule.effect is Effect.FORBID and rule.id not in spoke]
    ids = " ".join(sorted(silent))
    return (Text(ja=f"異議のない規則: {ids}", en=f"Rules without objection: {ids}"),)
