"""What the guards of a terminal cost: `python -m tests.benchmarks.guards [--megabytes N]`.

For each stage and kind of output: MB in a second of processor time (median and best of seven turns, in pieces of 32 KiB as a
channel brings them), and the share of its time a relay of 100 MB/s would spend there. Up to 10 % is asked for, on clean text.

Then masking and counting, in the small pieces in which such output is judged: 2 MB/s are asked for on ordinary output, 1 MB/s on
pages full of personal data; 1 ms for the echo of a key; 192 characters held at most; 2 MB of memory a session.
"""

import argparse
import statistics
import time
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from gateway.guards.masking import Masker
from gateway.guards.metering import ShellMeter
from gateway.guards.pipeline import Pipeline
from gateway.guards.stage import Stage
from gateway.guards.terminal import Spelling, TerminalEscape
from gateway.guards.transfer import Direction, Triggers, Tripwire
from gateway.guards.typed import ControlStrings, Meter
from gateway.relay.pieces import pieces
from gateway.vocabulary.target import Encoding
from tests.corpus.ordinary import negatives
from tests.corpus.printed import positives
from tests.gateway.disclosure.test_shell import CAPS

KEY: Final = bytes(32)
MASKED_BYTES: Final = 300_000
MASKED_TURNS: Final = 3
PIECE_BYTES: Final = 32 * 1024
RELAY_BYTES_PER_SECOND: Final = 100e6
TURNS: Final = 7
_JAPANESE = "11月22日 04:11:09 受付番号 00811 の処理が完了しました。次の行へ進みます\r\n"
_COLOURED = (
    b"\x1b[01m\x1b[Kbatch.c:5:15:\x1b[m\x1b[K \x1b[01;35m\x1b[Kwarning: \x1b[m\x1b[Kinitialization makes pointer from integer\r\n"
    b"    5 |     char *s = \x1b[38;5;204m\x1b[K5\x1b[m\x1b[K;\r\n"
)
_LINK = b"https://gcc.gnu.org/onlinedocs/gcc/Warning-Options.html#index-Wformat="
_LINKED = b"[\x1b]8;;" + _LINK + b"\x07-Wformat=\x1b]8;;\x07] text behind it\r\n"
_SCREENS = Path(__file__).parents[1] / "gateway" / "guards" / "transcripts"

