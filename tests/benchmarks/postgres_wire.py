"""What the PostgreSQL codec costs: `python -m tests.benchmarks.postgres_wire [--megabytes N]`.

MB and rows in a second of processor time on one core (median and best of seven turns), in pieces of 64 KiB as a socket brings
them: cutting frames, following the conversation, taking rows apart, building them anew with one of their values replaced.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from typing import Final

from gateway.relay.postgres.wire.conversation import Conversation
from gateway.relay.postgres.wire.frames import Framer
from gateway.relay.postgres.wire.rows import Field, RowDescription, data_row, values_of
from gateway.relay.postgres.wire.scram import ScramClient
from gateway.relay.postgres.wire.sides import Side
from gateway.relay.postgres.wire.simple_query import CommandComplete, Query, ReadyForQuery, Status
from gateway.relay.postgres.wire.tables import BOUNDS, read
from gateway.vocabulary.secret import Secret
from tests.gateway.relay.postgres.wire.messages import frame

PIECE_BYTES: Final = 64 * 1024
TURNS: Final = 7
ROWS: Final = {
    "point": [b"17", b"090-1234-5678"],
    "customer": [
        b"C00017", b"CL042", "山田 太郎".encode(), "ヤマダ タロウ".encode(), b"090-1234-5678", b"taro.yamada@example.jp",
        b"100-0001", "東京都千代田区千代田1-1 ハイツ101号".encode(), b"1980-01-02", b"COP0001234567", b"4111111111111111",
    ],
    "document": [b"17", b"note", b"x" * 8000],
}  # fmt: skip
MASK: Final = b"***"


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.postgres_wire")
    options.add_argument("--megabytes", type=float, default=16, help="of each stream in each turn")
    size = int(options.parse_args().megabytes * 1e6)
    for name, values in ROWS.items():
        row = data_row(values)
        print(f"\n{name}, {len(values)} columns, {len(row)} bytes: median and best MB/s, rows/s")
        pieces = _pieces(row * (size // len(row)))
        for what, work in (
            ("frames", _cut),
            ("+ values", _taken_apart),
            ("+ conversation", _followed),
            ("+ built anew", _anew),
        ):
            _told(what, work, pieces, len(row), len(values))
    print("\none of each, microseconds")
    _one("point query, both sides", _round_trip)
    _one("SCRAM, 4,096 iterations", _scram, turns=20)


def _pieces(stream: bytes) -> list[bytes]:
    return [stream[at : at + PIECE_BYTES] for at in range(0, len(stream), PIECE_BYTES)]


def _cut(pieces: list[bytes], _columns: int) -> None:
    framer = Framer(Side.BACKEND, BOUNDS[Side.BACKEND])
    for piece in pieces:
        for _ in framer.feed(piece):
            pass


def _taken_apart(pieces: list[bytes], _columns: int) -> None:
    framer = Framer(Side.BACKEND, BOUNDS[Side.BACKEND])
    for piece in pieces:
        for each in framer.feed(piece):
            values_of(each.whole)


def _followed(pieces: list[bytes], columns: int) -> None:
    framer, conversation = Framer(Side.BACKEND, BOUNDS[Side.BACKEND]), _asked(columns)
    for piece in pieces:
        for each in framer.feed(piece):
            conversation.hear(each)
            values_of(each.whole)


def _anew(pieces: list[bytes], columns: int) -> None:
    framer, conversation = Framer(Side.BACKEND, BOUNDS[Side.BACKEND]), _asked(columns)
    for piece in pieces:
        out = []
        for each in framer.feed(piece):
            conversation.hear(each)
            values = values_of(each.whole)
            values[-1] = MASK
            out.append(data_row(values))
        b"".join(out)


def _asked(columns: int) -> Conversation[str]:
    conversation: Conversation[str] = Conversation()
    conversation.ask(Query(query="q"), "judged")
    conversation.hear(frame(_shape(columns)))
    return conversation


def _shape(columns: int) -> RowDescription:
    return RowDescription(fields=tuple(Field(name=f"c{n}", table=1, attribute=n + 1, type=25) for n in range(columns)))


_ANSWER: Final = b"".join(
    [
        _shape(2).encoded(),
        data_row([b"17", b"x"]),
        CommandComplete(tag="SELECT 1").encoded(),
        ReadyForQuery(status=Status.IDLE).encoded(),
    ]
)
_QUESTION: Final = Query(query="select id, phone from customers where id = 17").encoded()


def _round_trip() -> None:
    asked, heard = Framer(Side.FRONTEND, BOUNDS[Side.FRONTEND]), Framer(Side.BACKEND, BOUNDS[Side.BACKEND])
    conversation: Conversation[str] = Conversation()
    for each in asked.feed(_QUESTION):
        conversation.ask(read(Side.FRONTEND, each), "judged")
        conversation.take_due()
    for each in heard.feed(_ANSWER):
        found = conversation.hear(each)
        if found.message is not None:
            found.message.encoded()
        conversation.take_due()


def _scram() -> None:
    scram = ScramClient(Secret(b"pencil"), b"n" * 18, None)
    nonce = scram.first().partition(b"r=")[2]
    scram.final(b"r=" + nonce + b"x,s=c2FsdHNhbHQ=,i=4096")


def _told(
    name: str, work: Callable[[list[bytes], int], None], pieces: list[bytes], row_bytes: int, columns: int
) -> None:
    size, speeds = sum(map(len, pieces)), []
    for _ in range(TURNS):
        start = time.process_time()
        work(pieces, columns)
        speeds.append(size / (time.process_time() - start))
    median, best = statistics.median(speeds), max(speeds)
    print(f"  {name:16} {median / 1e6:8.0f} {best / 1e6:8.0f} MB/s {median / row_bytes:12,.0f} rows/s")


def _one(name: str, work: Callable[[], None], turns: int = 2000) -> None:
    times = []
    for _ in range(turns):
        start = time.process_time_ns()
        work()
        times.append((time.process_time_ns() - start) / 1000)
    print(f"  {name:28} {statistics.median(times):8.0f}")


if __name__ == "__main__":
    main()
