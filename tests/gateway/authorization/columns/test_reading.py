"""A target's answer is read strictly: a column, or nonsense and an error; never a shorter list."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.authorization.columns import reading
from gateway.authorization.columns.proposal import ColumnFacts
from gateway.authorization.columns.reading import COMMENT_LETTERS_MAX, SCHEMA_QUERY, told

ROW = ("public", "customers", "r", "氏名", "text", "true", "契約者の氏名")
CELLS = st.one_of(st.none(), st.text(max_size=80), st.sampled_from(["r", "v", "true", "false", "x" * 64, "名" * 22]))


def test_a_row_is_a_column() -> None:
    assert told([ROW, ("public", "v", "m", "a b", "numeric(10,2)[]", "false", None)]).columns == (
        ColumnFacts(
            schema="public", table="customers", name="氏名", type="text", nullable=False, comment="契約者の氏名"
        ),
        ColumnFacts(schema="public", table="v", name="a b", type="numeric(10,2)[]", nullable=True, is_view=True),
    )


@pytest.mark.parametrize(
    ("at", "cell"),
    [
        (0, None), (0, ""), (0, "x" * 64), (1, "名" * 22), (3, "a\0b"), (3, None), (2, "S"), (2, "rr"), (4, ""),
        (4, "x" * 401), (5, "t"), (5, "TRUE"), (5, None),
    ],
)  # fmt: skip
def test_one_cell_of_nonsense_spoils_the_answer(at: int, cell: str | None) -> None:
    row = (*ROW[:at], cell, *ROW[at + 1 :])
    with pytest.raises(ValueError, match=r"."):
        told([("public", "other", *ROW[2:]), row])


@pytest.mark.parametrize("row", [(), ROW[:6], (*ROW, "more"), ("x",)])
def test_a_row_of_another_width_is_none(row: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="no row"):
        told([row])


def test_a_column_twice_is_nonsense() -> None:
    with pytest.raises(ValueError, match="twice"):
        told([ROW, ROW])


def test_a_long_comment_is_cut() -> None:
    (found,) = told([(*ROW[:6], "c" * 10_000)]).columns
    assert len(found.comment) == COMMENT_LETTERS_MAX


def test_what_does_not_fit_into_one_answer_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_BYTES_MAX", 1000)
    found = told((*ROW[:3], f"c{at}", *ROW[4:6], None) for at in range(50))
    assert 0 < len(found.columns) < 50
    assert len(found.columns) + found.left_out == 50


@given(st.lists(st.lists(CELLS, max_size=8)))
def test_whatever_a_target_answers_is_columns_or_a_value_error(rows: list[list[str | None]]) -> None:
    try:
        found = told(rows)
    except ValueError:
        return
    assert len(found.columns) == len(rows)


def test_only_the_servers_own_catalogue_is_asked() -> None:
    words = SCHEMA_QUERY.split()
    named = [after for word, after in pairwise(words) if word in ("FROM", "JOIN")]
    assert named
    assert all(each.startswith("pg_catalog.") for each in named)
    assert ";" not in SCHEMA_QUERY
