"""How a verb ends: 0 done or holds, 1 refused or does not hold, 2 a fault or not checked. Expected ends show no traceback.

Refusals and faults are told in both languages with what to do; with --json as {"refused": ...} or {"fault": ...} on stdout.
"""

import functools
import os
import sys
from collections.abc import Callable
from enum import IntEnum
from typing import Any, Final, NoReturn, ParamSpec, TypeVar

import click

from gateway.cli.escaping import shown
from gateway.cli.printing import say_json
from gateway.ipc.messages import CallRefused
from gateway.settings.reading import SettingsRefused
from gateway.vocabulary.outcome import Fault, Text

P = ParamSpec("P")
R = TypeVar("R")


class Status(IntEnum):
    """Exit statuses."""

    DONE = 0
    NOT_SO = 1
    NOT_CHECKED = 2


BROKEN: Final = Text(
    ja="実行できませんでした。サービス（sekisho serve）と設定を確認してください。", en="This could not be done."
)
STOPPED: Final = Text(ja="中断しました。", en="Interrupted.")
UNFIT_SETTINGS: Final = Text(ja="設定を使用できません。", en="The settings cannot be used.")


def ending(verb: Callable[P, R]) -> Callable[P, R]:
    """Decorate a verb: what it refuses or cannot do becomes an exit status and a message."""

    @functools.wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        as_json = bool(kwargs.get("as_json"))
        try:
            return verb(*args, **kwargs)
        except CallRefused as refused:
            _tell(as_json, "refused", refused.code, refused.text, None, Status.NOT_SO)
        except SettingsRefused as refused:
            _tell(as_json, "fault", "settings", UNFIT_SETTINGS, str(refused), Status.NOT_CHECKED)
        except Fault as fault:
            _tell(as_json, "fault", "fault", fault.text or BROKEN, str(fault), Status.NOT_CHECKED)
        except BrokenPipeError:  # whoever read our output has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            leave(Status.NOT_CHECKED)
        except OSError as error:
            what = f"{error.filename or ''}: {error.strerror or error}"
            _tell(as_json, "fault", "system", BROKEN, what, Status.NOT_CHECKED)
        except KeyboardInterrupt:
            _tell(as_json, "fault", "interrupted", STOPPED, None, Status.NOT_CHECKED)

    return run


def leave(status: Status) -> NoReturn:
    """End the verb with `status`, everything said."""
    click.get_current_context().exit(status)


def _tell(as_json: bool, kind: str, code: str, text: Text, detail: str | None, status: Status) -> NoReturn:
    if as_json:
        told: dict[str, Any] = {"code": code, "ja": text.ja, "en": text.en}
        say_json({kind: told if detail is None else {**told, "detail": detail}})
    else:
        lines = [*text.both().splitlines(), *([] if detail is None else detail.splitlines())]
        for line in lines:
            click.echo(shown(line), err=True)
    leave(status)
