import pytest

from gateway.guards.detect import Kind
from gateway.guards.detect.phone import is_line, is_number, number_of
from tests.gateway.guards.detect.texts import certain, seen, values

SPELLINGS = (
    "090-1234-5678 09012345678 090(1234)5678 (090)1234-5678 +81-90-1234-5678 +819012345678 +81(0)90-1234-5678 "
    "０９０－１２３４－５６７８ ０９０１２３４５６７８ "
    "090‐1234‐5678 090.1234.5678 090/1234/5678 090_1234_5678 090-12345678 0901234-5678 "
    "٠٩٠-١٢٣٤-٥٦٧٨ 090ー1234ー5678 〇九〇-一二三四-五六七八 0-9-0-1-2-3-4-5-6-7-8"
)


@pytest.mark.parametrize(
    "written",
    [
        *SPELLINGS.split(),
        "090 1234 5678",
        "0 9 0 1 2 3 4 5 6 7 8",
        "090 - 1234 - 5678",
        "0 9 0 - 1 2 3 4 - 5 6 7 8",
        "+81 90 1234 5678",
        "090\u200b-12\u030134-5678",
    ],
)
def test_R05_every_spelling_of_a_number_is_one_number(written):
    assert values(f"({written})", Kind.PHONE) == ["09012345678"]
    assert values(f"TEL:{written}", Kind.PHONE) == ["09012345678"]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("03-2345-6789", "0323456789"),
        ("(03)2345-6789", "0323456789"),
        ("06(6345)6789", "0663456789"),
        ("0138-22-3456", "0138223456"),
        ("01267-2-3456", "0126723456"),
        ("+81-3-2345-6789", "0323456789"),
        ("0120-444-113", "0120444113"),
        ("0 3 - 2 3 4 5 - 6 7 8 9", "0323456789"),
        ("050-3456-7890", "05034567890"),
    ],
)
def test_numbers_of_all_kinds_of_lines(written, number):
    assert values(f"call {written} now", Kind.PHONE) == [number]


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22 04:11:09",
        "192.168.1.10:8080",
        "version 0.9.1234",
        "part 012-3456 rev 2",
        "03-1234-567",
        "00-1234-5678",
        "03-0123-4567",
        "0123456789",
        "1090-1234-5678",
        "090-1234-56789",
        "serial 8090-1234-5678-9",
        "4096 090 1234 5678 12",
        "uuid 0901-1234-5678-abcd",
        "id 1109012345678",
        "0x09012345678",
    ],
)
def test_what_only_looks_like_a_number_is_none(text):
    assert seen(text) == []


def test_a_free_phone_number_is_masked_and_never_certain():
    assert seen("dial 0120-444-113") == [("phone", "0120-444-113")]
    assert certain("dial 0120-444-113") == []
    assert certain("dial 090-1234-5678") == ["phone"]


def test_a_bare_fixed_line_is_seen_under_a_label_or_beside_other_data():
    assert seen("0323456789") == []
    assert seen("tel=0323456789") == [("phone", "0323456789")]
    assert seen("a.sato@example.jp 0323456789")[1:] == []
    assert seen("090-1234-5678,0323456789")[1:] == [("phone", "0323456789")]


def test_the_plan_of_numbers():
    assert is_line("03", "2345", "6789")
    assert not is_line("03", "1345", "6789")
    assert is_number("0459876543")
    assert not is_number("0009876543")
    assert number_of("+81 (0)3-2345-6789") == "0323456789"
    assert number_of("03(2345)6789") == "0323456789"
