"""Errors for people: a SQLSTATE drivers know, words of ours, and of a target's error nothing else."""

import psycopg.errors
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.relay.postgres.wire import errors, sqlstates, words
from gateway.relay.postgres.wire.errors import Severity, error, reduced, words_for
from gateway.relay.postgres.wire.notices import ErrorResponse
from gateway.vocabulary.outcome import Text

NO = Text(ja="だめです", en="no")


def test_an_error_is_what_drivers_read():
    told = error("42501", NO, Severity.FATAL)
    assert told.fields == {"S": "FATAL", "V": "FATAL", "C": "42501", "M": "だめです\nno"}
    assert told.is_last


def test_a_code_of_ones_own_invention_is_not_written():
    with pytest.raises(ValueError, match="no SQLSTATE"):
        error("SEKI1", NO)


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from("SVMDHPpqWscstdnFLR"), st.just("leak 090-1234-5678"), max_size=9),
    st.sampled_from(["22P02", "L0312", "", "０９０１２"]),
)
def test_of_a_targets_error_only_the_code_is_left(fields, code):
    told = reduced(ErrorResponse(fields=fields | {"C": code}))
    assert "leak" not in str(told.fields)
    assert "090" not in str(told.fields)
    assert told.sqlstate in (code, "XX000")
    assert set(told.fields) == set("SVCM")


def test_an_error_without_a_severity_is_taken_for_the_last():
    assert ErrorResponse(fields={}).is_last
    assert not ErrorResponse(fields={"S": "エラー", "V": "ERROR"}).is_last


def test_the_list_is_postgresqls():
    known = {code for code in psycopg.errors._sqlcodes if (len(code) == 5 and code.isupper()) or code.isdigit()}
    known = {code for code in known if psycopg.errors._sqlcodes[code].sqlstate == code}
    assert known == sqlstates.LISTED


def test_the_names_used_here_are_listed():
    named = {
        value
        for name, value in vars(sqlstates).items()
        if name.isupper() and isinstance(value, str) and not name.startswith("_")
    }
    assert named <= sqlstates.LISTED


@pytest.mark.parametrize("sqlstate", sorted(sqlstates.LISTED))
def test_every_code_has_words_in_both_languages(sqlstate):
    text = words_for(sqlstate)
    assert text.en.isascii()
    assert not text.ja.isascii()
    assert sqlstate in text.ja
    assert sqlstate in text.en


def test_words_stand_for_codes_that_exist():
    assert set(errors._BY_CODE) <= sqlstates.LISTED
    assert set(errors._BY_CLASS) <= {code[:2] for code in sqlstates.LISTED}
    for text in (each for each in vars(words).values() if isinstance(each, Text)):
        assert text.en.isascii()
        assert not text.ja.isascii()
