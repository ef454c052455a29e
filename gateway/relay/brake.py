"""What stops a running session without ending it: a wait, a pause that any key ends, a freeze that a supervisor ends.

Invariants: nothing is shown that the meter has not let pass just before; what stops it is in the journal before the person is
told, and that it goes on before anything further is shown. While it is frozen nothing typed gets anywhere, Ctrl-C included; what
the target says stays unread there. A meter or a registrar that fails ends the session, and so does a freeze that nobody has taken
up in time.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Final

from gateway.guards.verdict import Freeze, Pause, Proceed, Slow, Why
from gateway.relay.ports import Count, Metering, Register
from gateway.relay.stops import LittleLeft, Stands, WentOn, Word
from gateway.relay.thrown_away import Lost, Typed, has_key
from gateway.sessions.standing import FROZEN_FOR, Course, Hold

log = logging.getLogger(__name__)
LOOK_SECONDS: Final = 0.25  # between two looks whether the person has gone
ASK_SECONDS: Final = 2.0  # between two questions of a frozen session that has heard nothing
READ_SECONDS: Final = 0.5  # a pause is not left by what was typed before anybody can have read why


class Brake:
    """Of one session; thread safe. `start` before anything is shown, `close` when it is over."""

    def __init__(
        self,
        *,
        meter: Metering,
        register: Register,
        has_left: Callable[[], bool],
        tell: Callable[[Word], None],
        count: Callable[[Count], None],
        fail: Callable[[BaseException], None],
        on_over: Callable[[], None],
        frozen_seconds: float = FROZEN_FOR.total_seconds(),
    ) -> None:
        """`tell` and `count` must not wait for the terminal. `fail` ends the session with what went wrong.

        `on_over` ends it because nobody took it up within `frozen_seconds`; `has_left` is asked about the person.
        """
        self._meter, self._register, self._has_left = meter, register, has_left
        self._tell, self._count, self._fail, self._on_over = tell, count, fail, on_over
        self._frozen_seconds = frozen_seconds
        self._changed = threading.Condition()
        self._acting = threading.Lock()  # one step of the state at a time, with its word in the journal
        self._course = Course.RUNNING
        self._why = Why.ELSEWHERE
        self._since = 0.0
        self._lost_bytes = 0
        self._lost = Lost()
        self._told_count: Count | None = None
        self._warned = self._closed = self._look_wanted = False

    @property
    def course(self) -> Course:
        """Where it stands."""
        return self._course

    @property
    def is_counting(self) -> bool:
        """True where what is shown is counted, and so must be judged in small pieces."""
        return self._meter.is_counting

    @property
    def runs(self) -> bool:
        """True while what is typed goes to the target."""
        return self._course is Course.RUNNING and not self._closed

    def start(self) -> None:
        """A person who is frozen at this door begins frozen. Raises GatewayFault."""
        hold = self._register.held()
        if hold is not None:
            self._freeze(_of(hold))

    def close(self) -> None:
        """The session is over: whoever waits goes. Callable from any thread; waits for nobody."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def look(self) -> None:
        """Whether the person is frozen may have changed. Returns at once; callable from any thread."""
        with self._changed:
            self._look_wanted = True
            self._changed.notify_all()
            if self._course is Course.FROZEN or self._closed:
                return  # its own watch looks
        threading.Thread(target=self._guarded, args=(self._looked,), name="brake look", daemon=True).start()

    def transfer_began(self) -> None:
        """A file transfer began, and the policy freezes for it: waits until a supervisor lets it go on. Raises as `judge`."""
        self.transfer_typed()
        self.wait()

    def transfer_typed(self) -> None:
        """The same of what the person's side sends; whoever types does not wait."""
        self._freeze(Stands(why=Why.TRANSFER))

    # -- what is shown ------------------------------------------------------------------------------------------------

    def judge(self, flush: Callable[[], None]) -> None:
        """Returns once what was observed may be shown; `flush` is called before any waiting.

        Raises EOFError once the session is over, and what meter and registrar raise.
        """
        if self._course is not Course.RUNNING or self._closed:
            flush()
            self.wait()
        while True:
            verdict = self._meter.judge(time.monotonic())
            match verdict:
                case Proceed():
                    break
                case Slow(seconds=seconds):
                    flush()
                    self._sleep(seconds)
                    break
                case Pause():
                    flush()
                    self._pause(verdict)
                    self.wait()
                    break
                case Freeze():
                    flush()
                    self._freeze(Stands(why=verdict.why, used=verdict.used, limit=verdict.limit))
                    self.wait()
        self._counted()

    def wait(self) -> None:
        """Until it runs. Raises EOFError once the session is over."""
        self.stands(None)

    def stands(self, seconds: float | None) -> bool:
        """Whether it still stands after so long, or as soon as it runs. Raises EOFError once the session is over."""
        with self._changed:
            self._changed.wait_for(lambda: self._course is Course.RUNNING or self._closed, seconds)
            if self._closed:
                raise EOFError("the session is over")
            return self._course is not Course.RUNNING

    def _sleep(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        with self._changed:
            self._changed.wait_for(lambda: self._closed, max(until - time.monotonic(), 0.0))
        self.wait()

    def _counted(self) -> None:
        count = self._meter.count()
        if count is None or count == self._told_count:
            return
        self._told_count = count
        self._count(count)
        if count.near and not self._warned:
            self._warned = True
            self._tell(LittleLeft(count=count))

    # -- what is typed ------------------------------------------------------------------------------------------------

    def typed(self, data: bytes) -> Typed:
        """What becomes of it. Raises what the registrar raises.

        Whose beginning got nowhere gets nowhere to its end: half a paste is another command than was meant.
        """
        if self._course is Course.RUNNING and not self._lost.goes_on(time.monotonic()):
            return Typed.PASSES
        try:
            return self._thrown_away(data)
        finally:
            self._lost.add(data, time.monotonic())

    def _thrown_away(self, data: bytes) -> Typed:
        self._lost_bytes += len(data)
        if self._course is Course.FROZEN:
            return Typed.DISCARDED
        is_key = self._course is Course.PAUSED and has_key(data)
        if is_key and time.monotonic() - self._since >= READ_SECONDS:
            self._go_on(Course.PAUSED)
        return Typed.SWALLOWED

    # -- steps --------------------------------------------------------------------------------------------------------

    def _pause(self, verdict: Pause) -> None:
        with self._acting:
            if self._course is not Course.RUNNING:
                return  # frozen meanwhile: that is worse
            self._meter.paused(time.monotonic())
            self._register.stopped(Course.PAUSED, verdict.why, used=verdict.so_far)
            self._become(Course.PAUSED, verdict.why)
        self._tell(verdict)
        self._watch()

    def _freeze(self, stands: Stands) -> None:
        with self._acting:
            if self._course is Course.FROZEN:
                return
            was = self._course
            self._register.stopped(Course.FROZEN, stands.why, used=stands.used, limit=stands.limit)
            self._become(Course.FROZEN, stands.why)
        self._tell(stands)
        if was is Course.RUNNING:  # a paused one is watched already
            self._watch()

    def _go_on(self, after: Course) -> None:
        with self._acting:
            if self._course is not after or self._closed:
                return
            hold = self._register.stopped(Course.RUNNING, self._why, used=self._lost_bytes)
            if hold is None:
                now = time.monotonic()
                (self._meter.resumed if after is Course.PAUSED else self._meter.released)(now)
                self._become(Course.RUNNING, self._why)
        if hold is None:
            self._tell(WentOn(after=after))

    def _become(self, course: Course, why: Why) -> None:
        with self._changed:
            self._course, self._why, self._since, self._lost_bytes = course, why, time.monotonic(), 0
            self._changed.notify_all()

    # -- the watch ----------------------------------------------------------------------------------------------------

    def _watch(self) -> None:
        threading.Thread(target=self._guarded, args=(self._watched,), name="brake", daemon=True).start()

    def _watched(self) -> None:
        """While it stands still: has the person gone, has a supervisor let it go on, is the time over."""
        asked_at = time.monotonic()
        while not self._closed and self._course is not Course.RUNNING:
            if self._has_left():
                self.close()  # or what waits to be shown would keep the session
                return
            now = time.monotonic()
            if self._course is Course.FROZEN and now - self._since >= self._frozen_seconds:
                self._on_over()
                return
            if self._look_wanted or now - asked_at >= ASK_SECONDS:
                self._looked()
                asked_at = time.monotonic()
            with self._changed:
                self._changed.wait_for(
                    lambda: self._closed or self._look_wanted or self._course is Course.RUNNING, LOOK_SECONDS
                )

    def _looked(self) -> None:
        self._look_wanted = False
        hold = self._register.held()
        if hold is not None:
            self._freeze(_of(hold))
        elif self._course is Course.FROZEN:
            self._go_on(Course.FROZEN)

    def _guarded(self, act: Callable[[], None]) -> None:
        try:
            act()
        except Exception as failure:  # what cannot be asked or journalled is not shown: the session ends
            if not self._closed:
                log.warning("a session's brake failed", exc_info=True)
                self._fail(failure)


def _of(hold: Hold) -> Stands:
    return Stands(why=hold.why, used=hold.used, limit=hold.limit, by=hold.by)
