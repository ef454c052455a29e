"""Everything that is known of one item of the menu, in sentences for the screen. Pure."""

from collections.abc import Iterator
from datetime import datetime

from gateway.authorization.wording import japan_time
from gateway.menu import words
from gateway.menu.choices import Choice
from gateway.menu.standings import Waiting
from gateway.menu.words import say
from gateway.vocabulary.identity import Language
from gateway.vocabulary.outcome import Text


def details(item: Choice | Waiting, now: datetime, language: Language) -> Iterator[str]:
    """The item's lines, what matters most first; not yet wrapped."""
    told = _of_choice(item, now) if isinstance(item, Choice) else _of_waiting(item)
    return (say(text, language) for text in told)


def _of_choice(choice: Choice, now: datetime) -> Iterator[Text]:
    name = f"{choice.target} / {choice.account}"
    if not choice.is_open:
        yield Text(ja=f"{name}: 作業時間が終わりました", en=f"{name}: the work window is over")
    else:
        remain = words.left(choice.until, now)
        yield Text(
            ja=f"{name}: {japan_time(choice.until)} まで（残り {remain.ja}）",
            en=f"{name}: until {japan_time(choice.until)} ({remain.en} left)",
        )
    access = words.ACCESS[choice.access]
    data = words.PERSONAL_DATA if choice.personal_data else words.NO_PERSONAL_DATA
    seen = budget(choice)
    yield Text(
        ja="、".join(part.ja for part in (access, data, seen) if part.ja),
        en=", ".join(part.en for part in (access, data, seen) if part.en),
    )
    yield Text(ja=f"作業目的: {choice.purpose.ja}", en=f"purpose: {choice.purpose.en}")
    yield Text(ja=f"作業申請: {choice.order}", en=f"work order: {choice.order}")


def budget(choice: Choice) -> Text:
    """What may still be seen there; empty where there are no personal data."""
    if not choice.personal_data:
        return Text(ja="", en="")
    return words.NOT_METERED if choice.budget is None else words.budget(choice.budget.seen, choice.budget.most)


def _of_waiting(entry: Waiting) -> Iterator[Text]:
    yield entry.why
    begin, end = japan_time(entry.starts_at), japan_time(entry.ends_at)
    yield Text(ja=f"作業時間: {begin} から {end}", en=f"window: {begin} to {end}")
    yield Text(
        ja=f"作業申請: {entry.order}（{entry.purpose.ja}）", en=f"work order: {entry.order} ({entry.purpose.en})"
    )
    names = ", ".join(entry.targets)
    yield Text(ja=f"接続先: {names}", en=f"targets: {names}")
