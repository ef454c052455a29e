"""Why somebody looks or cuts: every such act states it, and the journal keeps it (R-40, R-42).

Given as an option, asked on a terminal, or, for the demo operator who has nobody at the keyboard, always the same words.
"""

import sys
from pathlib import Path
from typing import Final

import click

from gateway.cli.options import Asking, settings_of
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.outcome import Text

UNATTENDED: Final = "デモの自動実行 (unattended demo)"
_WANTED: Final = Text(
    ja="目的・理由を --purpose（切断では --reason）で指定してください。",
    en="State why: --purpose TEXT (to cut a session: --reason TEXT).",
)

purpose_option = click.option("--purpose", help="閲覧の目的（監査ログに残ります） / why you look; it is journalled")


def purpose_of(given: str | None, settings_file: Path | None, asking: Asking) -> str:
    """The purpose as given, or as asked. Raises CallRefused where nobody can be asked, SettingsRefused."""
    if given is not None:
        return given
    if asking.name is None and settings_of(settings_file).demo.operator:
        return UNATTENDED
    if not sys.stdin.isatty():
        raise CallRefused("purpose.missing", _WANTED)
    answer: str = click.prompt("目的・理由 / Purpose", err=True)
    return answer
