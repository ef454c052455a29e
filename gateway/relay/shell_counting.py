"""The counting of one shell: who is about to be seen is taken from the registrar before it is shown (`relay.ports.Metering`).

Invariants: no person is shown whom the registrar did not let pass; what it did not let pass is asked for again; a freeze of the
session's own meter is in the journal before the screen stops. Of amounts, less than a sixteenth of any limit is shown that the
registrar has not answered for; from half of that on they are told beside what is shown (`shell_telling`).

Values reach nobody but the keeper, which makes digests of them under the key of each client of the order; here they are
forgotten once they were told.
"""

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Final, Protocol

from gateway.disclosure.canaries import spelled_seen
from gateway.disclosure.digests import checked
from gateway.disclosure.shell import Amounts
from gateway.disclosure.shell_asking import ShellStopped, ShellTakeAnswer, ShellTaken
from gateway.disclosure.shown import UNKNOWN_CLIENT, Person
from gateway.guards.metering import News, Seen, ShellMeter
from gateway.guards.opaque import Used
from gateway.guards.verdict import Freeze, Verdict
from gateway.relay.ports import Count
from gateway.relay.shell_telling import Elsewhere, Telling, Told, on_a_thread
from gateway.vocabulary.outcome import GatewayFault

AGAIN_SECONDS: Final = 60.0  # whoever stays on the screen is told again so often: the registrar's window moves on
TELL_SECONDS: Final = 10.0  # what was used is told at the next piece after so long, however little it is
PEOPLE_MAX: Final = 64  # of one question, as the registrar takes them


class Digests(Protocol):
    """The keeper, as this session asks it. Raises GatewayFault."""

    def digest(self, items: Sequence[tuple[str, bytes]]) -> list[bytes]:
        """Keyed digests of (client, message), in order."""


class Register(Protocol):
    """The registrar, as this session asks it. Raises GatewayFault."""

    def take_shell(
        self,
        session: str,
        *,
        people: Sequence[Sequence[Person]] = (),
        alike: Sequence[Person] = (),
        unread: Amounts | None = None,
        table_lines: int = 0,
        stops: Freeze | None = None,
    ) -> ShellTakeAnswer:
        """A piece is about to be shown; durable when it returns."""


