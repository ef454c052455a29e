"""What the notices say."""

import pytest

from gateway.vocabulary.outcome import Text
from gateway.work_orders.order import Mode, Standing
from gateway.worker.notice_letter import LETTERS_MAX, OrderNews, decided_letter, line, waiting_letter
from tests.gateway.authorization.a_request import an_order


def news(**order: object) -> OrderNews:
    return OrderNews(
        order=an_order(**order),
        engineer="sato",
        requester="yamada",
        clients=("みなと市（C-01）",),
        purpose=Text(ja="故障対応", en="repair"),
    )


def test_both_languages_stand_in_it_with_the_link_in_each() -> None:
    letter = waiting_letter(news(standing=Standing.ASKED, approvals=(), subjects=20), "https://o.example")
    assert letter.text.count("https://o.example/approvals/WO-20261122-0000000001") == 2
    assert "あと 2 名" in letter.text
    assert "2 more" in letter.text
    assert "申請者 / asked by: yamada" in letter.text


def test_an_order_without_personal_data_says_so() -> None:
    plain = news(standing=Standing.ASKED, approvals=(), personal_data=False, mode=Mode.COMMANDS)
    text = waiting_letter(plain, "https://o.example").text
    assert "扱わない / none" in text
    assert "許可コマンド / listed commands" in text


@pytest.mark.parametrize("standing", [Standing.APPROVED, Standing.RETURNED, Standing.REJECTED, Standing.WITHDRAWN])
def test_R95_every_decision_says_what_to_do_next(standing: Standing) -> None:
    letter = decided_letter(news(standing=standing), None, "https://o.example")
    first = letter.text.splitlines()[0]
    assert len(first.split("。")) >= 3
    assert "理由:" not in letter.text.split("作業者")[0]


def test_a_line_is_one_harmless_short_line() -> None:
    assert line("一　二 三") == "一　二 三"
    assert line("a\r\nb\x1b\u202e\u2029") == "a??b???"
    assert len(line("長" * 5000)) == LETTERS_MAX
