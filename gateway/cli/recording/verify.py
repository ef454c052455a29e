"""`sekisho recording verify ID|--all`: are the recordings what they were when they were sealed? Needs no service and no key.

Each is compared with the final hash the journal holds. Status 0: every one holds. 1: one does not. 2: one could not be
judged yet (still running, or waiting for its seal), and none is broken.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import click

from gateway.cli.ending import Status, ending, leave
from gateway.cli.entering import visitor
from gateway.cli.escaping import shown
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import japan, say, say_json
from gateway.recording.library import Copy
from gateway.recording.seal import SHOWN
from gateway.vocabulary.outcome import Text
from gateway.wiring.office_recordings import Judged, retired_text, verified, verified_all

_NOT_TOLD: Final = Text(
    ja="監査ログに最終ハッシュがないため、差し替えを判断できません",
    en="the journal has no final hash of it, so a replacement cannot be told",
)
_STORE: Final = Text(ja="保管先の写し: ", en="the store's copy: ")
_UNKNOWN: Final = Text(ja="監査ログにない録画です", en="the journal knows no such recording")
_NONE: Final = Text(ja="録画がありません", en="there is no recording")


@click.command("verify", help="録画を検証する / Verify one recording, or all of them.")
@click.argument("recording", required=False)
@click.option("--all", "all_of_them", is_flag=True, help="すべて / every one the journal, the list or the store knows")
@settings_option
@json_option
@ending
def command(recording: str | None, all_of_them: bool, settings_file: Path | None, as_json: bool) -> None:
    """Verify, and say what is wrong by chunk."""
    if (recording is None) is not all_of_them:
        raise click.UsageError("番号か --all のどちらか一方を指定してください / give an ID, or --all")
    with visitor(settings_file) as office:
        found = list(verified_all(office)) if recording is None else [verified(office, recording)]
    status = status_of(found)
    if as_json:
        say_json({"outcome": _WORD[status], "recordings": [plain(each) for each in found]})
    else:
        _tell(found)
    leave(status)


def status_of(found: Iterable[Judged]) -> Status:
    """The worst of them decides."""
    statuses = [_status(each) for each in found]
    if Status.NOT_SO in statuses:
        return Status.NOT_SO
    return Status.NOT_CHECKED if Status.NOT_CHECKED in statuses else Status.DONE


def findings(each: Judged) -> list[Text]:
    """What is wrong, or not known, in words."""
    if each.gone and each.retired is not None:
        return [retired_text(each.retired)]
    where = _STORE if each.copy is Copy.STORE else Text(ja="", en="")
    said = [finding.text() for finding in each.verdict.findings]
    found = [Text(ja=f"{where.ja}{text.ja}", en=f"{where.en}{text.en}") for text in said]
    if each.unknown:
        found.append(_UNKNOWN)
    elif not each.journalled and not each.running:
        found.append(_NOT_TOLD)
    return found


def plain(each: Judged) -> dict[str, Any]:
    """The verdict as JSON values."""
    verdict = each.verdict
    return {
        "id": each.recording,
        "outcome": _WORD[_status(each)],
        "copy": each.copy,
        "retired": None if each.retired is None else {"at": each.retired.at, "why": each.retired.why},
        "state": verdict.state,
        "running": each.running,
        "journalled": each.journalled,
        "chunks": verdict.chunks,
        "bytes": verdict.stored_bytes,
        "last_at": verdict.last_at,
        "final_hash": verdict.final_hash,
        "findings": [
            *(
                {"flaw": one.flaw, "chunk": one.chunk, "ja": one.text().ja, "en": one.text().en}
                for one in verdict.findings
                if not each.gone
            ),
            *({"flaw": "journal", "chunk": None, "ja": one.ja, "en": one.en} for one in _not_in_the_file(each)),
        ],
    }


def _not_in_the_file(each: Judged) -> list[Text]:
    return findings(each) if each.gone else findings(each)[len(each.verdict.findings) :]


def _status(each: Judged) -> Status:
    if each.holds:
        return Status.DONE
    wrong = bool(each.verdict.findings) or each.unknown
    return Status.NOT_SO if wrong else Status.NOT_CHECKED


_WORD: Final = {Status.DONE: "holds", Status.NOT_SO: "does-not-hold", Status.NOT_CHECKED: "could-not-be-checked"}
_MARK: Final = {Status.DONE: "一致", Status.NOT_SO: "不一致", Status.NOT_CHECKED: "未確定"}


def _stands(each: Judged) -> str:
    state = each.verdict.state
    if each.gone:
        return "消去済み / retired"
    if each.running:
        return "録画中 / running"
    return "" if state is None else f"{SHOWN[state].ja} / {SHOWN[state].en}"


def _tell(found: list[Judged]) -> None:
    for each in found:
        said = _stands(each)
        say(
            f"{_MARK[_status(each)]}  {each.recording}  {said}  {each.verdict.chunks} chunks  {japan(each.verdict.last_at)}"
        )
        for text in findings(each):
            say(f"    {shown(text.ja)}\n    {shown(text.en)}")
    if not found:
        say(f"{_NONE.ja} / {_NONE.en}")
    counted = {status: sum(_status(each) is status for each in found) for status in Status}
    say(
        f"一致 {counted[Status.DONE]} 件、不一致 {counted[Status.NOT_SO]} 件、未確定 {counted[Status.NOT_CHECKED]} 件"
        " （監査ログ自体は「sekisho audit verify」で検証してください）"
    )
