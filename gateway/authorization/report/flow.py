"""What one way lets out and in, in words that promise no more than is built."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

from gateway.authorization.commands.lists import ListedCommand
from gateway.authorization.limits import Unreadable
from gateway.authorization.obligations import (
    Budgeted,
    CommandsListed,
    FilesLimited,
    InputMetered,
    Masked,
    Metered,
    Obligation,
    Painted,
    PeopleCounted,
    RowsMasked,
    StatementsGated,
)
from gateway.authorization.request import Capability
from gateway.vocabulary.outcome import Text

_MEBIBYTE = 1024 * 1024
Duty = TypeVar("Duty")


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """`bytes_max` a session; None: no number bounds it, and the text says so."""

    text: Text
    bytes_max: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What a flow depends on. `commands` are those of each purpose, by its name."""

    capability: Capability
    duties: tuple[Obligation, ...]
    commands: tuple[tuple[Text, tuple[ListedCommand, ...]], ...]

    def duty(self, kind: type[Duty]) -> Duty | None:
        """The obligation of that type, if it is demanded."""
        return next((each for each in self.duties if isinstance(each, kind)), None)


def leaves(way: Way) -> Flow:
    """What can leave the target this way, and how much at most."""
    return _LEAVES[way.capability](way)


def enters(way: Way) -> Flow:
    """What can enter the target this way, and how much at most."""
    return _ENTERS[way.capability](way)


def _picture(way: Way) -> Flow:
    if way.duty(Painted) is None:
        return Flow(
            text=Text(
                ja="端末への出力すべて（制御列を含む）。量の上限なし",
                en="everything printed, control sequences too; unbounded",
            ),
            bytes_max=None,
        )
    return Flow(
        text=Text(
            ja=f"画面の表示だけ（録画あり）。{_people(way).ja}",
            en=f"the picture on the terminal only, recorded; {_people(way).en}",
        ),
        bytes_max=None,
    )


def _listed(way: Way) -> Flow:
    listed = way.duty(CommandsListed)
    if listed is None:
        return Flow(text=Text(ja="任意のコマンドの出力。量の上限なし", en="whatever is run, unbounded"), bytes_max=None)
    mebibytes = listed.limits.output_bytes // _MEBIBYTE
    counts = [(purpose, len(each), _changing(each)) for purpose, each in way.commands]
    ja = "、".join(
        f"{purpose.ja} {count} 種（うち対象を変えるもの {changing} 種）" for purpose, count, changing in counts
    )
    en = "; ".join(
        f"{purpose.en}: {count}, {changing} of them change the target" for purpose, count, changing in counts
    )
    return Flow(
        text=Text(
            ja=f"許可コマンドの出力の表示だけ（録画あり）。{ja}。1 回 {mebibytes} MiB まで、回数の上限なし。"
            f"{_people(way).ja}",
            en=f"the picture of listed commands only, recorded ({en}); at most {mebibytes} MiB a run, any number of runs; "
            f"{_people(way).en}",
        ),
        bytes_max=None,
    )


def _people(way: Way) -> Text:
    """What becomes of people's data on a picture."""
    masked = way.duty(Masked) is not None
    if masked and way.duty(Metered) is not None:
        return Text(
            ja="見分けた個人データは伏せ字。人数（推定）と読めない文字の量は閲覧上限まで、超えれば凍結",
            en="personal data that is recognised is masked; people (an estimate) and unreadable text within the disclosure "
            "budget, frozen beyond it",
        )
    if masked:
        return Text(
            ja="見分けた個人データは伏せ字。表示量と人数の上限なし",
            en="personal data that is recognised is masked; unbounded by bytes and by number of people",
        )
    return Text(
        ja="マスクなし、表示量と人数の上限なし",
        en="not masked, unbounded by bytes and by number of people",
    )


def _changing(commands: tuple[ListedCommand, ...]) -> int:
    return sum(each.privileged or each.edits for each in commands)


def _stream(_: Way) -> Flow:
    return Flow(
        text=Text(
            ja="標準出力と標準エラーがそのまま（手元でファイルにできる。録画あり）。量の上限なし",
            en="standard output and error as they are, which the terminal may keep as a file; recorded; unbounded",
        ),
        bytes_max=None,
    )


def _names(_: Way) -> Flow:
    return Flow(
        text=Text(
            ja="内容は出ない（受け取りフォルダー内の名前・大きさ・日時だけが見える）",
            en="no content; names, sizes and dates of the drop folder are seen",
        ),
        bytes_max=0,
    )


