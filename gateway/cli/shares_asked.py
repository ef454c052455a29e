"""Two custodians' shares as a verb takes them: typed without echo, or read from file descriptors. Never arguments or files."""

import os
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

import click

from gateway.cli.entering import hidden
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.secret import Secret

F = TypeVar("F", bound=Callable[..., Any])

SHARES: Final = 2
LINE_BYTES_MAX: Final = 256


def shares_option(function: F) -> F:
    """--share-fd N, given twice or not at all, handed on as `share_fds`."""
    return click.option(
        "--share-fd",
        "share_fds",
        type=click.IntRange(min=0),
        multiple=True,
        metavar="N",
        help="分割鍵を 1 行ずつ読むファイル記述子（2 回指定） / descriptors to read a share's line from, given twice",
    )(function)


def asked(share_fds: Sequence[int]) -> list[Secret]:
    """Two shares. Raises CallRefused, OSError, click.UsageError."""
    if share_fds and len(share_fds) != SHARES:
        raise click.UsageError("--share-fd は 2 回指定してください / give --share-fd twice")
    if share_fds:
        return [_line(descriptor) for descriptor in share_fds]
    return [hidden(f"保管者の分割鍵 {each} / Custodian's share {each}", from_stdin=False) for each in (1, 2)]


def _line(descriptor: int) -> Secret:
    """One line, byte by byte: the same descriptor may hold both."""
    line = bytearray()
    while len(line) <= LINE_BYTES_MAX:
        letter = os.read(descriptor, 1)
        if letter in (b"", b"\n"):
            break
        line += letter
    if not line:
        raise CallRefused("share.missing", _NO_LINE)
    return Secret(bytes(line))


_NO_LINE: Final = Text(
    ja="ファイル記述子から分割鍵を読めませんでした。",
    en="There was no share to read from a file descriptor.",
)
