"""How one session is watched: by nobody in particular, or, where its permit demands it, never without somebody (R-27)."""

import logging
import threading
from typing import Any, Protocol

from gateway.authorization.obligations import Watched
from gateway.listener.braking import paragraph
from gateway.listener.channel import ClientChannel
from gateway.listener.surroundings import Surroundings
from gateway.relay.attendance import ANSWER_SECONDS, Attendance, AttendedKeyboard, AttendedScreen, Presence
from gateway.relay.keyboard import Keyboard
from gateway.relay.screen import Screen
from gateway.sessions import texts
from gateway.sessions.admit import Admitted
from gateway.sessions.ending import UNWATCHED, Ender
from gateway.sessions.events import SessionUnwatched, SessionWatched
from gateway.vocabulary.outcome import Text

log = logging.getLogger(__name__)


class Attending(Protocol):
    """Makes a session's screen and keyboard, and looks after them from `start` to `close`."""

    def screen(self, **parts: Any) -> Screen:
        """The screen; `parts` as `Screen` takes them."""

    def keyboard(self, **parts: Any) -> Keyboard:
        """The keyboard, after the screen; `parts` as `Keyboard` takes them."""

    def start(self) -> None:
        """The person can be told something now."""

    def close(self) -> None:
        """The session is over."""


def attending(client: ClientChannel, around: Surroundings, admitted: Admitted, ender: Ender) -> Attending:
    """What the permit demands."""
    duty = next((each for each in admitted.permit.obligations if isinstance(each, Watched)), None)
    return _Unattended() if duty is None else _Attended(client, around, admitted, ender, duty)


class _Unattended:
    """A session that nobody has to watch."""

    def screen(self, **parts: Any) -> Screen:
        return Screen(**parts)

    def keyboard(self, **parts: Any) -> Keyboard:
        return Keyboard(**parts)

    def start(self) -> None:
        return

    def close(self) -> None:
        return


class _Attended:
    """A session that stands still while nobody watches."""

    def __init__(
        self, client: ClientChannel, around: Surroundings, admitted: Admitted, ender: Ender, duty: Watched
    ) -> None:
        self._client, self._around, self._admitted, self._duty = client, around, admitted, duty
        self._attendance = Attendance(
            duty=duty,
            is_watched=self._is_watched,
            has_left=lambda: client.channel.closed,
            on_change=self._changed,
            tell=self._told,
            on_over=lambda: ender.end(UNWATCHED),
        )
        self._screen: Screen | None = None

    def screen(self, **parts: Any) -> Screen:
        self._screen = AttendedScreen(attendance=self._attendance, **parts)
        return self._screen

    def keyboard(self, **parts: Any) -> Keyboard:
        return AttendedKeyboard(attendance=self._attendance, **parts)

    def start(self) -> None:
        self._attendance.start()

    def close(self) -> None:
        self._attendance.close()

    def _is_watched(self, seconds: float) -> bool:
        """Whether the registrar heard within `seconds` of somebody who stands by. Raises GatewayFault."""
        registry = self._around.admissions.registry
        ago = registry.attended(self._admitted.session, timeout_seconds=ANSWER_SECONDS)
        return ago is not None and ago <= seconds

    def _changed(self, presence: Presence) -> None:
        """In the journal and in the recording."""
        fields = {
            "person": self._around.admissions.proved.person_id,
            "session": self._admitted.session,
            "terminal": self._around.admissions.proved.terminal_id,
            "target": self._admitted.permit.target.name,
            "order": self._admitted.permit.order.id,
        }
        here = presence is Presence.HERE
        event = SessionWatched(**fields) if here else SessionUnwatched(**fields, seconds=self._seconds(presence))
        self._around.admissions.registry.append([event])
        self._admitted.recorder.marker("watched" if here else "unwatched")

    def _told(self, presence: Presence) -> None:
        """In a thread of its own, since a terminal may not read."""
        threading.Thread(target=self._tell, args=(self._words(presence),), name="watch words", daemon=True).start()

    def _seconds(self, presence: Presence) -> int:
        return self._duty.wait_seconds if presence is Presence.AWAITED else self._duty.gone_seconds

    def _words(self, presence: Presence) -> Text:
        match presence:
            case Presence.AWAITED:
                return texts.awaits_watcher(self._admitted.session, self._duty.wait_seconds)
            case Presence.HERE:
                return texts.WATCHED
            case Presence.GONE:
                return texts.watcher_gone(self._duty.gone_seconds)

    def _tell(self, words: Text) -> None:
        if self._screen is None:
            return
        try:
            if self._client.terminal is None:
                self._screen.say_error(f"{words.both()}\n")
            else:
                self._screen.say(f"\a\n{paragraph(words, self._client.columns)}")
        except Exception:  # whatever ends the session is heard elsewhere
            log.debug("not told: %s", words.en, exc_info=True)
