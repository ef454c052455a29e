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
PURPOSE: Final = "--purpose"
REASON: Final = "--reason"
_QUESTIONS: Final = {PURPOSE: "目的 / Purpose", REASON: "理由 / Reason"}

purpose_option = click.option("--purpose", help="閲覧の目的（監査ログに残ります） / why you look; it is journalled")


def purpose_of(given: str | None, settings_file: Path | None, asking: Asking, *, option: str = PURPOSE) -> str:
    """The purpose as given, or as asked. Raises SettingsRefused, and CallRefused where nobody can be asked.

    `option` is what this verb calls it.
    """
    if given is not None:
        return given
    if asking.name is None and settings_of(settings_file).demo.operator:
        return UNATTENDED
    if not sys.stdin.isatty():
        raise CallRefused("purpose.missing", _wanted(option))
    answer: str = click.prompt(_QUESTIONS[option], err=True)
    return answer


def _wanted(option: str) -> Text:
    what = "目的" if option == PURPOSE else "理由"
    return Text(ja=f"{what}を {option} で指定してください。", en=f"State why with {option} TEXT.")
