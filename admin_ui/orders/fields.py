"""Fields of a request as browsers send them: a day, a time of day, a number; what is none of them is said in words."""

import re
from abc import ABC, abstractmethod
from datetime import date, time
from typing import Any, Final

from wtforms import Field, StringField
from wtforms.widgets import DateInput, NumberInput, TextInput, TimeInput

from admin_ui.language import _

FIRST: Final = date(2000, 1, 1)
LAST: Final = date(2999, 12, 31)
_NUMBER: Final = re.compile(r"[0-9]{1,6}")
_TIME: Final = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])(:00)?")


class TypedField(Field, ABC):
    """A text that means something: `data` is the meaning, None where nothing was typed; what was typed stays in the form."""

    widget = TextInput()
    typed = ""

    def _value(self) -> str:
        return self.typed if self.raw_data else self.spelled()

    def spelled(self) -> str:
        """`data` as the browser's field wants it."""
        return "" if self.data is None else str(self.data)

    @abstractmethod
    def meaning(self, typed: str) -> Any:
        """What was typed, or ValueError in words."""

    def process_formdata(self, values: list[str]) -> None:
        """Read what the browser sent."""
        self.typed = values[0].strip()[:40] if values else ""
        self.data = self.meaning(self.typed) if self.typed else None


class DayField(TypedField):
    """A day, as `2026-11-22`."""

    widget = DateInput()

    def meaning(self, typed: str) -> date:
        """The day, between 2000 and 2999: beyond them a moment cannot be reckoned everywhere."""
        try:
            found = date.fromisoformat(typed)
            if FIRST <= found <= LAST:
                return found
        except ValueError:
            pass
        raise ValueError(_("日付を 2026-11-22 の形で入力してください。"))


class TimeField(TypedField):
    """A time of day in Japan, as `21:30`."""

    widget = TimeInput()

    def spelled(self) -> str:
        """`21:30`."""
        return "" if self.data is None else f"{self.data:%H:%M}"

    def meaning(self, typed: str) -> time:
        """The time."""
        found = _TIME.fullmatch(typed)
        if found is None:
            raise ValueError(_("時刻を 21:30 の形で入力してください。"))
        return time(int(found[1]), int(found[2]))


class CountField(TypedField):
    """A number of people."""

    widget = NumberInput(min=1)

    def meaning(self, typed: str) -> int:
        """The number."""
        if not _NUMBER.fullmatch(typed):
            raise ValueError(_("人数を数字で入力してください。"))
        return int(typed)


class LineField(StringField):
    """One line of text, without blanks around it."""

    def process_formdata(self, values: list[str]) -> None:
        """Read what the browser sent."""
        self.data = values[0].strip() if values else ""
