from datetime import timedelta

import pytest

from gateway.audit.event import KINDS
from gateway.metrics import samples, table
from gateway.metrics.exposition import page
from gateway.metrics.outcomes import KIND_OF
from gateway.metrics.picture import Ending
from gateway.metrics.readiness import Bounds, checks
from tests.gateway.metrics.a_picture import GIB, NOW, a_census, a_picture, some_figures
from tests.gateway.metrics.a_text import read

BOUNDS = Bounds(age_seconds_max=30.0, free_bytes_min=GIB)


def shown(picture):
    held = checks(picture, BOUNDS, 1001.0)
    found = samples.found(picture, held, free_bytes_min=GIB, started_at=NOW)
    return read(page(found))


def value(found, name, label="", word=""):
    return found[name].samples[name, label, word]


def test_the_whole_page_reads_as_the_format_says():
    found = shown(a_picture())
    assert value(found, "sekisho_ready") == 1
    assert value(found, "sekisho_up", "process", "worker") == 1
    assert value(found, "sekisho_sessions", "capability", "shell") == 4
    assert value(found, "sekisho_sessions_by_course", "course", "frozen") == 1
    assert value(found, "sekisho_logins_total", "outcome", "failed") == 2
    assert value(found, "sekisho_logins_total", "outcome", "locked") == 0
    assert value(found, "sekisho_events_total", "kind", "session.opened") == 5
    assert value(found, "sekisho_journal_unsigned_entries") == 10
    assert value(found, "sekisho_worker_heard_timestamp_seconds") == pytest.approx(NOW.timestamp() - 0.4)
    assert value(found, "sekisho_space_free_bytes", "place", "recordings") == 50 * GIB
    assert found["sekisho_commit_seconds"].samples["sekisho_commit_seconds_count", "", ""] == 4


def test_everything_of_the_table_is_there_when_everything_is_known():
    picture = a_picture(ends={each: NOW + timedelta(days=9) for each in Ending})
    assert set(shown(picture)) == {family.name for family in table.families()}


def test_what_never_happened_is_there_as_nothing_so_that_its_first_time_is_an_increase():
    events = shown(a_picture())["sekisho_events_total"].samples
    assert {word for (_, _, word) in events} == set(KINDS)
    assert events["sekisho_events_total", "kind", "disclosure.canary"] == 0


def test_what_nobody_answered_is_left_out_and_not_repeated():
    found = shown(a_picture(figures=None, registrar_seconds=None, keeper_seconds=None, office=False))
    assert value(found, "sekisho_up", "process", "registrar") == 0
    assert value(found, "sekisho_up", "process", "keeper") == 0
    assert value(found, "sekisho_ready") == 0
    gone = {"sekisho_sessions", "sekisho_logins_total", "sekisho_journal_entries", "sekisho_keeper_seconds"}
    assert not gone & set(found)
    assert "sekisho_space_free_bytes" in found


def test_a_database_that_cannot_be_read_leaves_the_rest():
    found = shown(a_picture(figures=some_figures(census=None, read_seconds=None)))
    assert "sekisho_journal_entries" not in found
    assert value(found, "sekisho_check", "check", "database") == 0
    assert "sekisho_commit_seconds" in found


@pytest.mark.parametrize(
    "figures",
    [
        some_figures(events={"sato.logged_in": 1}),
        some_figures(sessions={"callcenter-app": 1}),
        some_figures(census=a_census(freezes={"sato": 1})),
        some_figures(census=a_census(sessions={'running"} 1\nx{a="': 1})),
        some_figures(last_events={"e1\n": 1.0}),
    ],
)
def test_no_word_from_outside_becomes_a_label(figures):
    with pytest.raises(ValueError, match="knows no"):
        shown(a_picture(figures=figures))


def test_no_label_could_carry_a_name():
    """Labels and their words are closed, and every one of them is short and plain."""
    for family in table.families():
        if family.label is not None:
            assert family.label.name in {
                "process",
                "place",
                "check",
                "capability",
                "course",
                "outcome",
                "door",
                "how",
                "kind",
                "certificate",
                "version",
            }
            assert len(family.label.words) <= max(16, len(KINDS))


def test_outcomes_are_told_from_kinds_that_exist():
    assert set(KIND_OF.values()) <= set(KINDS)


def test_names_are_given_once():
    names = [family.name for family in table.families()]
    assert len(names) == len(set(names))


def test_a_page_is_small():
    events = dict.fromkeys(KINDS, 10**9)
    assert (
        len(
            page(
                samples.found(
                    a_picture(figures=some_figures(events=events, last_events=dict.fromkeys(KINDS, 1500000000.0))),
                    {},
                    free_bytes_min=1,
                    started_at=NOW,
                )
            )
        )
        < 64 * 1024
    )
