"""A list that changes things on targets stands open to a purpose that has no window (R-07, R-23, R-24)."""

from collections.abc import Iterator
from dataclasses import replace

from gateway.authorization import purposes
from gateway.authorization.coherence.circumstances import Circumstances, Twist
from gateway.authorization.coherence.incoherence import Incoherence, Named
from gateway.authorization.coherence.table import Table
from gateway.authorization.coherence.twists import TOO_LONG, for_purpose
from gateway.authorization.commands.lists import ListedCommand
from gateway.authorization.request import Capability
from gateway.vocabulary.outcome import Text

_OUTSIDE = Text(
    ja="覚書にない目的のために、対象を書き換えるコマンドが用意されたままになり、規則が緩めばすぐに使えます。",
    en="commands that change targets lie ready for a purpose the memorandum does not name; the first loosened rule opens them.",
)
_ENDLESS = Text(
    ja="上限を超える長さの作業時間の間、対象を書き換えるコマンドを実行し続けられます。",
    en="commands that change targets may be run in a window longer than the longest.",
)


def look(table: Table) -> Iterator[Incoherence]:
    """A privileged or editing command for a purpose outside the memorandum, or under an order longer than the longest."""
    for purpose in sorted(table.policy.commands.work_types):
        changing = next(
            (each for each in table.policy.commands.for_purpose(purpose).values() if each.privileged or each.edits),
            None,
        )
        if changing is not None:
            yield from _outside(table, purpose, changing)
            yield from _endless(table, purpose, changing)


def _outside(table: Table, purpose: str, changing: ListedCommand) -> Iterator[Incoherence]:
    version = table.policy.purposes.versions[-1]
    if purpose not in version.permitted:
        limit = Named(id="version.permitted", file=purposes.FILE, title=version.contract)
        yield Incoherence(limit=limit, hole=_hole(table, changing), leak=_OUTSIDE, mend=_mend(purpose, changing))


def _endless(table: Table, purpose: str, changing: ListedCommand) -> Iterator[Incoherence]:
    asked = Circumstances(capability=Capability.COMMANDS, personal=True, mode="commands")
    if table.ask(asked, _both(for_purpose(purpose), TOO_LONG)).permits:
        hours = table.policy.limits.window_hours
        title = Text(ja=f"作業時間は {hours} 時間まで", en=f"an order is at most {hours} hours long")
        limit = Named(id="order.window_hours_max", file="limits.toml", title=title)
        yield Incoherence(limit=limit, hole=_hole(table, changing), leak=_ENDLESS, mend=_mend(purpose, changing))


def _both(first: Twist, second: Twist) -> Twist:
    return replace(
        second,
        name=f"{first.name}, {second.name}",
        apply=lambda request, policy: second.apply(first.apply(request, policy), policy),
    )


def _hole(table: Table, changing: ListedCommand) -> Named:
    listed = table.policy.commands.lists[changing.list_id]
    return Named(id=f"{listed.id}.{changing.name}", file=listed.file, title=changing.text)


def _mend(purpose: str, changing: ListedCommand) -> Text:
    return Text(
        ja=f"work_types.toml の {purpose} から一覧 {changing.list_id} を除くか、その目的の規則を戻してください。",
        en=f"Take the list {changing.list_id} from {purpose} in work_types.toml, or put back the rule for that purpose.",
    )
