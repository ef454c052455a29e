"""Why somebody looks: every viewing states it, and the journal keeps it (R-40)."""

import sys
from typing import Final

import click

from gateway.ipc.messages import CallRefused
from gateway.vocabulary.outcome import Text

_WANTED: Final = Text(ja="閲覧の目的を --purpose で指定してください。", en="State why you look: --purpose TEXT.")

purpose_option = click.option("--purpose", help="閲覧の目的（監査ログに残ります） / why you look; it is journalled")


def purpose_of(given: str | None) -> str:
    """The purpose as given, or as asked. Raises CallRefused where nobody can be asked."""
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise CallRefused("purpose.missing", _WANTED)
    answer: str = click.prompt("閲覧の目的 / Purpose", err=True)
    return answer
