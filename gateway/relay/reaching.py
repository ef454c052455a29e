"""What goes wrong on the way to a target, as types: whoever dials for himself (a rotation) can tell "later" from "never"."""

from typing import Final

from gateway.vocabulary.outcome import TargetError, Text

CONNECT_SECONDS: Final = 10.0
UNREACHABLE: Final = Text(
    ja="接続先に到達できません。対象機器の管理者に連絡してください。",
    en="The target cannot be reached. Ask whoever runs it.",
)
NOT_LET_IN: Final = Text(
    ja="接続先がゲートウェイのログインを拒否しました。管理者に連絡してください。",
    en="The target refused the gateway's log-in. Tell the administrator.",
)


class Unreachable(TargetError):
    """Nobody answers there, or not in time, or the connection broke."""


class AnotherHost(TargetError):
    """What it showed of itself is nothing that is pinned."""


class NotLetIn(TargetError):
    """The target refused the log-in, or what was asked after it."""
