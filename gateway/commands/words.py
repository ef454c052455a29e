"""The words of the gate, in both languages. `en` is ASCII; `ja` has no letter of ambiguous width."""

import unicodedata
from typing import Final

from gateway.menu.cells import harmless
from gateway.vocabulary.outcome import Text

PROMPT: Final = "sekisho> "


def greeting(target: str, account: str, end: str) -> Text:
    """The first words of a session."""
    return Text(
        ja=f"{target} ({account}) に接続しました。許可されたコマンドを1行に1つずつ実行できます({end} まで)。"
        "画面と操作は録画されます。",
        en=f"Connected to {target} as {account}. Listed commands run here, one a line, until {end}. All of it is recorded.",
    )


KEYS: Final = Text(
    ja="help 一覧と使い方  Tab 補完  Ctrl-C 中止  exit 終了  lang en English",
    en="help: what there is  Tab completes  Ctrl-C stops  exit leaves  lang ja: Japanese",
)
LEFT: Final = Text(ja="終了します。", en="Leaving.")
ONE_LINE: Final = Text(
    ja="複数行の貼り付けのうち最初の行だけを入れました。確認して Enter で実行してください。",
    en="Only the first line of the paste was taken. Look at it, then press Enter to run it.",
)
AHEAD: Final = Text(
    ja="続けて届いた行は自動では実行しません。最初の行だけを入れました。確認して Enter で実行してください。",
    en="Lines that came at once are not run by themselves; only the first was taken. Press Enter to run it.",
)
TOO_LONG: Final = Text(
    ja="1行に入るのは4096文字までです。入力を短くしてください。",
    en="A line takes 4096 letters at most. Make it shorter.",
)


def strange_paste(letter: str) -> Text:
    """A paste held something that cannot be seen, or no text at all."""
    name = unicodedata.name(letter, "")
    shown = f"U+{ord(letter):04X}{f' {name}' if name else ''}"
    return Text(
        ja=f"貼り付けに表示できない文字({shown})があるため取り消しました。手で入力するか、文字を除いてください。",
        en=f"The paste holds what cannot be shown ({shown}) and was not taken. Type it, or remove that letter.",
    )


SEARCH: Final = Text(ja="履歴検索", en="history")
NO_HISTORY: Final = Text(ja="一致する履歴はありません。", en="Nothing in this session's history matches.")
NO_CANDIDATES: Final = Text(
    ja="候補はありません。help で使い方を確認できます。", en="No completion. `help` says what there is."
)
FOLLOWING: Final = Text(ja="追跡中です。Ctrl-C または q で終了します。", en="Following. Ctrl-C or q ends it.")
FOLLOWING_PLAIN: Final = Text(ja="追跡中です。Ctrl-C で終了します。", en="Following. Ctrl-C ends it.")
STOPPING: Final = Text(ja="中止しています。", en="Stopping.")
LANGUAGE_SET: Final = Text(ja="日本語で表示します。", en="English from here on.")
LANG_USAGE: Final = Text(ja="使い方: lang ja または lang en", en="Usage: lang ja, or lang en")


def ended(status: int | None, seconds: float, lines: int) -> Text:
    """How a command ended; one that was ended has no status."""
    code_ja = "" if status is None else f"終了コード {status}  "
    code_en = "" if status is None else f"exit status {status}  "
    many = "" if lines == 1 else "s"
    return Text(
        ja=f"-- {code_ja}{seconds:.1f}秒  {lines}行 --", en=f"-- {code_en}{seconds:.1f} s  {lines} line{many} --"
    )


SUDO: Final = Text(
    ja="sudo: で始まる行は、接続先の sudoers に許可がないことを示します。アカウント管理者に追加を依頼してください。",
    en="A line that begins with sudo: means that the target's sudoers lacks it; ask the account administrator to add it.",
)


def looked_for(path: str) -> Text:
    """Where a name was looked for that is not there."""
    path = harmless(path)
    return Text(
        ja=f"調べた場所: {path}\n名前は Tab で補完できます。",
        en=f"Looked for: {ascii(path)[1:-1]}\nTab completes names.",
    )


def plain_bound(lines: int) -> Text:
    """Output without a pager stops somewhere."""
    return Text(
        ja=f"出力が長いため{lines}行で打ち切りました。範囲を絞って実行し直してください。",
        en=f"The output was cut after {lines} lines. Run it again with a narrower range.",
    )


# -- of the text area -------------------------------------------------------------------------------------------------

