"""What the journal's kinds of keys and of the end of recordings say in a person's words; part of THE table (office_sentences)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gateway.vocabulary.outcome import Text

RETENTION: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "recording.retired": Text(
            ja="録画 {recording} の保存を終えました（{why}、保存日数 {days}）。内容の鍵とファイルを消去します。",
            en="The life of recording {recording} is over ({why}, kept for {days} days): its key and its file go.",
        ),
        "recording.key_destroyed": Text(
            ja="{day} に始まった録画（委託元 {clients}）の内容の鍵を消去しました（{why}）。",
            en="Destroyed the key of the recordings that began on {day} for {clients} ({why}).",
        ),
        "retention.held": Text(
            ja="保全 {hold}（委託元 {client}）により、保存期間を過ぎた録画 {recordings} 件を消去しませんでした。",
            en="Legal hold {hold} (client {client}) kept {recordings} recordings whose time is over.",
        ),
        "key.renewed": Text(
            ja="関所自身の鍵 {name} を更新しました（{step}、保管者 2 名、OS ユーザー {os_user}）。",
            en="Two custodians renewed the gateway's own key {name} ({step}, OS user {os_user}).",
        ),
        "hold.placed": Text(
            ja="委託元 {client} の {since} から {until} までの録画を保全しました（{hold}、案件 {reference}）。理由: {reason}",
            en="Placed legal hold {hold} on client {client}, {since} to {until} (case {reference}). Reason: {reason}",
        ),
        "hold.lifted": Text(
            ja="保全 {hold}（委託元 {client}）を解除しました（申請 {asked_by}、確認 {by_username}）。理由: {reason}",
            en="Lifted legal hold {hold} on client {client} (asked by {asked_by}, confirmed by {by_username}). Reason: {reason}",
        ),
        "contract.ended": Text(
            ja="委託元 {client} の契約終了により、鍵 {keys} 個を消去し、録画 {recordings} 件を閉じました"
            "（申請 {asked_by}、確認 {by_username}）。",
            en="The contract of client {client} is over: {keys} keys destroyed, {recordings} recordings closed for good "
            "(asked by {asked_by}, confirmed by {by_username}).",
        ),
    }
)
