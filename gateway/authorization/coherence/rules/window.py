"""An order has a longest window while a permit opens beyond it (R-23): standing access by another name."""

from collections.abc import Iterator

from gateway.authorization.coherence.incoherence import Incoherence, Named
from gateway.authorization.coherence.table import Table
from gateway.authorization.coherence.through import through
from gateway.authorization.coherence.twists import TOO_LONG
from gateway.vocabulary.outcome import Text

_LEAK = Text(
    ja="一度の承認で、上限を超える長さの作業時間が開き、常時アクセスと同じになります。",
    en="one approval opens a window longer than the longest: standing access by another name.",
)
_MEND = Text(
    ja="作業時間の長さを context.limits.window までに限る規則を戻してください。",
    en="Put back the rule that holds an order's length to context.limits.window.",
)


def look(table: Table) -> Iterator[Incoherence]:
    """Any capability that opens under an order longer than the longest."""
    hours = table.policy.limits.window_hours
    limit = Named(
        id="order.window_hours_max",
        file="limits.toml",
        title=Text(ja=f"作業時間は {hours} 時間まで", en=f"an order is at most {hours} hours long"),
    )
    yield from through(table, TOO_LONG, limit, _LEAK, _MEND)
