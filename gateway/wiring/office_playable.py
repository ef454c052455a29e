"""Is a recording played in the pages, and if not, in which words? What is not proved whole is not played (R-41)."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from gateway.recording.seal import SealState
from gateway.recording.verdict import Flaw
from gateway.vocabulary.outcome import Text
from gateway.wiring.office_recordings import Judged


class Playable(StrEnum):
    """Whether a recording is played in the pages, and if not, why."""

    WHOLE = "whole"
    PREFIX = "prefix"  # 途中終了: what was kept before a crash, verified
    RUNNING = "running"
    UNSEALED = "unsealed"  # its session is over, nobody has closed it yet
    MISSING = "missing"
    DAMAGED = "damaged"
    RETIRED = "retired"  # its time was over, or its client's contract: gone as agreed
    UNTOLD = "untold"  # the journal does not know it, or not its end

    @property
    def plays(self) -> bool:
        """True if it is played."""
        return self in (Playable.WHOLE, Playable.PREFIX)


def playable_of(judged: Judged, *, over: bool) -> Playable:
    """What the verdict means for playing; `over`: the session has ended. Pure."""
    verdict = judged.verdict
    if judged.retired is not None and judged.holds:
        return Playable.RETIRED
    if any(finding.flaw is Flaw.MISSING for finding in verdict.findings):
        return Playable.MISSING
    if verdict.findings:
        return Playable.DAMAGED
    if verdict.unsealed and not judged.journalled:
        return Playable.UNSEALED if over else Playable.RUNNING
    if not judged.holds:
        return Playable.UNTOLD
    return Playable.PREFIX if verdict.state is SealState.INTERRUPTED else Playable.WHOLE


SAYS: Final[Mapping[Playable, Text]] = MappingProxyType(
    {
        Playable.WHOLE: Text(
            ja="検証しました。改変はなく、監査ログの最終ハッシュと一致します。",
            en="Verified: unchanged, and its final hash is the journal's.",
        ),
        Playable.PREFIX: Text(
            ja="途中終了の操作記録です。残っている部分は検証済みで、その部分だけを再生できます。"
            "最後の約 1 秒は失われた可能性があります。",
            en="Interrupted. What was kept is verified and can be played; about the last second may be lost.",
        ),
        Playable.RUNNING: Text(
            ja="セッションが実行中のため、まだ再生できません。終了後に開いてください。",
            en="The session still runs. Open the recording after its end.",
        ),
        Playable.UNSEALED: Text(
            ja="セッションは終わっていますが、まだ封印されていません。数分待っても変わらないときは、"
            "関所の運用担当者に連絡してください。",
            en="The session is over but nobody has closed the recording yet. If that stays so for minutes, tell whoever "
            "operates Sekisho.",
        ),
        Playable.MISSING: Text(
            ja="操作記録のファイルがありません。再生できません。失われたか、削除された疑いがあります。"
            "状態ディレクトリを保全し、監査責任者に連絡してください。",
            en="The file is missing; it cannot be played. It is lost or was removed. Keep the state directory as it is and "
            "tell the audit lead.",
        ),
        Playable.RETIRED: Text(
            ja="この操作記録は、保存期間の満了または委託契約の終了により消去されました。再生できません。"
            "作業の記録、開示の件数、最終ハッシュは監査ログに残っています（種別 recording.retired）。",
            en="Destroyed because its time was over or its client's contract: it cannot be played. Who worked when, what was "
            "shown and the final hash stay in the journal (recording.retired).",
        ),
        Playable.DAMAGED: Text(
            ja="検証が一致しません。改変された疑いがあるため、再生しません。"
            "状態ディレクトリを保全し、「sekisho audit verify」で監査ログと照合してください。",
            en="It does not verify and is not played: it may have been changed. Keep the state directory as it is and run: "
            "sekisho audit verify",
        ),
        Playable.UNTOLD: Text(
            ja="監査ログに、この操作記録の開始または終了の記録がありません。差し替えの疑いがあるため、再生しません。"
            "「sekisho audit verify」で確認してください。",
            en="The journal does not tell of its beginning or end, so it may have been exchanged; it is not played. "
            "Check with: sekisho audit verify",
        ),
    }
)
