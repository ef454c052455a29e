"""The Counter of one session: rows are taken from the registrar before they go out, and what went out is told within a second.

Invariants: no row goes out that was not taken; what is taken counts as used until it is settled or given back; a session that
dies tells nothing more, and the registrar counts all it had taken. Answers of one person's other sessions are seen through the
registrar: a freeze at the next take, or at the next statement that begins a second after the last look.
"""

import threading
from collections import Counter as Tally
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import lru_cache
from typing import Final

from gateway.disclosure import texts
from gateway.disclosure.asking import Foreign, Positions, Stopped, Taken, Wait
from gateway.disclosure.counting import Row, client_of
from gateway.disclosure.digests import checked, spelled_person, spelled_stranger
from gateway.disclosure.holding import Batch, Holding
from gateway.disclosure.ledger import Seen
from gateway.disclosure.past import japan_day
from gateway.disclosure.shown import UNKNOWN_CLIENT
from gateway.disclosure.spans import Exceeded
from gateway.disclosure.verdict import Over, Verdict, Warn, Why, Within
from gateway.relay.postgres.counting_ports import Digests, Register
from gateway.relay.postgres.people_shown import PeopleShown, seen_of
from gateway.relay.postgres.positions import KeysSeen
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import GatewayFault

SETTLE_SECONDS: Final = 0.5  # between two looks at what is to be told; it is told at most a second after it went out
LOOK_SECONDS: Final = 1.0  # how long what the registrar said of a freeze is believed
IDLE_SECONDS: Final = 2.0  # without a row shown, after which the reserve is given back
WAIT_SECONDS: Final = (
    4.0  # for rows that other sessions of the person hold; they give back what they do not need before
)
AGAIN_SECONDS: Final = 0.2
LINES_MAX: Final = 256  # of one telling, as the registrar takes them
TURNS_MAX: Final = 3  # midnight may come between asking and answering, once


