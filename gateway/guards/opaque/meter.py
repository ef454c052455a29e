"""One session's meter of what no person reads, and of how fast text comes: read what is about to be shown, then ask.

Invariants: the verdict depends on the text and the times alone, not on how the text was cut into pieces; memory is bounded;
time is linear in the text. A line without end is judged piece by piece. A pause is said once for each time its limit was
passed; a freeze again and again until `released`.
"""

from typing import Final

from gateway.guards.opaque.charge import Charge
from gateway.guards.opaque.limits import OpaqueLimits, Used
from gateway.guards.opaque.reader import Reader
from gateway.guards.opaque.windows import Speed, Window
from gateway.guards.verdict import PROCEED, Freeze, Pause, Slow, Verdict, Why, worst

HASH_UNITS: Final = 10, 3  # ten for three hexadecimal digits
BARE_LINE_UNITS: Final = 42
SLOW_MAX: Final = 1.0  # seconds of one wait; the debt stays, and the next piece waits again


class OpaqueMeter:
    """Used by one thread at a time."""

    def __init__(self, limits: OpaqueLimits) -> None:
        self._limits = limits
        self._reader = Reader()
        self._opaque, self._hashes, self._bare = (Window(limits.window_seconds) for _ in range(3))
        self._speed = Speed(limits.burst, limits.per_second)
        self._unread = self._hash_characters = self._volume = 0  # since the last release
        self._since_pause = {Why.NOVEL: 0, Why.HASHES: 0}
        self._pauses = {Why.NOVEL: 0, Why.HASHES: 0}
        self._used = Used()

    def read(self, text: str, at: float) -> None:
        r"""Text that is about to be shown: escapes out, lines ended by "\n"; `at` in monotonic seconds."""
        volume = len(text) if text.isascii() else len(text.encode(errors="replace"))
        self._volume += volume
        self._count(self._reader.read(text), volume, at)

    def verdict(self, at: float) -> Verdict:
        """What becomes of what was read."""
        freeze = self._freeze(at)
        if freeze is not None:
            return freeze
        wait = min(SLOW_MAX, self._speed.wait(at))
        return worst(self._pause(), Slow(seconds=wait) if wait > 0 else PROCEED)

    def take_used(self) -> Used:
        """What was used since this was last asked."""
        used, self._used = self._used, Used()
        return used

    def released(self) -> None:
        """A supervisor lets the session go on: everything that freezes begins anew."""
        for window in (self._opaque, self._hashes, self._bare):
            window.clear()
        self._unread = self._hash_characters = self._volume = 0

    def _count(self, charge: Charge, volume: int, at: float) -> None:
        self._opaque.add(charge.opaque, at)
        self._hashes.add(charge.hashes, at)
        self._bare.add(charge.bare_lines, at)
        self._speed.take(charge.fresh, at)
        unread = charge.opaque + charge.novel + BARE_LINE_UNITS * charge.bare_lines
        self._unread += unread
        self._hash_characters += charge.hashes
        self._since_pause[Why.NOVEL] += unread
        self._since_pause[Why.HASHES] += charge.hashes
        self._used += Used(
            opaque=charge.opaque,
            hashes=charge.hashes,
            bare_lines=charge.bare_lines,
            novel=charge.novel,
            volume=volume,
        )

    def _freeze(self, at: float) -> Freeze | None:
        limits, (ten, three) = self._limits, HASH_UNITS
        for why, used, limit in (
            (Why.OPAQUE, self._opaque.sum(at), limits.opaque),
            (Why.BARE_NUMBERS, self._bare.sum(at), limits.bare_lines),
            (Why.HASHES, self._hashes.sum(at), limits.hashes),
            (Why.NOVEL, self._unread + self._hash_characters * ten // three, limits.novel_in_all),
            (Why.VOLUME, self._volume, limits.volume),
        ):
            if used >= limit:
                return Freeze(why=why, used=used, limit=limit)
        return None

    def _pause(self) -> Verdict:
        for why, limit in ((Why.NOVEL, self._limits.novel), (Why.HASHES, self._limits.hashes_per_pause)):
            if self._since_pause[why] >= limit:
                self._pauses[why] += self._since_pause[why] // limit
                self._since_pause[why] %= limit
                return Pause(why=why, so_far=self._pauses[why])
        return PROCEED
