"""Where a process of a walk's own stack can be stopped, and how its wall clock can be stepped: hooks of the test, around it.

A seam is a call the keeper answers, a call the worker, archivist or office makes, or a letter the worker hands in. Which one a
process stops at, with SIGKILL, stands in a file that it reads at each; what it came past is written into another. No part of
Sekisho knows of any of this: `seamed.py` lays it around them before their first line runs.
"""

import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

FOLDER = "seams"
CLOCK = "clock"  # a link that points to nothing: its text is so many seconds
LOOKS = frozenset({"rotation.work", "catalogue.work", "shelf.stands", "web.paced", "notice.addresses"})  # by time


class How(StrEnum):
    """Where in a call the process stops: what it asked of others is done, and nobody has heard of it; or all of it is done."""

    UNANSWERED = "unanswered"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is walked just now: steps count anew with each name; at nought nothing stops."""

    name: str
    at: int = 0
    how: How = How.ANSWERED


class Seams:
    """The folder in which test and processes meet. `process` is whose steps these are."""

    def __init__(self, folder: Path, process: str) -> None:
        self._folder, self._process = folder, process
        self._counting, self._walk, self._count = threading.Lock(), "", 0

    # -- the test's side

    def lay(self, plan: Plan) -> None:
        """From now on this is walked."""
        new = self._folder / f"{self._process}.new"
        new.write_text(f"{plan.name} {plan.at} {plan.how}")
        new.rename(self._folder / f"{self._process}.plan")

    def steps(self, plan: Plan) -> list[str]:
        """What was come past."""
        file = self._folder / f"{self._process}.{plan.name}.steps"
        return file.read_text().split() if file.exists() else []

    def stopped(self, plan: Plan) -> str:
        """At which seam it stopped; nothing where it did not."""
        file = self._folder / f"{self._process}.{plan.name}.stopped"
        return file.read_text() if file.exists() else ""

    # -- the process's side

    def here(self, name: str) -> How | None:
        """Come past a seam: how to stop, if it is this one. A process that began again after a stop stops no more."""
        if name in LOOKS:
            return None
        with self._counting:
            plan = self._plan()
            if plan is None:
                return None
            self._count = 1 if plan.name != self._walk else self._count + 1
            self._walk = plan.name
            with (self._folder / f"{self._process}.{plan.name}.steps").open("a") as file:
                file.write(f"{name}\n")
            return plan.how if self._count == plan.at and not self.stopped(plan) else None

    def stop(self, name: str) -> None:
        """Now, without another instruction of ours."""
        (self._folder / f"{self._process}.{self._walk}.stopped").write_text(name)
        os.kill(os.getpid(), signal.SIGKILL)
        signal.pause()

    def _plan(self) -> Plan | None:
        try:
            name, at, how = (self._folder / f"{self._process}.plan").read_text().split()
        except OSError:
            return None
        return Plan(name, int(at), How(how))


# -- the hooks


def lay(process: str, folder: Path) -> None:
    """Around what this process is made of."""
    seams = Seams(folder, process)
    step_clock(folder, process)
    if process == "keeper":
        _answers(seams)
    if process in ("worker", "archivist", "admin_ui"):
        _calls(seams)
    if process == "worker":
        _letters(seams)


def step_clock(folder: Path, process: str) -> None:
    """The wall clock of this process goes wrong by what the link says; no other clock does."""
    from gateway.vocabulary.clock import SystemClock

    def now(_clock: SystemClock) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=wrong(folder / CLOCK) + wrong(folder / f"{CLOCK}.{process}"))

    def wrong(link: Path) -> float:
        try:
            return float(os.readlink(link))
        except OSError:
            return 0.0

    SystemClock.now = now  # type: ignore[method-assign]


def set_clock(folder: Path, seconds: float, process: str | None = None) -> None:
    """From now on the clock of the whole stack, or of one process of it, is wrong by so much."""
    link = folder / (CLOCK if process is None else f"{CLOCK}.{process}")
    new = link.with_name(f"{link.name}.new")
    new.symlink_to(str(seconds))
    new.rename(link)


def _answers(seams: Seams) -> None:
    from gateway.ipc.server import Server

    answer = Server._answer

    async def stepped(self: Any, peer: Any, call: Any, request: Any, params: Any) -> None:
        how = seams.here(call.call)
        if how is How.UNANSWERED:
            request = replace(request, handler=_unanswered(seams, call.call, request.handler))
        await answer(self, peer, call, request, params)
        if how is not None:
            seams.stop(call.call)

    Server._answer = stepped  # type: ignore[method-assign]


def _unanswered(seams: Seams, name: str, handler: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    import inspect

    async def handled(peer: Any, params: Any) -> None:
        result = handler(peer, params)
        if inspect.isawaitable(result):
            await result
        seams.stop(name)

    return handled


def _calls(seams: Seams) -> None:
    from gateway.ipc.client import Caller

    call = Caller.call

    def stepped(self: Any, name: str, params: Any, result: Any, **more: Any) -> Any:
        how = seams.here(name)
        if how is How.UNANSWERED:
            self._answered = lambda *_: _heard(self, seams, name)
        done = call(self, name, params, result, **more)
        if how is not None:
            seams.stop(name)
        return done

    Caller.call = stepped  # type: ignore[method-assign]


def _heard(_caller: Any, seams: Seams, name: str) -> None:
    seams.stop(name)


def _letters(seams: Seams) -> None:
    from gateway.worker.post import MailServer

    for name in ("send", "hand_in"):
        setattr(MailServer, name, _letter(seams, getattr(MailServer, name)))


def _letter(seams: Seams, hand_in: Callable[..., Any]) -> Callable[..., Any]:
    def stepped(self: Any, *arguments: Any, **named: Any) -> Any:
        how = seams.here("letter")
        if how is How.UNANSWERED:
            seams.stop("letter")  # before it was handed in
        done = hand_in(self, *arguments, **named)
        if how is not None:
            seams.stop("letter")
        return done

    return stepped