class RegistrarCounter:
    """Fills `ports.Counter`. `permit`, `show` and `done` belong to one thread; a thread of its own tells what went out.

    `clients` are those of the session's order. `on_failure` is called once, from that thread, where telling fails: the session
    has to end.
    """

    def __init__(
        self,
        *,
        session: str,
        clients: Sequence[str],
        register: Register,
        digests: Digests,
        clock: Clock,
        on_failure: Callable[[GatewayFault], None] = lambda _: None,
    ) -> None:
        self._session, self._clients = session, frozenset(clients)
        self._register, self._digests, self._clock, self._on_failure = register, digests, clock, on_failure
        self._book, self._telling = threading.Condition(), threading.Lock()
        self._holding = Holding(self._today())
        self._frozen: tuple[Exceeded, ...] | None = None
        self._looked_at = self._shown_at = float("-inf")
        self._asked: set[bytes] = set()
        self._answered: list[Positions] = []
        self._keys, self._people_shown = KeysSeen(), PeopleShown()
        self._broke: GatewayFault | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="counting", daemon=True)
        self._thread.start()

    def permit(self, statement: int, said: bytes) -> Over | None:  # noqa: ARG002  # the port's shape
        """Whether a statement may be asked at all. Raises GatewayFault."""
        self._require_telling()
        with self._book:
            if len(self._asked) < LINES_MAX:
                self._asked.add(said[:32].ljust(8, b"\0"))
        now = self._clock.monotonic()
        if now - self._looked_at > LOOK_SECONDS:
            self._frozen, self._looked_at = self._register.frozen(self._session), now
        if self._frozen is None:
            return None
        return Over(text=texts.FROZEN, why=Why.FROZEN)

    def show(self, rows: Sequence[Row], statement: int) -> Verdict:
        """Whether these rows may go out; where they may, they are counted. Raises GatewayFault."""
        self._require_telling()
        if self._frozen is not None:
            return Over(text=texts.FROZEN, why=Why.FROZEN)
        whose = {_code(row) for row in rows}
        foreign = whose - self._clients - {UNKNOWN_CLIENT}
        if foreign:
            return self._not_ordered(rows, foreign, statement)
        masked = Tally((_code(row), row.table) for row in rows if row.masked)
        people = self._people(rows, statement)
        self._shown_at = self._clock.monotonic()
        with self._book:
            verdict = self._shown(masked, people, statement)
            if not isinstance(verdict, Over):
                self._people_shown.saw(((_code(row), row) for row in rows), self._holding.day)
        if not isinstance(verdict, Over):
            self._keys.saw(rows, statement)
            self._shown_at = self._clock.monotonic()
        return verdict

    def done(self, statement: int) -> None:
        """The statement has ended."""
        found = self._keys.ended(statement)
        with self._book:
            self._answered = (self._answered + found)[-LINES_MAX:]

    def close(self) -> None:
        """Tell the last, and hold nothing. What cannot be told any more, the registrar counts as shown."""
        self._over.set()
        self._thread.join(timeout=LOOK_SECONDS)
        with self._book:
            self._holding.give_back()
        with suppress(GatewayFault):  # it counts what it lent, whatever becomes of this process
            self._tell()

    # -- showing

    def _shown(
        self, masked: Mapping[tuple[str, str], int], people: list[tuple[str, str, bytes]], statement: int
    ) -> Verdict:
        verdict: Verdict = Within()
        self._holding.turn(self._today())
        for _ in range(TURNS_MAX):
            missing = self._holding.missing(masked)
            if not missing and not people:
                self._holding.show(masked, statement)
                return verdict
            answer = self._taken(masked, missing, people, statement)
            match answer:
                case Taken():
                    self._holding.turn(answer.day)
                    self._holding.lent(missing)
                    self._holding.lent(answer.ahead)
                    people = []
                    verdict = Warn(text=texts.little_left(answer.left)) if answer.warned else verdict
                case Stopped():
                    self._frozen, self._looked_at = answer.exceeded, self._clock.monotonic()
                    why = Why.BUDGET if answer.fresh else Why.FROZEN
                    return Over(text=texts.over(answer.exceeded) if answer.fresh else texts.FROZEN, why=why)
                case Foreign():
                    return Over(text=texts.foreign(answer.clients), why=Why.FOREIGN)
        raise GatewayFault("the registrar lends for another day than this machine's")

    def _taken(
        self,
        masked: Mapping[tuple[str, str], int],
        missing: Mapping[str, int],
        people: list[tuple[str, str, bytes]],
        statement: int,
    ) -> Taken | Stopped | Foreign:
        """Ask, and again while other sessions may give rows back; the last time for good."""
        tries = round(WAIT_SECONDS / AGAIN_SECONDS)
        for left in range(tries, -1, -1):
            spare = self._holding.spare(masked)
            answer = self._register.take(
                self._session, statement, rows=masked, further=missing, people=people, spare=spare, waits=left > 0
            )
            if not isinstance(answer, Foreign) and answer.reclaimed:
                self._holding.reclaimed(spare)
            if not isinstance(answer, Wait):
                return answer
            self._book.wait(AGAIN_SECONDS)  # what went out before is told meanwhile
            if self._over.is_set():
                break
        raise GatewayFault("the session ended while rows were waited for")

    def _not_ordered(self, rows: Sequence[Row], foreign: set[str], statement: int) -> Over:
        """The registrar reads the order itself, writes it down, and says the same."""
        of_them = Tally((_code(row), row.table) for row in rows if _code(row) in foreign)
        answer = self._register.take(self._session, statement, rows=of_them, further={})
        if not isinstance(answer, Foreign):
            raise GatewayFault("the registrar knows of another order")
        return Over(text=texts.foreign(answer.clients), why=Why.FOREIGN)

    def _people(self, rows: Sequence[Row], statement: int) -> list[tuple[str, str, bytes]]:
        """(client, table, digest) of everybody who would be shown in clear, digested in one batch."""
        revealed = [(place, row) for place, row in enumerate(rows, self._keys.place(statement)) if row.revealed]
        if not revealed:
            return []
        asked = [(_code(row), self._spelled(row, statement, place)) for place, row in revealed]
        found = self._digests.digest(asked)
        if len(found) != len(asked):
            raise GatewayFault("fewer digests than people")
        named = zip(revealed, asked, found, strict=True)
        return sorted({(client, row.table, checked(digest)) for (_, row), (client, _), digest in named})

    def _spelled(self, row: Row, statement: int, place: int) -> bytes:
        client = _code(row)
        if row.number is None:
            return spelled_stranger(client, self._session, statement, place)
        return spelled_person(client, row.subject, row.number)

    def _today(self) -> date:
        return japan_day(self._clock.now())

    # -- telling

    def _run(self) -> None:
        while not self._over.wait(SETTLE_SECONDS):
            if self._clock.monotonic() - self._shown_at > IDLE_SECONDS:
                with self._book:
                    self._holding.give_back()
            try:
                self._tell()
            except Exception as error:  # noqa: BLE001  # whatever it is: rows must not go out that nobody is told of
                self._broke = error if isinstance(error, GatewayFault) else GatewayFault(f"telling failed: {error!r}")
                self._on_failure(self._broke)
                return

    def _tell(self) -> None:
        """Tell all there is to tell; one at a time. Raises GatewayFault."""
        with self._telling:
            with self._book:
                batches = self._holding.batches()
                asked, self._asked = sorted(self._asked), set()
                answered, self._answered = self._answered, []
                untold = self._people_shown.take()
            seen = [(each.day, one) for each in untold for one in seen_of(each, self._digests.digest)]
            if not batches and (asked or answered):
                batches = [Batch(day=self._today(), went=(), back={})]
            for batch, theirs in _with_people(_of_a_size(batches), seen):
                self._register.settle(self._session, batch, asked=asked, answered=answered, seen=theirs)
                asked, answered = [], []

    def _require_telling(self) -> None:
        if self._broke is not None:
            raise GatewayFault("what was shown cannot be counted") from self._broke


@lru_cache(maxsize=1024)
def _known(client: str | None) -> str:
    return client_of(Row(client=client, subject="", number=None, revealed=False, masked=False))


def _code(row: Row) -> str:
    return _known(row.client)


def _with_people(batches: Sequence[Batch], seen: Sequence[tuple[date, Seen]]) -> Iterator[tuple[Batch, Seen]]:
    """The rows of a day go before their people: with the last of its batches, and what does not fit there behind it."""
    days, left = [batch.day for batch in batches], list(seen)
    for place, batch in enumerate(batches):
        theirs = [one for day, one in left if day == batch.day]
        if batch.day in days[place + 1 :] or not theirs:
            yield batch, Seen()
            continue
        yield batch, theirs[0]
        left.remove((batch.day, theirs[0]))
    for day, one in left:
        yield Batch(day=day, went=(), back={}), one


def _of_a_size(batches: Sequence[Batch]) -> list[Batch]:
    """In pieces that the registrar takes."""
    pieces: list[Batch] = []
    for batch in batches:
        back = list(batch.back.items())
        for start in range(0, max(len(batch.went), len(back)), LINES_MAX):
            end = start + LINES_MAX
            pieces.append(Batch(day=batch.day, went=batch.went[start:end], back=dict(back[start:end])))
        if not batch.went and not back:
            pieces.append(batch)
    return pieces
