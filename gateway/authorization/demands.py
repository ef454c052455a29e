"""What a permit's obligations demand, in words: for `policy explain` and `policy report`, which say it alike."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from gateway.authorization.limits import OnTransferStart
from gateway.authorization.obligations import (
    Budgeted,
    CommandsListed,
    EndsAt,
    Environment,
    FilesHashed,
    FilesLimited,
    InputMetered,
    Masked,
    Metered,
    Obligation,
    Painted,
    PeopleCounted,
    Recorded,
    RowsMasked,
    StatementsGated,
    Watched,
    WriteOnly,
)
from gateway.authorization.wording import japan_time
from gateway.vocabulary.outcome import Text

_MEBIBYTE = 1024 * 1024
_PAINTED: Mapping[OnTransferStart, Text] = MappingProxyType(
    {
        OnTransferStart.END: Text(
            ja="画面には文字の表示だけを通し、ファイル転送が始まれば切断",
            en="only what paints text reaches the screen; the start of a file transfer ends the session",
        ),
        OnTransferStart.FREEZE: Text(
            ja="画面には文字の表示だけを通し、ファイル転送が始まれば凍結",
            en="only what paints text reaches the screen; the start of a file transfer freezes the session",
        ),
    }
)


def demanded(obligation: Obligation) -> Text:
    """The obligation as half a sentence in both languages."""
    return _WORDS[type(obligation)](obligation)


def _ends(duty: EndsAt) -> Text:
    at = japan_time(duty.at)
    return Text(
        ja=f"{at} に終了、{duty.warn_seconds} 秒前に予告", en=f"cut at {at}, warned {duty.warn_seconds} s before"
    )


def _environment(duty: Environment) -> Text:
    names = " ".join(duty.allowed)
    return Text(ja=f"環境変数は {names} のみ", en=f"environment only {names}")


def _files(duty: FilesLimited) -> Text:
    file, session = duty.file_bytes // _MEBIBYTE, duty.session_bytes // _MEBIBYTE
    return Text(
        ja=f"1ファイル {file} MiB、1セッション {duty.files} 件・計 {session} MiB まで",
        en=f"at most {file} MiB a file, {duty.files} files and {session} MiB a session",
    )


def _people(duty: PeopleCounted) -> Text:
    return Text(
        ja=f"{duty.limits.people} 人を超える個人データを含むファイルは拒否",
        en=f"a file with the data of more than {duty.limits.people} people is refused",
    )


def _painted(duty: Painted) -> Text:
    return _PAINTED[duty.on_transfer_start]


def _metered(duty: InputMetered) -> Text:
    return Text(
        ja=f"入力を計量し、一息に {duty.limits.paste_bytes} バイト以上なら貼り付けとして監査記録に残す",
        en=f"input is metered; {duty.limits.paste_bytes} bytes or more in one breath are journalled as a paste",
    )


def _listed(duty: CommandsListed) -> Text:
    purpose, mebibytes = ascii(duty.purpose)[1:-1], duty.limits.output_bytes // _MEBIBYTE
    return Text(
        ja=f"作業目的 {purpose} の許可コマンドだけを実行、出力は1回 {mebibytes} MiB まで",
        en=f"only commands listed for the purpose {purpose} run, each printing at most {mebibytes} MiB",
    )


def _watched(duty: Watched) -> Text:
    return Text(
        ja=f"管理監督者が実行中の画面を見ている間だけ表示・入力でき、{duty.gone_seconds} 秒途切れれば切断",
        en=f"shown and typed only while a supervisor watches; cut once nobody has watched for {duty.gone_seconds} s",
    )


def _gated(duty: StatementsGated) -> Text:
    limits = duty.limits
    return Text(
        ja=f"SELECT などの読み取りだけを 1 文ずつ実行、1 文 {limits.statement_seconds} 秒・{limits.rows} 行まで、"
        f"{limits.group_size} 人未満の集計は表示しない",
        en=f"only statements that read, one at a time, each at most {limits.statement_seconds} s and {limits.rows} rows; no "
        f"aggregate over fewer than {limits.group_size} people",
    )


def _budgeted(duty: Budgeted) -> Text:
    purpose = ascii(duty.purpose)[1:-1]
    return Text(
        ja=f"表示した行と人数を、作業目的 {purpose} の閲覧上限で数える",
        en=f"rows and people shown count against the disclosure budget of the purpose {purpose}",
    )


def _counted(duty: Metered) -> Text:
    purpose = ascii(duty.purpose)[1:-1]
    return Text(
        ja=f"画面に表示した人数と読めない文字の量を、作業目的 {purpose} の閲覧上限で数える",
        en=f"people and unreadable text on the screen count against the disclosure budget of the purpose {purpose}",
    )


def _fixed(ja: str, en: str) -> Callable[[Any], Text]:
    text = Text(ja=ja, en=en)
    return lambda _: text


_WORDS: Mapping[type[Any], Callable[[Any], Text]] = MappingProxyType(
    {
        Recorded: _fixed("録画する", "recorded"),
        EndsAt: _ends,
        Environment: _environment,
        WriteOnly: _fixed("送信のみ", "files go in only"),
        FilesHashed: _fixed("各ファイルのハッシュ値を記録", "each file's hash is journalled"),
        FilesLimited: _files,
        PeopleCounted: _people,
        Painted: _painted,
        InputMetered: _metered,
        CommandsListed: _listed,
        Watched: _watched,
        StatementsGated: _gated,
        RowsMasked: _fixed("個人データの列を伏せ字にする", "personal columns are masked"),
        Budgeted: _budgeted,
        Masked: _fixed("画面の個人データを伏せ字にする", "personal data on the screen is masked"),
        Metered: _counted,
    }
)
