"""The line above the prompt: target, mode and how long the window still is, as much of it as fits. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.authorization.request import Capability
from gateway.menu.cells import cut, harmless, width
from gateway.menu.words import ACCESS, left, of_day, say
from gateway.vocabulary.identity import Language
from gateway.vocabulary.outcome import Text

MODE = ACCESS[Capability.COMMANDS]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One session's facts. `warn_seconds` before `until` the line changes its colour. `counted` is said last, if it is there."""

    target: str
    account: str
    until: datetime
    warn_seconds: int
    counted: Text | None = None

    def line(self, now: datetime, language: Language, columns: int) -> tuple[str, str]:
        """Style class and text, at most `columns` - 1 cells."""
        forms = [say(form, language) for form in self._forms(now)]
        shown = next((form for form in forms if width(form) < columns), forms[-1])
        soon = self.until - now <= timedelta(seconds=self.warn_seconds)
        return ("class:soon" if soon else "class:state"), cut(shown, max(columns - 1, 1))

    def _forms(self, now: datetime) -> list[Text]:
        """The longest first."""
        target, account, time = harmless(self.target), harmless(self.account), left(self.until, now)
        end = of_day(self.until, now)
        long = Text(
            ja=f"{target} ({account})  {MODE.ja}  残り {time.ja} ({end} まで)",
            en=f"{target} ({account})  {MODE.en}  {time.en} left (until {end})",
        )
        return [
            *([_with(long, self.counted)] if self.counted is not None else []),
            long,
            Text(ja=f"{target}  {MODE.ja}  残り {time.ja}", en=f"{target}  {MODE.en}  {time.en} left"),
            Text(ja=f"{target} {MODE.ja} {time.ja}", en=f"{target} {MODE.en} {time.en}"),
            Text(ja=f"{target} 残り{time.ja}", en=f"{target} {time.en} left"),
            Text(ja=f"残り{time.ja}", en=f"{time.en} left"),
        ]


def _with(text: Text, more: Text) -> Text:
    return Text(ja=f"{text.ja}  {more.ja}", en=f"{text.en}  {more.en}")
