"""The mail that tells of alarms: what happened, what to do next, whom to ask, in both languages. Pure; no personal data.

User names, ids and addresses stand in it, as the journal has them; names of people do not. The journal has the rest.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from gateway.detection.alert import SHOWN
from gateway.vocabulary.clock import JST
from gateway.worker.alarm_digest import Digest, Line
from gateway.worker.letter import Letter


def alarm_letter(digest: Digest, node: str) -> Letter:
    """The letter about every alarm of a digest that is not empty."""
    lines = digest.lines()
    return Letter(
        subject=_subject(digest, lines[0].kind, node),
        text="\n".join([_HEAD.format(total=digest.total, node=node), *map(_told, lines), *_rest(digest), _FOOT]),
    )


def _subject(digest: Digest, kind: str, node: str) -> str:
    word = SHOWN[digest.worst]
    what = f"{kind} ({node})" if digest.total == 1 else f"{digest.total} 件 / alarms: {kind}, ... ({node})"
    return f"[関所 Sekisho] {word.ja} {word.en}: {what}"


def _told(line: Line) -> str:
    word, alarm = SHOWN[line.alarm.severity], line.alarm
    head = f"■ {word.ja} / {word.en}  {line.at.astimezone(JST):%Y-%m-%d %H:%M:%S} JST  #{line.seq} {line.kind}"
    said = (
        ("", alarm.says.ja),
        ("次にすること: ", alarm.next.ja),
        ("相談先: ", alarm.ask.ja),
        ("", alarm.says.en),
        ("Next: ", alarm.next.en),
        ("Ask: ", alarm.ask.en),
    )
    return "\n".join([head, *(f"  {label}{text}" for label, text in said), ""])


def _rest(digest: Digest) -> Iterator[str]:
    untold = digest.untold()
    if untold:
        yield "ほかに次の警報があります / There are more:\n" + _numbers(untold.items()) + "\n"


def _numbers(counts: Iterable[tuple[str, int]]) -> str:
    return "\n".join(f"  {kind}: {count}" for kind, count in sorted(counts))


_HEAD: Final = """\
関所（{node}）の警報です。{total} 件。
Alarms of Sekisho ({node}): {total}.
"""
_FOOT: Final = """\
「#」の番号は監査ログの連番です。詳細は「sekisho alarm list」と「sekisho audit show」で確認してください。
Numbers after # are entries of the journal. For details: sekisho alarm list, sekisho audit show.
"""
