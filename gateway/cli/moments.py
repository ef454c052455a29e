"""Moments as people type them: `now`, `21:30` (today), `2026-11-22T21:30`, in Japan time, or with an offset of its own."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any, Final

import click

from gateway.vocabulary.clock import JST, Clock

Moment = Callable[[Clock], datetime]
_TIME: Final = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


class MomentType(click.ParamType[Moment]):
    """Gives a function from the clock to the moment, in UTC, so that `today` and `now` are asked once and late."""

    name = "時刻 / time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Moment:
        """Read it, or refuse in words."""
        if callable(value):
            return value  # type: ignore[no-any-return]  # click converts a default twice
        if value == "now":
            return lambda clock: clock.now()
        of_day = _TIME.fullmatch(value)
        if of_day is not None:
            at = time(int(of_day[1]), int(of_day[2]), tzinfo=JST)
            return lambda clock: datetime.combine(clock.now().astimezone(JST), at).astimezone(UTC)
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(
                f"{value!r}: HH:MM または YYYY-MM-DDTHH:MM で指定してください / give HH:MM or YYYY-MM-DDTHH:MM",
                param,
                ctx,
            )
        zoned = moment if moment.tzinfo is not None else moment.replace(tzinfo=JST)
        return lambda _: zoned.astimezone(UTC)


MOMENT: Final = MomentType()
