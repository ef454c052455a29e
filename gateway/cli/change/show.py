"""`sekisho change show ID`: everything that was asked, before and after, for the second administrator to compare."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from gateway.cli.change.list import STANDINGS, plain
from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import facts, japan, say, say_json
from gateway.vocabulary.outcome import Text
from gateway.wiring.office_compared import Fact, change_named, compared, subject_named
from gateway.wiring.office_second import proposal_named


@click.command("show", help="確認待ちの変更の内容 / Show one asked change.")
@click.argument("proposal")
@settings_option
@json_option
@ending
def command(proposal: str, settings_file: Path | None, as_json: bool) -> None:
    """Show it."""
    with visitor(settings_file) as office:
        line = proposal_named(office, proposal)
        found = plain(office, line)
        named = (change_named(line), subject_named(office, line))
        told = compared(office, line)
    if as_json:
        say_json({"change": found})
        return
    facts(_head(found, *named))
    say()
    say("確認する内容（一つずつ照合してください） / Compare each of these:")
    facts(rows(told))


def rows(told: Iterable[Fact]) -> Iterator[tuple[str, str]]:
    """A line for each member of each fact; what becomes another has an arrow."""
    for fact in told:
        heading = both(fact.label)
        after = [both(each) for each in fact.after]
        if fact.before is not None:
            yield heading, f"{', '.join(map(both, fact.before))} -> {', '.join(after)}"
            continue
        for each in after:
            yield heading, each
            heading = ""


def both(text: Text) -> str:
    """`日本語 / English` on one line; once, where both are the same."""
    return text.ja if text.ja == text.en else f"{text.ja} / {text.en}"


def _head(found: dict[str, Any], change: Text, subject: str) -> tuple[tuple[str, object], ...]:
    return (
        ("番号 / id", found["id"]),
        ("変更 / change", both(change)),
        ("対象 / of", subject),
        ("申請者 / asked by", found["asked_by"]),
        ("申請日時 / asked at", japan(found["asked_at"])),
        ("期限 / lapses", japan(found["expires_at"])),
        ("状態 / standing", STANDINGS.get(found["standing"], found["standing"])),
    )