STREAMS: Final = {
    "clean ASCII": b"Nov 22 04:11:09 callcenter-app batch[811]: rows done\r\n",
    "clean Japanese": _JAPANESE.encode(),
    "coloured": _COLOURED,
    "links in colours": _COLOURED + _LINKED,
    "vim, tmux, htop, mc": b"".join((_SCREENS / f"{name}.bin").read_bytes() for name in ("vim", "tmux", "htop", "mc")),
}
STAGES: Final[dict[str, Callable[[], Stage]]] = {
    "tripwire": lambda: Tripwire(Direction.OUTPUT),
    "terminal escape": lambda: TerminalEscape(Encoding.UTF_8),
    "tripwire, printable": lambda: Tripwire(Direction.OUTPUT, triggers=Triggers.PRINTABLE),
}
TYPED: Final[dict[str, Callable[[], Stage]]] = {
    "control strings": ControlStrings,
    "meter": lambda: Meter(None),
    "tripwire, typed": lambda: Tripwire(Direction.INPUT),
}


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.guards")
    options.add_argument("--megabytes", type=float, default=16, help="of each stream in each turn")
    size = int(options.parse_args().megabytes * 1e6)
    for name, line in STREAMS.items():
        print(f"\n{name}: MB/s (best); share of a relay of 100 MB/s")
        for stage, make in STAGES.items():
            _told(stage, make, line, size)
        _told("all of them", lambda: Pipeline([make() for make in STAGES.values()]), line, size)
    print("\ntyped or pasted, clean ASCII")
    for stage, make in TYPED.items():
        _told(stage, make, STREAMS["clean ASCII"], size)
    print("\nother encodings of the target, clean Japanese")
    for encoding in (Encoding.EUC_JP, Encoding.CP932):
        _told(f"from {encoding}", lambda encoding=encoding: TerminalEscape(encoding), _JAPANESE.encode(encoding), size)
        _told(f"into {encoding}", lambda encoding=encoding: Spelling(encoding), _JAPANESE.encode(), size // 8)
    print("\nmasked and counted, in the pieces that are judged: MB/s; the whole chain is what a session pays")
    print(f"  {'':20s}    masker    meter  whole chain   ms a piece, p95")
    for name, streams in (("full of people", _documents(positives(1, 60))), ("ordinary", _documents(negatives(1)))):
        _masked(name, streams)
    _echoed()
    _remembered()


def _documents(documents: Sequence[Any]) -> list[tuple[str, bytes]]:
    return [
        (one.name, one.data.decode(one.encoding).encode()) for one in documents if not one.name.endswith(("_jp", "932"))
    ]


def _masked(name: str, streams: Sequence[tuple[str, bytes]]) -> None:
    print(f" {name}")
    totals = []
    for document, data in streams:
        stream = (data * (MASKED_BYTES // len(data) + 1))[:MASKED_BYTES]
        masker = max(_rate(Masker(), stream)[0] for _ in range(MASKED_TURNS))
        whole, late = max(_chain_rate(stream) for _ in range(MASKED_TURNS))
        metered = 1 / max(1 / max(_meter_rate(stream) for _ in range(MASKED_TURNS)) - 1 / masker, 1e-9)
        totals.append(whole)
        print(f"  {document:20s} {masker / 1e6:9.2f} {metered / 1e6:8.2f} {whole / 1e6:12.2f} {late * 1e3:17.2f}")
    print(f"  {'least, middle':20s} {min(totals) / 1e6:31.2f} {statistics.median(totals) / 1e6:6.2f}")


def _rate(stage: Stage, stream: bytes, meter: ShellMeter | None = None) -> tuple[float, float]:
    """Bytes in a second of processor time; and the 95th percentile of the seconds a piece took."""
    parts, each = list(pieces(stream)), []
    began = time.process_time()
    for part in parts:
        before = time.perf_counter()
        stage.feed(part)
        if meter is not None:
            meter.verdict(before)
        each.append(time.perf_counter() - before)
    spent = time.process_time() - began
    return len(stream) / spent, statistics.quantiles(each, n=20)[-1]


def _meter_rate(stream: bytes) -> float:
    meter = ShellMeter(CAPS, KEY)
    return _rate(Masker(meter), stream, meter)[0]


def _chain_rate(stream: bytes) -> tuple[float, float]:
    meter = ShellMeter(CAPS, KEY)
    return _rate(Pipeline([*(make() for make in STAGES.values()), Masker(meter)]), stream, meter)


def _echoed() -> None:
    """What the guards add to the echo of a key."""
    chain, masker = Pipeline(), Masker()
    chain = Pipeline([*(make() for make in STAGES.values()), masker])
    added = []
    for letter in b"vi /etc/hosts; echo 090 12; tail -f /var/log/syslog " * 20:
        key = bytes([letter])
        began = time.perf_counter()
        masker.typed(key)
        shown = chain.feed(key).data
        added.append(time.perf_counter() - began)
        assert shown == key, "an echo was held"
    cuts = statistics.quantiles(added, n=100)
    print(f"\necho of a key through all guards: p50 {cuts[49] * 1e3:.3f} ms, p99 {cuts[98] * 1e3:.3f} ms")


def _remembered() -> None:
    """What a session's guards keep in memory once they have seen pages of everything."""
    documents = _documents([*positives(1, 60), *negatives(1)])
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    meter = ShellMeter(CAPS, KEY)
    masker = Masker(meter, columns=120, rows=40)
    for _, data in documents:
        for part in pieces(data[:30_000]):
            masker.feed(part)
            meter.verdict(0.0)
        masker.idle()
    kept = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    print(f"memory of masker and meter after {len(documents)} documents: {kept / 1e6:.2f} MB")


def _told(name: str, make: Callable[[], Stage], line: bytes, size: int) -> None:
    speeds = [_speed(make(), line, size) for _ in range(TURNS)]
    middle = statistics.median(speeds)
    print(f"  {name:20s} {middle / 1e6:9.0f} ({max(speeds) / 1e6:.0f})   {RELAY_BYTES_PER_SECOND / middle:6.1%}")


def _speed(stage: Stage, line: bytes, size: int) -> float:
    """Bytes a second through the stage."""
    stream = line * (PIECE_BYTES * 8 // len(line) + 1)
    pieces = [stream[at : at + PIECE_BYTES] for at in range(0, len(stream), PIECE_BYTES)]
    done, began = 0, time.process_time()
    while done < size:
        for piece in pieces:
            stage.feed(piece)
        done += len(stream)
    return done / (time.process_time() - began)


if __name__ == "__main__":
    main()
