"""What is settled at the end."""

from gateway.audit.accounts import OPEN_MAX, Accounts
from gateway.audit.finding import Findings, What


def settled(*questions: tuple[str, int, int | None]) -> list[tuple[What, int | None, int | None]]:
    findings = Findings()
    accounts = Accounts(findings)
    for kind, one, other in questions:
        getattr(accounts, kind)(one, other)
    accounts.settle()
    return [(one.what, one.seq, one.last) for one in findings.in_order()]


def test_missing_and_never_found_is_deleted() -> None:
    assert settled(("missing", 3, 5)) == [(What.DELETED, 3, 5)]


def test_missing_and_found_under_another_number_is_a_number_edited() -> None:
    assert settled(("missing", 3, 5), ("displaced", 4, 900)) == [
        (What.DELETED, 3, 3),
        (What.COLUMN, 4, None),
        (What.DELETED, 5, 5),
    ]


def test_found_and_never_missed_is_inserted() -> None:
    assert settled(("displaced", 4, 900), ("displaced", 4, 901)) == [
        (What.INSERTED, 900, None),
        (What.INSERTED, 901, None),
    ]


def test_two_in_each_other_s_place_are_swapped_one_alone_was_overwritten() -> None:
    assert settled(("stray", 3, 8), ("stray", 8, 3)) == [(What.SWAPPED, 3, 8)]
    assert settled(("stray", 3, 8)) == [(What.CHANGED, 3, None)]
    assert settled(("stray", 3, None)) == [(What.CHANGED, 3, None)]


def test_the_memory_for_open_questions_is_bounded() -> None:
    accounts = Accounts(Findings())
    for number in range(3 * OPEN_MAX):
        accounts.missing(number, number)
        accounts.displaced(-number - 1, number)
        accounts.stray(number, number + 1)
    assert max(len(accounts._gaps), len(accounts._displaced), len(accounts._strays)) == OPEN_MAX
