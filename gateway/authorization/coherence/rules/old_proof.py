"""A proof has an age limit while a permit opens beyond it (R-16): whoever sits at the terminal by then."""

from collections.abc import Iterator

from gateway.authorization.coherence.incoherence import Incoherence, Named
from gateway.authorization.coherence.table import Table
from gateway.authorization.coherence.through import through
from gateway.authorization.coherence.twists import OLD_PROOF
from gateway.vocabulary.outcome import Text

_LEAK = Text(
    ja="認証から時間が経った接続で、席を離れた本人に代わって別の人が新しいセッションを開けます。",
    en="on a connection proved long ago, whoever sits at the terminal by now opens new sessions.",
)
_MEND = Text(
    ja="認証からの時間を context.limits.factors までに限る規則を戻してください。",
    en="Put back the rule that holds the age of the proof to context.limits.factors.",
)


def look(table: Table) -> Iterator[Incoherence]:
    """Any capability that opens on a proof older than the oldest."""
    minutes = table.policy.limits.factors_minutes
    limit = Named(
        id="session.factors_minutes_max",
        file="limits.toml",
        title=Text(ja=f"認証は {minutes} 分まで有効", en=f"a proof holds for {minutes} minutes"),
    )
    yield from through(table, OLD_PROOF, limit, _LEAK, _MEND)
