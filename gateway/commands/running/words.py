"""Why something was not done on the target, in words: what to do instead, and whom to ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from gateway.commands.events import Cut
from gateway.commands.running.scripts import NotBegun
from gateway.vocabulary.outcome import Text


class Why(StrEnum):
    """A stable word for each, for the journal."""

    OUTSIDE = "outside"
    NOT_THERE = "not-there"
    ANOTHER_KIND = "another-kind"
    NOT_PERMITTED = "not-permitted"
    CHANGED = "changed"
    NAME = "name"
    ENCODING = "encoding"
    PRIVILEGED_PATH = "privileged-path"
    NOT_RUN = "not-run"
    NO_EDIT = "no-edit"
    NO_TEXT = "no-text"
    TOO_LARGE = "too-large"
    UNCHANGED = "unchanged"
    NOT_WRITTEN = "not-written"
    OWNER = "owner"
    NOT_WHOLE = "not-whole"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotDone:
    """The target was not touched, or not changed. `text` says what to do instead."""

    why: Why
    text: Text


def _t(ja: str, en: str) -> Text:
    return Text(ja=ja, en=en)


_TEXTS: Final[Mapping[Why, Text]] = MappingProxyType(
    {
        Why.OUTSIDE: _t(
            "このパスは許可された場所の外を指しています。必要な場合は、管理者に場所の追加を依頼してください。",
            "That path leads outside the permitted places. If the work needs it, ask the administrator to add the place.",
        ),
        Why.NOT_THERE: _t(
            "この名前のファイルやフォルダが接続先にないか、接続先のアカウントからは見えません。",
            "There is no such file or folder on the target, or its account may not look there.",
        ),
        Why.ANOTHER_KIND: _t(
            "通常のファイル（またはフォルダ）ではないため、開きません。",
            "That is no ordinary file (or no folder), so it is not opened.",
        ),
        Why.NOT_PERMITTED: _t(
            "接続先のアカウントには権限がありません。必要な場合は、接続先の管理者に権限の追加を依頼してください。",
            "The target's account may not do that. If the work needs it, ask whoever runs the target for the permission.",
        ),
        Why.CHANGED: _t(
            "確認した後に接続先のファイルが変わったため、中止しました。もう一度実行してください。",
            "It changed on the target after it was checked, so nothing was done. Try again.",
        ),
        Why.NAME: _t(
            "このファイル名には扱えない文字が含まれています。接続先の管理者に名前の変更を依頼してください。",
            "The name holds letters that cannot be handled. Ask whoever runs the target to rename it.",
        ),
        Why.ENCODING: _t(
            "接続先の文字コードで表せない文字が含まれています。",
            "It holds letters that the target's encoding does not have.",
        ),
        Why.PRIVILEGED_PATH: _t(
            "特権コマンドにはパスを渡せません。管理者にコマンド一覧の修正を依頼してください。",
            "A privileged command takes no path. Ask the administrator to mend the command list.",
        ),
        Why.NOT_RUN: _t(
            "接続先がコマンドを実行しませんでした。接続先の管理者に連絡してください。",
            "The target did not run the command. Tell whoever runs it.",
        ),
        Why.NO_EDIT: _t(
            "このコマンドではファイルを変更できません。",
            "This command changes no file.",
        ),
        Why.NO_TEXT: _t(
            "接続先の文字コードのテキストではないため、編集できません。",
            "It is no text in the target's encoding, so it cannot be edited.",
        ),
        Why.TOO_LARGE: _t(
            "大きすぎます。編集できるのは256 KiBまでのファイルで、変更は1回に64 KiBまでです。",
            "Too large: files of up to 256 KiB can be edited, by up to 64 KiB of changes at once.",
        ),
        Why.UNCHANGED: _t("変更はありません。", "Nothing was changed."),
        Why.NOT_WRITTEN: _t(
            "接続先のアカウントでは書き込めませんでした。ファイルは元のままです。",
            "The target's account could not write it. The file is as it was.",
        ),
        Why.OWNER: _t(
            "ファイルの所有者・権限（ACLを含む）を保てないため、書き込みませんでした。接続先の管理者に依頼してください。",
            "Owner and permissions (or an ACL) could not be kept, so it was not written. Ask whoever runs the target.",
        ),
        Why.NOT_WHOLE: _t(
            "内容が接続先に届ききらなかったため、書き込みませんでした。ファイルは元のままです。",
            "The content did not reach the target whole, so it was not written. The file is as it was.",
        ),
    }
)
_OF_CUT: Final[Mapping[Cut, Text]] = MappingProxyType(
    {
        Cut.CANCELLED: _t("中止しました。", "Stopped."),
        Cut.TIME: _t(
            "時間の上限に達したため、コマンドを終了しました。範囲を絞って実行してください。",
            "The command reached its time limit and was ended. Ask for less at once.",
        ),
        Cut.BYTES: _t(
            "出力の上限に達したため、コマンドを終了しました。範囲を絞って実行してください。",
            "The command reached its limit of output and was ended. Ask for less at once.",
        ),
        Cut.FAILED: _t("コマンドを終了しました。", "The command was ended."),
    }
)
_LEFT: Final = _t(
    "接続先での終了は確認できませんでした。残っていても、時間の上限で終わります。",
    "The target did not confirm its end; whatever is left ends by its time limit.",
)
_OF_STATUS: Final[Mapping[NotBegun, Why]] = MappingProxyType(
    {
        NotBegun.NOT_THERE: Why.NOT_THERE,
        NotBegun.ANOTHER_KIND: Why.ANOTHER_KIND,
        NotBegun.NOT_PERMITTED: Why.NOT_PERMITTED,
        NotBegun.CHANGED: Why.CHANGED,
        NotBegun.NOT_WRITTEN: Why.NOT_WRITTEN,
        NotBegun.OWNER: Why.OWNER,
        NotBegun.NOT_WHOLE: Why.NOT_WHOLE,
    }
)


def of_cut(cut: Cut | None, *, left: bool) -> Text | None:
    """What the person hears about a command that was ended; None where it ended by itself."""
    if cut is None:
        return None
    text = _OF_CUT[cut]
    return Text(ja=f"{text.ja}{_LEFT.ja}", en=f"{text.en} {_LEFT.en}") if left else text


def not_done(why: Why) -> NotDone:
    """With the words every refusal of this kind has."""
    return NotDone(why=why, text=_TEXTS[why])


def of_status(status: NotBegun | None) -> NotDone:
    """What the frame's status means; without one of its own, the target's shell did not run it."""
    return not_done(Why.NOT_RUN if status is None else _OF_STATUS[status])
