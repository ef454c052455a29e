"""`sekisho session watch ID`: the running picture, within a second. Journalled as viewed before the first frame."""

import json
import os
import select
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.harmless import Harmless
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.purposes import purpose_of, purpose_option
from gateway.recording.asciicast import TextStream
from gateway.recording.following import POLL_SECONDS, Following
from gateway.recording.replay import raw
from gateway.recording.seal import SHOWN
from gateway.recording.terminal_event import Code, TerminalEvent
from gateway.wiring.office_recordings import watched

QUIT = b"q\x03\x04"


@click.command("watch", help="実行中の画面を見る（q で終了） / Watch a running session; q quits.")
@click.argument("session")
@purpose_option
@settings_option
@json_option
@person_options
@ending
def command(session: str, purpose: str | None, settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Follow it to its end."""
    why = purpose_of(purpose, settings_file, asking)
    keys = sys.stdin.fileno() if sys.stdin.isatty() else None
    with entered(settings_file, asking) as office, watched(office, session, why) as following, raw(keys):
        screen = _Lines(following) if as_json else _Screen(following)
        while following.state is None and not _quit(keys):
            screen.show(following.poll())
        screen.show(following.poll())
        screen.end()


def _quit(keys: int | None) -> bool:
    """Wait for the next look; True if the viewer has had enough."""
    ready, _, _ = select.select([] if keys is None else [keys], [], [], POLL_SECONDS)
    return bool(ready) and any(key in QUIT for key in os.read(ready[0], 64) or QUIT)


class _Screen:
    """The picture as it is, on this terminal, in UTF-8, nothing in it that a terminal would answer or obey."""

    def __init__(self, following: Following) -> None:
        self._following = following
        self._text = TextStream(following.header.encoding.value)
        self._harmless = Harmless()

    def show(self, events: Iterable[TerminalEvent]) -> None:
        text = "".join(self._text.feed(event.data) for event in events if event.code is Code.OUTPUT)
        sys.stdout.write(self._harmless.feed(text))
        sys.stdout.flush()

    def end(self) -> None:
        state = self._following.state
        said = "視聴を終了しました / Left" if state is None else f"{SHOWN[state].ja} / {SHOWN[state].en}"
        sys.stdout.write(f"\x1b[!p\x1b[m\r\n{self._following.header.session}: {said}\r\n")


class _Lines:
    """One JSON array a line: seconds, code, text (asciicast v2 events)."""

    def __init__(self, following: Following) -> None:
        encoding = following.header.encoding.value
        self._texts = {Code.OUTPUT: TextStream(encoding), Code.INPUT: TextStream(encoding)}

    def show(self, events: Iterable[TerminalEvent]) -> None:
        for at_us, code, data in events:
            text = self._texts[code].feed(data) if code in self._texts else data.decode("utf-8", "replace")
            click.echo(json.dumps([at_us / 1_000_000, code.value, text], ensure_ascii=True))

    def end(self) -> None:
        sys.stdout.flush()
