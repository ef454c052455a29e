"""What a screen kept, masked and painted costs: `python -m tests.benchmarks.emulator [--megabytes N] [--turns N]`.

For each kind of output: MB in a second of processor time, in pieces of 32 KiB: of the emulator alone, and of the masked
screen with a pause behind each piece (masked by one pattern, and by the detectors) and as one flood (by the detectors).
Then microseconds for one key's echo in a full screen, for a feed of 1 kB with its picture, and for a whole new screen.
"""

import argparse
import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from gateway.guards.detect import Detector
from gateway.guards.emulator import Emulator, Mask, MaskedScreen, each
from gateway.guards.emulator.detected import Detected
from gateway.guards.terminal import TerminalEscape
from gateway.vocabulary.target import Encoding
from tests.benchmarks.guards import STREAMS

COLUMNS, ROWS = 120, 40
PIECE_CHARACTERS: Final = 32 * 1024
KEYS: Final = 400
_SCREENS = Path(__file__).parents[1] / "gateway" / "guards" / "transcripts"
_PHONE = re.compile(r"0[789]0-?\d{4}-?\d{4}")
_PAGE = "".join(
    f"{number:05} 山田 太郎 090-{number % 10000:04}-5678 東京都千代田区霞が関1-2-{number}\r\n" for number in range(300)
)


def streams() -> dict[str, str]:
    """By name. Programs' transcripts as the guard lets them through."""
    made = {name: stream.decode() for name, stream in STREAMS.items() if name.startswith("c")}
    made["full of people"] = _PAGE
    for name in ("vim", "tmux", "htop", "mc", "top", "less"):
        made[name] = TerminalEscape(Encoding.UTF_8).feed((_SCREENS / f"{name}.bin").read_bytes()).data.decode()
    return made


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.emulator")
    options.add_argument("--megabytes", type=float, default=2, help="of each stream in each turn")
    options.add_argument("--turns", type=int, default=5, help="of which the median counts")
    chosen = options.parse_args()
    runs: dict[str, Callable[[str], None]] = {
        "emulator": _emulated,
        "pattern, pauses": lambda text: _masked(text, _by_pattern(), pauses=True),
        "detectors, pauses": lambda text: _masked(text, Detected(Detector()), pauses=True),
        "detectors, flood": lambda text: _masked(text, Detected(Detector()), pauses=False),
    }
    print(f"{'MB/s, median (best)':24}" + "".join(f"{name:>19}" for name in runs))
    for name, stream in streams().items():
        text = stream * max(1, int(chosen.megabytes * 1e6 / len(stream.encode())))
        figures = [_speed(run, text, chosen.turns) for run in runs.values()]
        print(f"{name:24}" + "".join(f"{median:11.1f} ({best:5.1f})" for median, best in figures))
    _keys()


def _speed(run: Callable[[str], None], text: str, turns: int) -> tuple[float, float]:
    size, speeds = len(text.encode()), list[float]()
    for _ in range(turns):
        started = time.process_time()
        run(text)
        speeds.append(size / 1e6 / max(time.process_time() - started, 1e-9))
    return statistics.median(speeds), max(speeds)


def _emulated(text: str) -> None:
    emulator = Emulator(COLUMNS, ROWS)
    for start in range(0, len(text), PIECE_CHARACTERS):
        emulator.feed(text[start : start + PIECE_CHARACTERS])


def _by_pattern() -> Mask:
    return each(lambda line: [found.span() for found in _PHONE.finditer(line)])


def _masked(text: str, mask: Mask, *, pauses: bool) -> None:
    screen = MaskedScreen(COLUMNS, ROWS, mask)
    screen.take()
    for start in range(0, len(text), PIECE_CHARACTERS):
        screen.feed(text[start : start + PIECE_CHARACTERS])
        if pauses:
            screen.idle()


def _keys() -> None:
    screen = MaskedScreen(COLUMNS, ROWS, Detected(Detector()))
    screen.take()
    screen.feed("\x1b[?1049h\x1b[H" + _PAGE[:4000])
    screen.idle()
    keys, pieces, pages = list[float](), list[float](), list[float]()
    for key in range(KEYS):
        letter = "abcdefgh"[key % 8]
        screen.typed(letter)
        keys.append(_microseconds(lambda letter=letter, key=key: screen.feed(f"\x1b[20;{key % 100 + 2}H{letter}")))
        piece = f"\x1b[{key % 20 + 1}H" + _PAGE[key * 20 : key * 20 + 600]
        pieces.append(_microseconds(lambda piece=piece: (screen.feed(piece), screen.idle())))
        if key % 10 == 0:
            page = "\x1b[H\x1b[2J" + _PAGE[key * 20 : key * 20 + 2000]
            pages.append(_microseconds(lambda page=page: (screen.feed(page), screen.idle())))
    for name, figures in (("one key's echo", keys), ("1 kB and its picture", pieces), ("a whole new screen", pages)):
        p95, p99 = (sorted(figures)[int(len(figures) * share)] for share in (0.95, 0.99))
        print(f"{name}, {COLUMNS}x{ROWS}: median {statistics.median(figures):.0f} us, p95 {p95:.0f}, p99 {p99:.0f}")


def _microseconds(act: Callable[[], object]) -> float:
    started = time.process_time()
    act()
    return (time.process_time() - started) * 1e6


if __name__ == "__main__":
    main()