NO_AREA: Final = Text(
    ja="この端末では編集画面を表示できません。画面を描ける端末(TERM=xterm など)から接続し直してください。",
    en="This terminal cannot show the text area. Connect again from one that can be drawn on (TERM=xterm or such).",
)
AREA_KEYS: Final = (
    Text(
        ja="Ctrl-S 差分を確認して保存へ  Ctrl-X 中止  Ctrl-R 検索  Ctrl-_ 元に戻す",
        en="Ctrl-S look at the difference  Ctrl-X leave  Ctrl-R search  Ctrl-_ undo",
    ),
    Text(ja="Ctrl-S 保存へ  Ctrl-X 中止  Ctrl-R 検索", en="Ctrl-S save  Ctrl-X leave  Ctrl-R search"),
    Text(ja="Ctrl-S 保存へ Ctrl-X 中止", en="Ctrl-S save  Ctrl-X leave"),
)
AREA_LEAVE: Final = Text(
    ja="変更があります。捨てて終わるにはもう一度 Ctrl-X、保存は Ctrl-S",
    en="There are changes. Ctrl-X again drops them; Ctrl-S saves.",
)
AREA_STOP: Final = Text(ja="終わるには Ctrl-X、保存は Ctrl-S", en="Ctrl-X leaves, Ctrl-S saves.")
AREA_FULL: Final = Text(ja="これ以上は入りません。", en="No more fits in here.")
AREA_FIND: Final = Text(ja="検索: ", en="search: ")
NOT_FOUND: Final = Text(ja="見つかりません", en="not found")


def strange_file(letter: str) -> Text:
    """A file that cannot be shown as it is cannot be edited by what is seen."""
    return Text(
        ja=f"表示できない文字(U+{ord(letter):04X})を含むため編集できません。接続先の管理者に依頼してください。",
        en=f"It holds what cannot be shown (U+{ord(letter):04X}) and cannot be edited here. Ask whoever runs the target.",
    )


MASKED_FILE: Final = Text(
    ja="伏せ字にすべき内容(個人データなど)を含むため、ここでは編集できません。閲覧コマンドでは伏せ字で見られます。"
    "変更が必要な場合は接続先の管理者に依頼してください。",
    en="It holds what is shown masked (personal data), so it cannot be edited here; listed commands show it masked. "
    "Ask whoever runs the target to change it.",
)
UNCHANGED: Final = Text(
    ja="変更はありません。ファイルは元のままです。", en="Nothing was changed; the file is as it was."
)
DIFFERENCE: Final = Text(ja="変更内容を確認してください。", en="Look at the difference.")
REASON: Final = Text(
    ja="変更の理由を入力してください(記録されます。空の Enter で中止)",
    en="Why is it changed? (recorded; an empty line gives it up)",
)
CONFIRM: Final = Text(ja="この内容で書き込みますか (yes / no)", en="Write it (yes / no)?")
GIVEN_UP: Final = Text(ja="中止しました。ファイルは元のままです。", en="Given up; the file is as it was.")


def written(path: str, added: int, removed: int) -> Text:
    """The file has its new content."""
    return Text(
        ja=f"{path} を書き換えました(追加 {added}行、削除 {removed}行)。変更は記録されました。",
        en=f"{path} was written ({added} lines added, {removed} removed). The change is recorded.",
    )


# -- of help ----------------------------------------------------------------------------------------------------------

USAGE: Final = Text(ja="書き方", en="usage")
OWN: Final = Text(ja="ゲートの操作", en="of the gate itself")
OWN_WORDS: Final = (
    ("help [COMMAND]", Text(ja="一覧、またはそのコマンドの使い方", en="what there is, or how one is used")),
    ("history", Text(ja="このセッションで入力した行", en="the lines of this session")),
    ("lang ja|en", Text(ja="表示の言語", en="the language shown")),
    ("clear", Text(ja="画面を消す", en="an empty screen")),
    ("exit", Text(ja="終了する(Ctrl-D でも同じ)", en="leave (Ctrl-D as well)")),
)
HELP_ENDS: Final = Text(
    ja="help コマンド名 で書き方を表示します。パイプ、リダイレクト、複数コマンドは使えません。一覧にないコマンドが必要な場合は、"
    "アカウント管理者に追加を依頼するか、管理監督者に相談してください。",
    en="`help COMMAND` says how it is written. There are no pipes, redirections or several commands in a line. If you need "
    "another command, ask the account administrator to list it, or talk to your supervisor.",
)
NO_SUCH_HELP: Final = Text(
    ja="その名前のコマンドは許可されていません。help だけを入力すると一覧を表示します。",
    en="No command of that name is permitted. `help` alone lists all.",
)
NEAREST: Final = Text(ja="近いもの", en="nearest")
RUNS: Final = Text(ja="接続先で実行されるもの", en="what runs on the target")
PRIVILEGED: Final = Text(ja="(管理者権限 sudo)", en="(privileged, sudo)")
FOLLOW: Final = Text(
    ja="増える行を追い続ける(Ctrl-C または q で終了)", en="go on with the lines that come (Ctrl-C or q ends it)"
)
EDITS: Final = Text(
    ja="編集画面で変更し、差分を確認して理由を入力すると書き込みます。差分は記録されます。",
    en="Changed in a text area; written after you have seen the difference and said why. The difference is recorded.",
)
