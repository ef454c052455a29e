"""Shares that were just made, to their custodians: each on a screen of its own, which is wiped, or to descriptors. Once."""

import os
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

import click

from gateway.cli.printing import say
from gateway.crypto.splitting import HOLDERS_MAX, HOLDERS_MIN
from gateway.vocabulary.secret import Secret

F = TypeVar("F", bound=Callable[..., Any])

_WIPE: Final = "\x1b[3J\x1b[2J\x1b[H"


def custodians_option(help_text: str) -> Callable[[F], F]:
    """--custodians N, three where nothing is said."""
    return click.option(
        "--custodians",
        type=click.IntRange(HOLDERS_MIN, HOLDERS_MAX),
        default=3,
        show_default=True,
        help=help_text,
    )


def give(shares: Sequence[Secret], descriptors: Sequence[int]) -> None:
    """A line to each of `descriptors`, one a share; where there are none, on the terminal. Raises OSError, ValueError."""
    if not descriptors:
        _show(shares)
        return
    for descriptor, share in zip(descriptors, shares, strict=True):
        os.write(descriptor, share.reveal() + b"\n")


def _show(shares: Sequence[Secret]) -> None:
    """Each on a screen of its own, wiped before the next."""
    for place, share in enumerate(shares, start=1):
        click.pause(
            f"保管者 {place} だけが画面の前にいることを確かめ、キーを押してください / Custodian {place} alone: press a key"
        )
        say(f"{_WIPE}保管者 {place} の分割鍵。紙に書き写してください / Custodian {place}'s share: write it down\n")
        say(_lines(share.reveal().decode("ascii")))
        click.pause("\n書き終えたらキーを押してください（画面は消えます） / Press a key when done; the screen is wiped")
        say(_WIPE)


def _lines(text: str) -> str:
    """Five groups of four a line."""
    groups = text.split("-")
    return "\n".join("    " + "-".join(groups[at : at + 5]) for at in range(0, len(groups), 5))
