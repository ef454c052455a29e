"""`sekisho replay ID`: a recording on this terminal. Verified, journalled, then opened by the keeper for this one viewing.

Keys: space, . (step), + - (speed), i (skip idle), arrows (10 s), ] (marker), / n (search), q.
"""

import sys
from pathlib import Path
from typing import BinaryIO, cast

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.harmless_screen import HarmlessScreen
from gateway.cli.options import Asking, person_options, settings_option
from gateway.cli.printing import japan, say, table
from gateway.cli.purposes import purpose_of, purpose_option
from gateway.recording.events import Viewing
from gateway.recording.plain_text import Hit, search
from gateway.recording.player import Player
from gateway.recording.reading import Reading
from gateway.recording.replay import Find, Replay
from gateway.vocabulary.clock import Clock
from gateway.wiring.office_recordings import viewed

KEYS = (
    "空白 一時停止  . 一つ進む  +/- 速さ  i 無操作を飛ばす  ←/→ 10秒  ] 次の印  / 検索  n 次  q 終了\n"
    "space pause  . step  +/- speed  i skip idle  left/right 10 s  ] marker  / search  n next  q quit"
)


@click.command("replay", help="録画を再生する / Play a recording on this terminal.")
@click.argument("recording")
@click.option("--speed", type=click.FloatRange(0.25, 64), default=1.0, show_default=True, help="速さ / speed")
@click.option("--idle", type=click.FloatRange(0, min_open=True), help="無操作を詰める秒数 / shorten idle stretches to")
@click.option("--search", "needle", help="再生せずに文字列を探す / list where a text was shown, without playing")
@purpose_option
@settings_option
@person_options
@ending
def command(
    *,
    recording: str,
    speed: float,
    idle: float | None,
    needle: str | None,
    purpose: str | None,
    settings_file: Path | None,
    asking: Asking,
) -> None:
    """Play it."""
    why = purpose_of(purpose, settings_file, asking)
    with entered(settings_file, asking) as office, viewed(office, recording, Viewing.REPLAY, why) as reading:
        if needle is not None:
            _list_hits(reading, needle)
            return
        _play(reading, office.clock, speed, idle)


def _play(reading: Reading, clock: Clock, speed: float, idle: float | None) -> None:
    header = reading.header
    say(f"{header.recording}  {header.username}  {header.target}/{header.account}  {japan(header.started_at)}")
    say(KEYS)
    idle_us = None if idle is None else int(idle * 1_000_000)
    player = Player(reading.events, clock.monotonic(), speed=speed, idle_us=idle_us)
    screen = cast(BinaryIO, HarmlessScreen(sys.stdout.buffer))
    keys = sys.stdin.fileno()
    Replay(player, _find(reading), encoding=header.encoding.value, keys=keys, screen=screen, clock=clock).run()


def _find(reading: Reading) -> Find:
    def find(needle: str, since_us: int) -> Hit | None:
        """The next hit; behind the last one the search begins anew."""
        first = None
        for hit in search(reading.events(), needle, reading.header.encoding.value):
            if hit.at_us >= since_us:
                return hit
            first = first or hit
        return first

    return find


def _list_hits(reading: Reading, needle: str) -> None:
    hits = search(reading.events(), needle, reading.header.encoding.value)
    table(("秒", "種別", "前後"), ((f"{hit.at_us / 1_000_000:.1f}", hit.code.value, hit.context) for hit in hits))
