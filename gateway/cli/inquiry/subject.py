"""`sekisho inquiry subject CLIENT --file numbers.csv`: which sessions showed given people, ranked by overlap (R-48).

Numbers come from a file or standard input, never from the command line, and are neither kept nor printed: people are named by
their place in the list.
"""

import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.inquiry.answered import employer, ended, lines_plain, period_said, recording
from gateway.cli.inquiry.options import limit_option, period_options, wanted_of
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import facts, japan, say, say_json, table
from gateway.cli.purposes import purpose_of, purpose_option
from gateway.disclosure.numbers import BYTES_MAX
from gateway.wiring.office_inquiry import PeopleAnswer, about_people

STDIN: Final = "-"
NAMED_MAX: Final = 20  # places in the list that one line names


@click.command("subject", help="番号からの照会：誰に表示したか / Who was shown given people, by their numbers.")
@click.argument("client")
@click.option(
    "--file", "file", required=True, type=click.Path(allow_dash=True),
    help="番号のファイル（1 行に 1 人、1 列目。- は標準入力） / numbers, one a line, first column; - is standard input",
)  # fmt: skip
@period_options
@limit_option
@purpose_option
@settings_option
@json_option
@person_options
@ending
def command(
    *,
    client: str,
    file: str,
    since: datetime | None,
    until: datetime | None,
    limit: int,
    purpose: str | None,
    settings_file: Path | None,
    as_json: bool,
    asking: Asking,
) -> None:
    """In an auditor's name."""
    if file == STDIN:
        _bytes_of_stdin_stay()
    why = purpose_of(purpose, settings_file, asking)
    with entered(settings_file, asking) as office:
        data = _read(file)
        answer = about_people(office, wanted_of(office, client, since, until, why, limit), data)
    if as_json:
        say_json(_plain(answer))
        return
    _say(answer, limit)


def _bytes_of_stdin_stay() -> None:
    """Password and code are lines of the same stream: whatever encoding follows them is read back to the byte."""
    reconfigure = getattr(sys.stdin, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="surrogateescape", newline="")


def _read(file: str) -> bytes:
    """At most a byte more than may be; more is refused behind this. Raises OSError."""
    if file == STDIN:
        return sys.stdin.read(BYTES_MAX + 1).encode("utf-8", "surrogateescape")
    with Path(file).open("rb") as stream:
        return stream.read(BYTES_MAX + 1)


def _say(answer: PeopleAnswer, limit: int) -> None:
    period_said(answer.inquiry, answer.wanted, answer.begins)
    facts(
        [
            ("照会した人数", answer.asked),
            ("表示のあった人数", answer.asked - len(answer.unmet)),
            ("記録のない人", _places(answer.unmet) or "0"),
        ]
    )
    say()
    table(
        ("利用者", "一致", "所属", "セッション", "最初", "最後"),
        (
            (lines[0].username, f"{len(each.people)}/{answer.asked}", employer(answer.employers, lines[0].employer),
             len(lines), japan(min(line.started_at for line in lines)), japan(max(line.started_at for line in lines)))
            for each in answer.overlaps
            if (lines := [answer.sessions[one.session] for one in each.showings])
        ),
    )  # fmt: skip
    say()
    rows = list(_sessions(answer))
    table(
        (
            "セッション",
            "利用者",
            "一致",
            "表示した人数",
            "何番目の人",
            "接続先",
            "端末",
            "目的",
            "開始",
            "終了",
            "録画",
        ),
        rows[:limit],
    )
    if len(rows) > limit:
        say("（明細はここまで。--limit で増やせます / more lines with --limit）")
    say()
    _say_uncovered(answer)


def _sessions(answer: PeopleAnswer) -> Iterator[tuple[object, ...]]:
    for each in answer.overlaps:
        for one in each.showings:
            line = answer.sessions[one.session]
            yield (
                line.session, line.username, f"{len(one.people)}/{answer.asked}", one.shown, _places(one.people),
                line.target, line.terminal, line.purpose, japan(line.started_at), ended(line), recording(line),
            )  # fmt: skip


def _say_uncovered(answer: PeopleAnswer) -> None:
    left = answer.uncovered
    if not left.sessions:
        say("この期間に表示した行は、すべて照会の対象です / every row shown in this period is covered")
        return
    say(
        f"この照会では分からない表示: {left.sessions} セッション / sessions this look-up does not cover: {left.sessions}"
    )
    facts(
        [
            ("番号の分からない行", left.unnamed),
            ("以下の行", left.at_most),
            ("推定人数", left.estimated),
            ("番号を記録する前の行", left.before),
        ]
    )
    say("一致がないことは、表示しなかった証明にはなりません / no match does not prove that nothing was shown")


def _places(people: Iterable[int]) -> str:
    """`1, 3, 4`: places in the list, from 1 on."""
    named = sorted(each + 1 for each in people)
    more = f" 他 {len(named) - NAMED_MAX} 人" if len(named) > NAMED_MAX else ""
    return ", ".join(map(str, named[:NAMED_MAX])) + more


def _plain(answer: PeopleAnswer) -> dict[str, object]:
    wanted = answer.wanted
    return {
        "inquiry": answer.inquiry,
        "client": wanted.client,
        "since": wanted.since,
        "until": wanted.until,
        "on_record_since": answer.begins,
        "asked": answer.asked,
        "unmet": [each + 1 for each in answer.unmet],
        "overlaps": [
            {
                "person": each.person,
                "username": answer.sessions[each.showings[0].session].username,
                "people": sorted(one + 1 for one in each.people),
                "sessions": [
                    {"session": one.session, "people": sorted(who + 1 for who in one.people), "shown": one.shown}
                    for one in each.showings
                ],
            }
            for each in answer.overlaps
        ],
        "sessions": lines_plain(list(answer.sessions.values())),
        "uncovered": lines_plain([answer.uncovered])[0],
        "employers": lines_plain(list(answer.employers.values())),
    }
