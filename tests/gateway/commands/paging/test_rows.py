from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.utils import get_cwidth

from gateway.commands.paging.rows import rows_of


def test_rows():
    assert rows_of("", 4) == [""]
    assert rows_of("abcdefgh", 4) == ["abcd", "efgh"]
    assert rows_of("あいうx", 5) == ["あい", "うx"]


@given(st.text(st.sampled_from("aあ e\u0301"), max_size=60), st.integers(2, 9))
def test_no_row_is_too_wide_and_nothing_is_lost(line, columns):
    rows = rows_of(line, columns)
    assert "".join(rows) == line
    assert all(get_cwidth(row) <= columns for row in rows)
