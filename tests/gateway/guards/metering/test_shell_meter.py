"""One session's meter: what must be told, and what its own limits say."""

import pytest

from gateway.guards.detect import Kind
from gateway.guards.metering import Seen, ShellMeter
from gateway.guards.metering.shell_meter import EARLY_SHARE, limits_of
from gateway.guards.observing import Together
from gateway.guards.opaque import Used
from gateway.guards.verdict import PROCEED, Freeze, Why
from tests.gateway.disclosure.test_shell import CAPS

KEY = bytes(32)


def meter() -> ShellMeter:
    return ShellMeter(CAPS, KEY)


def saw(into: ShellMeter, number: int) -> None:
    into.saw(Kind.PHONE, f"0901234{number:04}".encode(), True, Together.ALONE)


def test_what_was_not_told_stays_news() -> None:
    made = meter()
    saw(made, 1)
    first = made.news()
    assert first.people == {0: [Seen(Kind.PHONE, b"09012340001")]}
    assert made.news() == first
    made.told()
    assert made.news().people == {}
    saw(made, 1)
    assert made.news().again == {0}


def test_amounts_are_kept_until_they_are_told_and_people_stay() -> None:
    made = meter()
    saw(made, 1)
    made.read("aGVsbG8gd29ybGQgdGhpcyBpcyBub3QgcmVhZA==" * 40 + "\n")
    made.verdict(0.0)
    used = made.news().used
    assert used.opaque > 0
    assert made.news().used == used
    made.told_used()
    assert made.news().used == Used()
    assert made.news().people != {}


def test_R07_what_nobody_reads_freezes_by_the_session_alone_until_a_supervisor_lets_it() -> None:
    made = meter()
    made.read("aGVsbG8gd29ybGQgdGhpcyBpcyBub3QgcmVhZA==" * 400 + "\n")
    verdict = made.verdict(0.0)
    assert isinstance(verdict, Freeze)
    assert verdict.why in (Why.OPAQUE, Why.NOVEL)
    assert isinstance(made.verdict(1.0), Freeze)
    made.released()
    assert not isinstance(made.verdict(2.0), Freeze)
    assert made.news().is_due


def test_plain_text_is_no_news() -> None:
    made = meter()
    made.read("systemd[1]: Started Daily apt download activities.\n" * 20)
    assert made.verdict(0.0) is PROCEED
    news = made.news()
    assert (news.people, news.alike, news.table_lines, news.is_due) == ({}, [], 0, False)


def test_tables_are_told_in_shares() -> None:
    made = meter()
    made.read("1 | plan | open\n" * 10)
    made.verdict(0.0)
    assert (made.news().table_lines, made.news().is_due) == (10, False)
    made.read("1 | plan | open\n" * CAPS.table_lines)
    assert made.news().is_due


def test_the_policys_numbers_are_those_of_the_session() -> None:
    limits = limits_of(CAPS)
    assert (limits.opaque, limits.volume, limits.window_seconds) == (CAPS.opaque, CAPS.volume, CAPS.minutes * 60)


def test_a_part_that_was_told_leaves_the_rest_and_half_a_share_is_due_soon() -> None:
    made = meter()
    lines = CAPS.table_lines // EARLY_SHARE + 1
    made.read("1 | plan | open\n" * lines)
    made.verdict(0.0)
    news = made.news()
    assert (news.table_lines, news.is_due, news.is_due_soon) == (lines, False, True)
    made.told_part(news.used, lines - 1)
    assert (made.news().table_lines, made.news().used, made.news().is_due_soon) == (1, Used(), False)
    with pytest.raises(ValueError, match="more was told"):
        made.told_part(Used(), 2)
    with pytest.raises(ValueError, match="more was told"):
        made.told_part(Used(opaque=1), 0)
