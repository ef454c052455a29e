"""Names that rules are particular about: a person, a terminal, a target, or any other word. Read from Cedar's own JSON."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from gateway.authorization.coherence.circumstances import Twist
from gateway.authorization.coherence.twists import named_particularly
from gateway.authorization.request import Capability, Factor
from gateway.authorization.unfit import PolicyUnfit
from gateway.vocabulary.identity import Role, Standing

PARTICULARS_MAX = 24  # each is asked about again; rules for more of them belong into the registers
_ENTITIES = ("Person", "Terminal", "Target")
_NO_NAMES = frozenset({"annotations", "datetime", "duration", "decimal", "ip"})  # words about the rule, and moments
_VOCABULARY = frozenset(
    {*Role, *Standing, *Factor, *Capability}
    | {"asked", "approved", "returned", "rejected", "withdrawn", "lapsed", "commands", "shell"}
)


def particulars_of(cedar: Mapping[str, Mapping[str, Any]], purposes: Iterable[str]) -> tuple[Twist, ...]:
    """A twist for each name. Raises PolicyUnfit where there are more than PARTICULARS_MAX: nobody could look through them."""
    common = _VOCABULARY | set(purposes)
    found = {each for rule in cedar.values() for each in _named(rule) if each[1] not in common}
    if len(found) > PARTICULARS_MAX:
        what = f"the rules name {len(found)} people, terminals, targets or words one by one; at most {PARTICULARS_MAX}"
        raise PolicyUnfit("access", "names", what)
    return tuple(named_particularly(kind, name) for kind, name in sorted(found))


def _named(part: Any) -> Iterator[tuple[str, str]]:
    match part:
        case {"type": str(kind), "id": str(name)} if kind in _ENTITIES:
            yield kind, name
        case {"Value": str(word)}:
            yield "word", word
        case dict():
            for key, each in part.items():
                yield from () if key in _NO_NAMES else _named(each)
        case list():
            for each in part:
                yield from _named(each)
