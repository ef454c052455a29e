"""Two rules of which one undoes the other, and the leak that would remain; and the refusal to load that names them."""

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gateway.authorization.rule import Rule
from gateway.authorization.unfit import PolicyUnfit
from gateway.vocabulary.outcome import Text

_SHOWN_MAX = 8
_WORDS: Mapping[str, Text] = MappingProxyType(
    {
        "target": Text(ja="対象", en="the target"),
        "order": Text(ja="（番号）", en="(its number)"),
    }
)
_BLANK = Text(ja="…", en="...")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A rule as it is named to people: `id` is a rule's, or a key's; `file` is relative to the policy directory."""

    id: str
    file: str
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoherence:
    """`limit` closes what `hole` leaves open. `leak` says what would remain, `mend` what to do."""

    limit: Named
    hole: Named
    leak: Text
    mend: Text

    @property
    def text(self) -> Text:
        """All of it, over several lines."""
        limit, hole = self.limit, self.hole
        return Text(
            ja=f"・{hole.id}「{hole.title.ja}」（{hole.file}）が、{limit.id}「{limit.title.ja}」（{limit.file}）を"
            f"無意味にします。\n  残る漏えい: {self.leak.ja}\n  → {self.mend.ja}",
            en=f"* {hole.id} ({hole.title.en}; {hole.file}) undoes {limit.id} ({limit.title.en}; {limit.file}).\n"
            f"  The leak that would remain: {self.leak.en}\n  -> {self.mend.en}",
        )


class PolicyIncoherent(PolicyUnfit):
    """`found` are all of them; `file` and `key` are those of the first one's hole."""

    def __init__(self, found: tuple[Incoherence, ...]) -> None:
        first = found[0]
        super().__init__(
            first.hole.file, first.hole.id, f"undoes {first.limit.id} in {first.limit.file}: {first.leak.en}"
        )
        self.found = found
        self.text = Text(
            ja="\n".join(["ポリシーを読み込めません。規則が矛盾しています。", *_shown(each.text.ja for each in found)]),
            en="\n".join(
                ["The policy cannot be loaded: its rules contradict.", *_shown(each.text.en for each in found)]
            ),
        )


def named(rule: Rule) -> Named:
    """A rule of a file, its title without the facts of a request."""
    return Named(id=rule.id, file=rule.file, title=Text(ja=_plain(rule.title.ja, "ja"), en=_plain(rule.title.en, "en")))


def _plain(title: str, language: str) -> str:
    parts = string.Formatter().parse(title)
    return "".join(
        text + ("" if name is None else getattr(_WORDS.get(name, _BLANK), language)) for text, name, _, _ in parts
    )


def _shown(lines: Iterable[str]) -> list[str]:
    every = list(lines)
    more = [f"(+{len(every) - _SHOWN_MAX})"] if len(every) > _SHOWN_MAX else []
    return every[:_SHOWN_MAX] + more