class ShellCounter:
    """Fills `relay.ports.Metering` for one session."""

    def __init__(
        self,
        *,
        session: str,
        clients: Sequence[str],
        warn_percent: int,
        meter: ShellMeter,
        register: Register,
        digests: Digests,
        elsewhere: Elsewhere = on_a_thread,
    ) -> None:
        """`clients` are those of the session's order; `meter` is fed by the session's guards; `elsewhere`: see Telling."""
        self._session, self._clients = session, tuple(sorted(set(clients))) or (UNKNOWN_CLIENT,)
        self._warn_percent = warn_percent
        self._meter, self._register, self._digests = meter, register, digests
        self._values: dict[int, tuple[Person, ...]] = {}  # of each person, by what the registrar knows him again
        self._told_at: dict[int, float] = {}
        self._any_told_at: float | None = None
        self._telling, self._released_at = Telling(elsewhere), float("-inf")
        self._count: Count | None = None

    @property
    def observer(self) -> ShellMeter:
        """Who is told what is about to be shown."""
        return self._meter

    @property
    def is_counting(self) -> bool:
        """Always."""
        return True

    def judge(self, at: float) -> Verdict:
        """Of all that was observed and may not have been shown. Raises GatewayFault."""
        verdict = self._meter.verdict(at)
        stopped = self._asked(verdict if isinstance(verdict, Freeze) else None, at)
        return verdict if stopped is None else Freeze(why=stopped.why, used=stopped.used, limit=stopped.limit)

    def paused(self, at: float) -> None:
        """It waits for a key: nothing is to be counted of that."""

    def resumed(self, at: float) -> None:
        """The key was pressed: nothing is to be counted of that."""

    def released(self, at: float) -> None:
        """A supervisor let it go on: what the session itself counts begins anew, and what was told before stops nothing."""
        self._released_at = at
        self._meter.released()

    def count(self) -> Count | None:
        """How many people were shown of how many; None before the first. Asked from any thread."""
        return self._count

    def close(self) -> None:
        """Tell the last amounts. Whom nobody let pass was not shown, and is not told."""
        with suppress(GatewayFault):  # less than a sixteenth of any limit
            self._heard(self._telling.awaited())
            news = self._meter.news()
            if news.used != Used() or news.table_lines:
                self._register.take_shell(self._session, unread=_amounts(news.used), table_lines=news.table_lines)
        self._meter.told_used()

    def _asked(self, stops: Freeze | None, at: float) -> ShellStopped | None:
        """Whatever has to be asked before it is shown; the rest is told beside it. None where everything may be shown."""
        stopped = self._heard(self._telling.heard())
        if stopped is None and self._has_to_ask(self._meter.news(), stops, at):
            stopped = self._heard(self._telling.awaited())
        if stopped is not None:
            return stopped
        news = self._meter.news()
        if self._has_to_ask(news, stops, at):
            return self._told(news, self._again(news, at), stops, at)
        if not self._telling.is_on_its_way and (self._is_late(news, at) or news.is_due_soon):
            self._any_told_at = at
            self._telling.begin(news.used, news.table_lines, at, partial(self._tells, news.used, news.table_lines))
        return None

    def _has_to_ask(self, news: News, stops: Freeze | None, at: float) -> bool:
        return bool(news.people or news.alike or stops or news.is_due or self._again(news, at))

    def _tells(self, used: Used, lines: int) -> ShellTakeAnswer:
        return self._register.take_shell(self._session, unread=_amounts(used), table_lines=lines)

    def _heard(self, told: Told | None) -> ShellStopped | None:
        """What was told beside is told. A stop from before a release stops nothing: what froze then was let go."""
        if told is None:
            return None
        self._meter.told_part(told.used, told.lines)
        if isinstance(told.answer, ShellTaken):
            self._counted(told.answer)
            return None
        return told.answer if told.at > self._released_at else None

    def _again(self, news: News, at: float) -> list[int]:
        """Who is still on the screen and was not told of for long."""
        return [number for number in sorted(news.again) if at - self._told_at.get(number, at) >= AGAIN_SECONDS]

    def _is_late(self, news: News, at: float) -> bool:
        """Something of what nobody reads was used, and not told for a while."""
        if self._any_told_at is None:
            self._any_told_at = at
        return bool(_amounts(news.used).units) and at - self._any_told_at >= TELL_SECONDS

    def _told(self, news: News, again: Sequence[int], stops: Freeze | None, at: float) -> ShellStopped | None:
        """Ask for all of it, in as many questions as it takes; None where everything may be shown."""
        people = self._known(news)
        numbers = [*sorted(people), *again]
        everybody = [people.get(number) or self._values[number] for number in numbers]
        alike = self._digested([news.alike])[0] if news.alike else ()
        unread, lines = _amounts(news.used), news.table_lines
        for start in range(0, max(len(everybody), 1), PEOPLE_MAX):
            answer = self._register.take_shell(
                self._session,
                people=everybody[start : start + PEOPLE_MAX],
                alike=alike,
                unread=unread,
                table_lines=lines,
                stops=stops,
            )
            self._meter.told_used()
            self._any_told_at = at
            alike, unread, lines = (), Amounts(), 0
            if isinstance(answer, ShellStopped):
                return answer
            self._counted(answer)
        self._told_at.update(dict.fromkeys(numbers, at))
        for number, values in people.items():
            self._values.setdefault(number, values[: len(self._clients)])
        self._meter.told()
        return None

    def _known(self, news: News) -> dict[int, tuple[Person, ...]]:
        """Digests of everybody's new values, behind one by which the registrar knows him."""
        numbers = sorted(news.people)
        found = self._digested([news.people[number] for number in numbers])
        return {number: (*self._values.get(number, ()), *values) for number, values in zip(numbers, found, strict=True)}

    def _digested(self, lists: Sequence[Sequence[Seen]]) -> list[tuple[Person, ...]]:
        """Each value under the key of each client, in one batch."""
        asked = [
            (client, spelled_seen(client, seen.kind.value, seen.value))
            for each in lists
            for seen in each
            for client in self._clients
        ]
        digests = self._digests.digest(asked) if asked else []
        if len(digests) != len(asked):
            raise GatewayFault("fewer digests than values")
        made = iter([(client, checked(digest)) for (client, _), digest in zip(asked, digests, strict=True)])
        return [tuple(next(made) for _ in range(len(each) * len(self._clients))) for each in lists]

    def _counted(self, answer: ShellTaken) -> None:
        near = answer.used * 100 >= answer.cap * self._warn_percent
        self._count = Count(used=answer.used, cap=answer.cap, near=near)


def _amounts(used: Used) -> Amounts:
    return Amounts(**{name: getattr(used, name) for name in Amounts.__slots__})
