"""What the journal's kinds of the recording store say in a person's words; part of THE table (office_sentences)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gateway.vocabulary.outcome import Text

STORE: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "recording.shipped": Text(
            ja="録画 {recording} を保管先に保存し、読み戻して一致を確認しました。",
            en="Copied recording {recording} into the store; it was read back and is the same.",
        ),
        "recording.not_shipped": Text(
            ja="録画 {recording} を保管先に保存できません（{why}）。この機器に残しています。",
            en="Recording {recording} is not in the store ({why}); it stays on this machine.",
        ),
        "recording.left": Text(
            ja="保管先の写しを確認し、録画 {recording} のこの機器の写しを消去しました。",
            en="Removed this machine's copy of recording {recording}; the store's was read through and is the same.",
        ),
        "recording.unshelved": Text(
            ja="保存を終えた録画 {recording} の保管先の写し（消去済み: {gone}、ロックの期限: {until}）。",
            en="The store's copy of retired recording {recording} (gone: {gone}, locked until: {until}).",
        ),
        "recordings.verified": Text(
            ja="{day} の検証: セッション {sessions} 件、録画 {recordings} 件、一致 {holding} 件、不一致 {broken} 件、"
            "未確定 {unjudged} 件。",
            en="Verified on {day}: {sessions} sessions, {recordings} recordings; {holding} hold, {broken} do not, "
            "{unjudged} are still open.",
        ),
        "store.lost": Text(
            ja="録画の保管先を {seconds} 秒使えません（待ち {waiting} 件）。録画はこの機器に残しています。",
            en="The recording store has taken nothing for {seconds} s ({waiting} wait); recordings stay on this machine.",
        ),
        "store.back": Text(
            ja="録画の保管先が {seconds} 秒ぶりに使えるようになりました。",
            en="The recording store is back, after {seconds} s.",
        ),
    }
)
