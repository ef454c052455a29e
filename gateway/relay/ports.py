"""What the relay needs from others.

A recorder that keeps before anybody sees, somebody who is told what the guards notice, and ways to prove itself to a target.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from gateway.guards.observing import Observer, Unobserved
from gateway.guards.stage import Finding, Passed
from gateway.guards.verdict import PROCEED, Verdict, Why
from gateway.relay.guard_events import Side
from gateway.sessions.ending import SessionCut
from gateway.sessions.standing import Course, Hold


class Recorder(Protocol):
    """Filled by gateway.recording. Every method raises GatewayFault when it cannot keep what it is given."""

    def output(self, data: bytes) -> None:
        """Accept what is about to be shown."""

    def input(self, data: bytes) -> None:
        """Accept what was typed."""

    def resize(self, columns: int, rows: int) -> None:
        """The terminal's new size."""

    def marker(self, label: str) -> None:
        """A place in the recording worth finding."""


class Notices(Protocol):
    """Who is told what the guards noticed (`noticing.Noticing`). Every method raises what keeps it from being told."""

    def saw(self, findings: Iterable[Finding], side: Side) -> None:
        """Durable and marked when it returns."""

    def tripped(self, finding: Finding, side: Side) -> SessionCut:
        """The same of what ends the session; the exception to raise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many people were shown, of how many at most; `near` from the share of it on at which a person is warned."""

    used: int
    cap: int
    near: bool


class Metering(Protocol):
    """Counts one session's output and says what becomes of it. One thread at a time calls `observer` and `judge`.

    Every method raises GatewayFault when it cannot count; then the session ends.
    """

    @property
    def observer(self) -> Observer:
        """Who is told what is about to be shown."""

    @property
    def is_counting(self) -> bool:
        """False where every verdict is known beforehand; what is counted is looked at in small pieces (`relay.pieces`)."""

    def judge(self, at: float) -> Verdict:
        """Of all that was observed and may not have been shown yet; asked again of the same after a stop. Seconds, monotonic."""

    def paused(self, at: float) -> None:
        """It waits for a key from now on."""

    def resumed(self, at: float) -> None:
        """The key was pressed."""

    def released(self, at: float) -> None:
        """A supervisor let it go on: what the session itself counts begins anew."""

    def count(self) -> Count | None:
        """For the person to see; None where nobody counts. Asked from any thread."""

    def close(self) -> None:
        """The session is over."""


class Unmetered:
    """A session in which nothing is counted: its target holds nobody's data."""

    observer: Observer = Unobserved()
    is_counting: bool = False

    def judge(self, at: float) -> Verdict:  # noqa: ARG002  # the port's shape
        """It may be shown."""
        return PROCEED

    def paused(self, at: float) -> None:
        """Nothing."""

    def resumed(self, at: float) -> None:
        """Nothing."""

    def released(self, at: float) -> None:
        """Nothing."""

    def count(self) -> Count | None:
        """Nobody counts."""
        return None

    def close(self) -> None:
        """Nothing."""


class Painter(Protocol):
    """Who knows what the person's terminal shows: the masker of the output, the last stage of its guards (`guards.masking`)."""

    @property
    def on_screen(self) -> bool:
        """True while a full-screen program paints."""

    @property
    def holds(self) -> bool:
        """True while it holds something back."""

    def typed(self, data: bytes) -> None:
        """This is about to be sent: its echo is not held back. Callable from any thread."""

    def resize(self, columns: int, rows: int) -> None:
        """The terminal has another size. Callable from any thread."""

    def said(self, data: bytes) -> bytes:
        """These bytes of the gateway's own go to the terminal; what is to be sent, with what was held back before them."""

    def paint(self) -> Passed:
        """The picture as it is now, while more is on its way."""

    def repaint(self) -> bytes:
        """The whole picture as it may be shown, cursor and all; nothing where no full-screen program paints."""


class Register(Protocol):
    """The registrar, as this session speaks to it of its stops. Every method raises GatewayFault."""

    def stopped(self, course: Course, why: Why, used: int = 0, limit: int = 0) -> Hold | None:
        """The session is `course` from now on; durable when it returns. A hold: it may not go on."""

    def held(self) -> Hold | None:
        """Why the person is shown nothing at this session's door; None where he may be."""


class TargetLogin(Protocol):
    """The keeper's help for one session's log-in to its target. Raises CallRefused or GatewayFault."""

    def certificate(self, public_key: bytes) -> bytes:
        """An OpenSSH certificate line of minutes for this public key blob."""

    def vaulted_key(self) -> bytes:
        """The public blob of the target's vaulted key; only the keeper can sign with it."""

    def sign(self, data: bytes) -> bytes:
        """A signature blob by the vaulted key."""

    def password(self) -> bytes:
        """The vaulted password, for a target that knows no other way."""
