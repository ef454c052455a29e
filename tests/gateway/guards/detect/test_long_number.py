import pytest

from gateway.guards.detect import Kind
from tests.gateway.guards.detect.texts import certain, seen, values

VISA = "4111111111111111"
MY_NUMBER = "123456789018"


@pytest.mark.parametrize(
    "written",
    [
        VISA,
        "4111-1111-1111-1111",
        "4111 1111 1111 1111",
        "４１１１－１１１１－１１１１－１１１１",
        "4-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1",
    ],
)
def test_R05_a_card_is_seen_however_it_is_grouped(written):
    assert values(f"pan {written} ok", Kind.CARD) == [VISA]


@pytest.mark.parametrize(
    "card", ["378282246310005", "3782-822463-10005", "36000000000008", "5555555555554444", "3530111333300000"]
)
def test_issuers_and_their_lengths(card):
    assert [kind for kind, _ in seen(f"<{card}>")] == ["card"]


@pytest.mark.parametrize(
    "text",
    [
        "4111111111111112",
        "imei 350000000000006",
        "4111-1111 1111-1111",
        "ts=1763784669123",
        "0000-0000-0000-0000",
        "a4111111111111111",
        "4111111111111111.5.2",
        "12 4111 1111 1111 1111 96",
        "account 123456789018 region",
    ],
)
def test_what_fails_one_rule_is_no_card(text):
    assert seen(text) == []


def test_a_my_number_is_certain_only_under_its_label():
    assert seen(f"id {MY_NUMBER}") == []
    assert seen("1234-5678-9018") == [("my-number", "1234-5678-9018")]
    assert certain("1234-5678-9018") == []
    assert certain(f"個人番号: {MY_NUMBER}") == ["my-number"]
    assert seen("000000: 0000 0000 0000 0000") == []