def _rows(way: Way) -> Flow:
    gated = way.duty(StatementsGated)
    if gated is None or way.duty(RowsMasked) is None or way.duty(Budgeted) is None:
        return Flow(text=Text(ja="問い合わせの結果すべて", en="whatever a statement gives, unbounded"), bytes_max=None)
    rows, people = gated.limits.rows, gated.limits.group_size
    return Flow(
        text=Text(
            ja=f"SELECT の結果の行（1 文 {rows} 行まで、録画あり）。個人データの列は伏せ字、{people} 人未満の集計は表示しない。"
            "1 日の行数は閲覧上限まで",
            en=f"rows of plain SELECTs, {rows} a statement, recorded; personal columns masked, no aggregate over fewer than "
            f"{people} people; rows a day within the disclosure budget",
        ),
        bytes_max=None,
    )


def _statements(_: Way) -> Flow:
    return Flow(
        text=Text(
            ja="問い合わせ文とその引数だけ（録画あり、読み取り専用）",
            en="text and parameters of statements, recorded, read-only",
        ),
        bytes_max=None,
    )


def _typing(way: Way) -> Flow:
    metered = way.duty(InputMetered)
    if metered is None:
        return Flow(text=Text(ja="入力。計量なし", en="what is typed, not metered"), bytes_max=None)
    return Flow(
        text=Text(
            ja=f"入力と貼り付け（録画あり、{metered.limits.paste_bytes} バイト以上の貼り付けは監査記録に残る）。"
            "量の上限なし、個人データの人数は数えない",
            en=f"typing and pasting, recorded; pastes of {metered.limits.paste_bytes} bytes and more are journalled; "
            "unbounded, people are not counted",
        ),
        bytes_max=None,
    )


def _arguments(way: Way) -> Flow:
    edits = any(each.edits for _, commands in way.commands for each in commands)
    edited = Text(
        ja="と、差分を監査記録に残す設定の編集", en=" and edits of configuration, their difference journalled"
    )
    more = edited if edits else Text(ja="", en="")
    return Flow(
        text=Text(ja=f"許可コマンドの引数{more.ja}だけ", en=f"values of listed commands{more.en}"), bytes_max=None
    )


def _standard_input(way: Way) -> Flow:
    counted = way.duty(PeopleCounted)
    if counted is None:
        return Flow(text=Text(ja="標準入力。人数を数えない", en="standard input, people not counted"), bytes_max=None)
    mebibytes = counted.limits.file_bytes // _MEBIBYTE
    return Flow(
        text=Text(
            ja=f"標準入力 {mebibytes} MiB まで。個人データが {counted.limits.people} 人を超えれば切断（推定）"
            f"{_unread(counted).ja}",
            en=f"standard input up to {mebibytes} MiB; cut at more than {counted.limits.people} people (an estimate)"
            f"{_unread(counted).en}",
        ),
        bytes_max=counted.limits.file_bytes,
    )


def _files(way: Way) -> Flow:
    limited, counted = way.duty(FilesLimited), way.duty(PeopleCounted)
    if limited is None or counted is None:
        return Flow(text=Text(ja="ファイル。上限なし", en="files, unbounded"), bytes_max=None)
    file, session = limited.file_bytes // _MEBIBYTE, limited.session_bytes // _MEBIBYTE
    return Flow(
        text=Text(
            ja=f"ファイル {limited.files} 件、1 件 {file} MiB・計 {session} MiB まで。"
            f"個人データが {counted.limits.people} 人を超えるファイルは拒否（推定）{_unread(counted).ja}",
            en=f"{limited.files} files, at most {file} MiB each and {session} MiB in all; one with more than "
            f"{counted.limits.people} people is refused (an estimate){_unread(counted).en}",
        ),
        bytes_max=limited.session_bytes,
    )


def _unread(counted: PeopleCounted) -> Text:
    if counted.limits.unreadable is Unreadable.REFUSE:
        return Text(ja="。検査できないものは拒否", en="; what cannot be looked into is refused")
    return Text(ja="。検査できないものは数えずに受け入れる", en="; what cannot be looked into is accepted uncounted")


_LEAVES: Mapping[Capability, Callable[[Way], Flow]] = MappingProxyType(
    {
        Capability.SHELL: _picture,
        Capability.COMMANDS: _listed,
        Capability.EXEC: _stream,
        Capability.UPLOAD: _names,
        Capability.QUERY: _rows,
    }
)
_ENTERS: Mapping[Capability, Callable[[Way], Flow]] = MappingProxyType(
    {
        Capability.SHELL: _typing,
        Capability.COMMANDS: _arguments,
        Capability.EXEC: _standard_input,
        Capability.UPLOAD: _files,
        Capability.QUERY: _statements,
    }
)
