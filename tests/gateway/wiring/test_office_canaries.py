"""What of a canary's values is digested: what a shell's masker would see of them."""

import pytest

from gateway.guards.detect import Kind
from gateway.wiring.office_canaries import CanaryValue, _keys, messages, read_values

SAMPLES = {
    Kind.NAME: ("山田 太郎", "山田太郎"),
    Kind.KANA: ("ヤマダ タロウ", "ヤマダタロウ"),
    Kind.PHONE: ("090-1234-5678", "09012345678"),
    Kind.MAIL: ("canary@example.jp", "canary@example.jp"),
    Kind.POSTAL: ("100-0005", "1000005"),
    Kind.BIRTH: ("1980-01-02", "19800102"),
    Kind.CARD: ("4111 1111 1111 1111", "4111111111111111"),
    Kind.LINE_ID: ("CAF0123456789", "CAF0123456789"),
    Kind.MY_NUMBER: ("1234 5678 9018", "123456789018"),
}


@pytest.mark.parametrize("kind", SAMPLES)
def test_R64_each_kind_is_found_as_a_shell_shows_it(kind: Kind) -> None:
    value, key = SAMPLES[kind]
    assert key.encode() in set(_keys(kind, value))


def test_spellings_of_one_value_are_one_message() -> None:
    spelled = [
        CanaryValue(what="phone", value=value)
        for value in ("090-1234-5678", "090 1234 5678", "０９０－１２３４－５６７８")
    ]
    assert len({message for each in spelled for message in messages("C01", each)}) == 1


def test_a_value_is_never_shown_by_accident() -> None:
    (value,) = read_values(["phone=090-1234-5678"])
    assert "090" not in repr(value)
