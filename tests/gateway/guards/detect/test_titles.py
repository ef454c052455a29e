import pytest

from gateway.guards.detect import Kind
from gateway.guards.detect.titles import may_end, title_of


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("氏名", Kind.NAME),
        ("customer_name", Kind.NAME),
        ("FullName", Kind.NAME),
        ("フリガナ", Kind.KANA),
        ("name_kana", Kind.KANA),
        ("phone", Kind.PHONE),
        ("c.home_phone", Kind.PHONE),
        ("Phone number", Kind.PHONE),
        ("電話番号１", None),
        ("電話番号1", Kind.PHONE),
        ("携帯電話", Kind.PHONE),
        ("E-mail", Kind.MAIL),
        ("顧客メールアドレス", Kind.MAIL),
        ("住所", Kind.ADDRESS),
        ("Billing-Address", Kind.ADDRESS),
        ("〒", Kind.POSTAL),
        ("zip_code", Kind.POSTAL),
        ("生年月日(和暦)", Kind.BIRTH),
        ("birth_date", Kind.BIRTH),
        ("DOB", Kind.BIRTH),
        ("カード番号", Kind.CARD),
        ("pan", Kind.CARD),
        ("個人番号", Kind.MY_NUMBER),
        ("account_no", Kind.BANK),
        ("口座番号", Kind.BANK),
        ("assigned_ip", Kind.SUBSCRIBER_IP),
        ("framed-ip", Kind.SUBSCRIBER_IP),
        ("回線ID", Kind.LINE_ID),
    ],
)
def test_R05_titles_say_what_is_under_them(written, kind):
    title = title_of(written)
    assert (None if title is None else title.kind) == kind


@pytest.mark.parametrize(
    "written",
    ["id", "hostname", "file_name", "started_at", "queue", "status", "telemetry", "", "x" * 50, "company_name"],
)
def test_other_titles_are_nobodys(written):
    assert title_of(written) is None


def test_a_key_that_may_be_a_title_is_told_by_its_end():
    assert may_end('{"phone', 7)
    assert may_end("TEL", 3)
    assert may_end("生年月日(和暦)", 9)
    assert not may_end("xqzw", 4)
