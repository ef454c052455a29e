"""What the journal keeps of a statement: its shape, never what was written between quotes or as a number."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.guards.statements import normalised
from gateway.guards.statements.normal import LETTERS_MAX


@pytest.mark.parametrize(
    ("sql", "line"),
    [
        ("select phone\n from customers where plan = 'gold' limit 5", "select phone from customers where plan = ? limit ?"),
        ("select $1, -3, 1.5e3, U&'d\\0061', $$a$$, E'\\x', B'1', x'1F', n'a'", "select $1, -?, ?, ?, ?, ?, ?, ?, n?"),
        ("select 1 -- 090-1111-2222\n/* 山田 */, interval '3 d'", "select ? , interval ?"),
        ('select "plain", "日本語", "090-1234", "a b", U&"d\\0061" from 顧客', 'select "plain", "日本語", ?, ?, ? from 顧客'),
        ("copy t to program 'curl x'", "copy t to program ?"),
        ("do $$ begin raise notice 'x'; end $$", "do ?"),
        ("select a->'x', b::text <> all ($2)", "select a->?, b::text <> all ($2)"),
        ("", ""),
    ],
)  # fmt: skip
def test_R37_literals_and_comments_are_not_kept(sql: str, line: str):
    assert normalised(sql) == line


@pytest.mark.parametrize("sql", ["select 'a", "select 1\0", "\ud800", "select " + "x" * 70_000, "select 12ab3"])
def test_a_text_nobody_can_cut_is_told_by_its_digest(sql: str):
    assert normalised(sql) == "sha256:" + hashlib.sha256(sql.encode("utf-8", "surrogatepass")).hexdigest()


def test_a_long_one_is_cut():
    line = normalised("select " + "a, " * 5000 + "b")
    assert (len(line), line[-1]) == (LETTERS_MAX, "…")


@given(st.text(max_size=80), st.sampled_from(["'{}'", "E'{}'", "$${}$$", "U&'{}'", "-- {}\n", "/* {} */", '"1{}"']))
def test_R37_nothing_a_person_put_between_quotes_survives(text: str, quotes: str):
    quoted = text.replace("'", "''").replace('"', '""').replace("\\", "\\\\")
    line = normalised(f"select {quotes.format(quoted)} , secret")
    assert (
        line.startswith("sha256:")
        or line in ("select ? , secret", "select , secret")
        or "*/" in text
        or "$" in text
        or {"\n", "\r"} & set(text)  # either ends a comment
    )


@given(st.text(max_size=200))
def test_it_never_raises_and_is_one_line(sql: str):
    line = normalised(sql)
    assert line.isprintable()
    assert len(line) <= LETTERS_MAX
