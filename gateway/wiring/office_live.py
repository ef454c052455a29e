"""Standing by a running session in the browser (立ち会い): one `Watch` a page, kept by the office between its short looks.

A page asks twice a second, and every look is judged anew; no thread waits for anybody. What is kept between two looks is the open
recording with its key, for one person in one web session. He stands by only while he looks: after LOST_SECONDS without a look the
registrar's connection that says so is closed, and the recording's flag has aged; after KEPT_SECONDS the key is forgotten as well.
"""

import logging
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from gateway.ipc.client import Asks
from gateway.ipc.messages import CallRefused
from gateway.keeper.clients import RecordingKeys
from gateway.recording.asciicast import TextStream
from gateway.recording.following import Following
from gateway.recording.seal import SHOWN
from gateway.recording.terminal_event import Code, TerminalEvent
from gateway.registrar.client import OfficeClient
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.identifiers import IDENTIFIER, new_identifier
from gateway.vocabulary.outcome import GatewayFault, Text
from gateway.vocabulary.secret import Secret
from gateway.wiring import office_recordings as recordings
from gateway.wiring.office import Office
from gateway.wiring.office_reading import SessionLine

log = logging.getLogger(__name__)
LOST_SECONDS: Final = 1.5  # as long as a session that must be watched believes in its watcher (relay/attendance)
KEPT_SECONDS: Final = 300.0
SWEEP_SECONDS: Final = 0.25
PIECE_BYTES: Final = 256 * 1024  # of the terminal's, in one answer
WATCHES_MAX: Final = 128
WATCHES_PER_PERSON: Final = 8
SEEN: Final = frozenset({Code.OUTPUT, Code.RESIZE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What came since the look before. `number` is to be said in the next one: what got lost on the way comes again.

    `columns` and `rows` are those the session began with; `events` are (asciicast code, text); `behind`: ask again at once;
    `over`: how the recording ended, None while it runs.
    """

    number: int
    columns: int
    rows: int
    events: tuple[tuple[str, str], ...]
    behind: bool
    over: Text | None


class _Keys:
    """The keeper, on the connection of whichever request looks; a watch outlives them all."""

    def __init__(self) -> None:
        self.keeper: Asks | None = None

    def open(self, recording: str, segment: int, wrapped: bytes) -> Secret:
        if self.keeper is None:
            raise GatewayFault("a key between two looks", recordings.CANNOT_WATCH)
        return RecordingKeys(self.keeper, "watch").open(recording, segment, wrapped)


class Watch:
    """One page beside one session. Every method wants the lock that `Watches` holds for it."""

    def __init__(self, office: Office, line: SessionLine, purpose: str) -> None:
        """Use `Watches.begin`."""
        who = office.require_person()
        self.id = new_identifier("W", office.clock.now())
        self.person, self.web = who.person, who.web
        self.session, self.recording, self.purpose = line.session.id, line.session.recording, purpose
        self.lock = threading.Lock()
        self.seen_at = office.clock.monotonic()
        self.over = False  # dropped: a look that was on its way finds nothing to come back to
        self._line: OfficeClient | None = None
        self._following: Following | None = None
        self._keys = _Keys()
        self._number = 0
        self._piece: tuple[tuple[str, str], ...] = ()
        self._text = TextStream("utf-8")

    @property
    def stands_by(self) -> bool:
        """True while the registrar holds that he is there."""
        return self._line is not None

    def come(self, office: Office) -> None:
        """He is there, or still is. Raises CallRefused or GatewayFault: then he is not."""
        if self._line is not None:
            self._stay(self._line)
            return
        line = office.attending()
        try:
            line.attend(self.session)
        except BaseException:
            line.close()
            raise
        self._line = line

    def _stay(self, line: OfficeClient) -> None:
        try:
            line.attend(self.session)
        except BaseException:
            self._line = None
            line.close()
            raise

    def go(self, *, said: bool) -> None:
        """He is not any more: because he said so, or since nothing was heard of him."""
        line, self._line = self._line, None
        if line is None:
            return
        try:
            if said:
                line.leave(self.session)
        except (CallRefused, GatewayFault) as fault:
            log.debug("the registrar hears by the connection's end that somebody left: %s", fault)
        finally:
            line.close()

    def rewind(self, office: Office) -> None:
        """From the beginning, for a page that shows nothing yet. Raises GatewayFault."""
        self.forget()
        library = recordings.library(office)
        self._following = library.watch(self.recording, opener=self._keys, clock=office.clock)
        self._text = TextStream(self._following.header.encoding.value)
        self._number, self._piece = 0, ()

    def look(self, office: Office, seen: int) -> Look:
        """What is new after piece `seen`. Raises CallRefused (`watch.stale`), GatewayFault."""
        if self._following is None or seen not in (self._number, self._number - 1):
            raise CallRefused("watch.stale", STALE)
        self._keys.keeper = office.keeper
        try:
            if seen == self._number:
                self._take(self._following)
                events = self._piece if self._number > seen else ()
            else:
                self._following.attend()
                events = self._piece
        finally:
            self._keys.keeper = None
        over = self._following.state
        return Look(
            number=self._number,
            columns=self._following.header.cols,
            rows=self._following.header.rows,
            events=events,
            behind=self._following.behind,
            over=None if over is None else SHOWN[over],
        )

    def forget(self) -> None:
        """Close the recording; its key goes with it."""
        following, self._following = self._following, None
        if following is not None:
            following.close()

    def _take(self, following: Following) -> None:
        found = tuple(self._spoken(following.poll(PIECE_BYTES)))
        if found:
            self._number, self._piece = self._number + 1, found

    def _spoken(self, events: Iterable[TerminalEvent]) -> Iterable[tuple[str, str]]:
        held: list[str] = []
        for event in events:
            if event.code is Code.OUTPUT:
                held.append(self._text.feed(event.data))
            elif event.code in SEEN:
                if held:
                    yield Code.OUTPUT.value, "".join(held)
                    held = []
                yield event.code.value, event.data.decode("ascii", "replace")
        if text := "".join(held):
            yield Code.OUTPUT.value, text


class Watches:
    """Every page that stands by something, of one process. Thread safe."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._watches: dict[str, Watch] = {}
        self._sweeper: threading.Thread | None = None
        self._closed = threading.Event()

    def begin(self, office: Office, session: str, purpose: str) -> Watch:
        """Judge, journal that he is there and that he looks; nothing is shown yet. Raises CallRefused or GatewayFault."""
        line = recordings.watchable(office, session, purpose)
        self._make_room(office.require_person().person)
        watch = Watch(office, line, purpose.strip())
        with watch.lock:
            watch.come(office)
            try:
                recordings.looks_live(office, line, purpose.strip())
            except BaseException:
                watch.go(said=True)
                raise
            with self._lock:
                self._watches[watch.id] = watch
                self._sweep_from_now_on()
        return watch

    def find(self, office: Office, session: str, watch: str) -> Watch:
        """A watch of whoever asks, in his web session. Raises CallRefused (`watch.absent`) for any other."""
        who, found = office.require_person(), None
        if IDENTIFIER.fullmatch(watch):
            with self._lock:
                found = self._watches.get(watch)
        if found is None or (found.person, found.web, found.session) != (who.person, who.web, session):
            raise CallRefused("watch.absent", ABSENT)
        return found

    def look(self, office: Office, watch: Watch, seen: int) -> Look:
        """One look; he is there with it, again if need be. A negative `seen` asks from the beginning. Raises as `Watch.look`."""
        if not watch.lock.acquire(blocking=False):
            raise CallRefused("watch.busy", STALE)
        try:
            if watch.over:
                raise CallRefused("watch.absent", ABSENT)
            watch.seen_at = self._clock.monotonic()
            try:
                watch.come(office)
            except CallRefused as refused:
                if refused.code != "session.not-live":
                    raise
            if seen < 0:
                watch.rewind(office)
            return watch.look(office, max(seen, 0))
        finally:
            watch.seen_at = self._clock.monotonic()
            watch.lock.release()

    def leave(self, watch: Watch) -> None:
        """He said that he leaves."""
        self._drop(watch, said=True)

    def close(self) -> None:
        """The office closes: nobody stands by anything from here."""
        self._closed.set()
        with self._lock:
            left = list(self._watches.values())
        for watch in left:
            self._drop(watch, said=False)

    def _make_room(self, person: str) -> None:
        """The oldest of the person's own goes before a newcomer; raises CallRefused where the whole office is full."""
        with self._lock:
            own = [each for each in self._watches.values() if each.person == person]
            full = len(self._watches) >= WATCHES_MAX
        if len(own) >= WATCHES_PER_PERSON:
            self._drop(min(own, key=lambda each: each.seen_at), said=False)
        elif full:
            raise CallRefused("watch.too-many", TOO_MANY)

    def _drop(self, watch: Watch, *, said: bool) -> None:
        with self._lock:
            self._watches.pop(watch.id, None)
        with watch.lock:
            watch.over = True
            watch.go(said=said)
            watch.forget()

    def _sweep_from_now_on(self) -> None:
        if self._sweeper is None:
            self._sweeper = threading.Thread(target=self._sweep, name="watches", daemon=True)
            self._sweeper.start()

    def _sweep(self) -> None:
        while not self._closed.wait(SWEEP_SECONDS):
            now = self._clock.monotonic()
            with self._lock:
                watches = list(self._watches.values())
            for watch in watches:
                try:
                    self._look_after(watch, now)
                except Exception:  # one page's fault leaves the others looked after
                    log.warning("a watch could not be ended", exc_info=True)

    def _look_after(self, watch: Watch, now: float) -> None:
        if now - watch.seen_at >= KEPT_SECONDS:
            self._drop(watch, said=False)
        elif now - watch.seen_at >= LOST_SECONDS and watch.stands_by and watch.lock.acquire(blocking=False):
            try:
                watch.go(said=False)
            finally:
                watch.lock.release()


STALE: Final = Text(
    ja="この画面は途中から続けられません。最初から表示し直します。",
    en="This page cannot go on from here. It is shown from the beginning.",
)
ABSENT: Final = Text(
    ja="この立会いは終わっています。セッションの画面から、もう一度始めてください。",
    en="You do not stand by any more. Begin again on the session's page.",
)
TOO_MANY: Final = Text(
    ja="同時に立ち会える数の上限に達しています。使っていない立会いを終えてください。",
    en="Too many pages stand by sessions at once. Leave those that are not needed.",
)
