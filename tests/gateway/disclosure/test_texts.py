from gateway.disclosure import texts
from gateway.disclosure.budget import Left
from gateway.disclosure.raising import NotRaised
from gateway.disclosure.spans import Exceeded, Span


def test_a_refusal_says_which_cap_and_whom_to_ask():
    for span in Span:
        for client in ("C01", "", None):
            said = texts.over((Exceeded(span=span, client=client, used=21, cap=20),))
            assert "20" in said.ja
            assert "管理監督者" in said.ja
            assert "supervisor" in said.en
            assert said.en.isascii()


def test_every_reason_has_words():
    assert set(texts.NOT_RAISED) == set(NotRaised)
    assert all(each.en.isascii() for each in texts.NOT_RAISED.values())
    assert "凍結" in texts.over(()).ja


def test_the_warning_says_what_is_left():
    assert "残り: 開示 4 人、伏せ字 90 行" in texts.little_left(Left(people=4, rows=90)).ja


def test_R06_a_freeze_says_that_connecting_again_does_not_help():
    said = texts.over((Exceeded(span=Span.ROWS_DAY, client=None, used=1001, cap=1000),))
    assert "つなぎ直しても" in said.ja
    assert texts.FROZEN.en.isascii()
    assert "管理監督者" in texts.FROZEN.ja


def test_R25_a_foreign_client_is_named_by_its_code_and_what_to_do():
    said = texts.foreign(("C02", "?"))
    assert "C02, ?" in said.ja
    assert "work order" in said.en
    assert said.en.isascii()


def test_a_supervisor_reads_which_cap_and_how_much():
    said = texts.reached(Exceeded(span=Span.DAY, client="C01", used=51, cap=50))
    assert "上限 50 に対し 51" in said.ja
    assert "cap 50" in said.en
