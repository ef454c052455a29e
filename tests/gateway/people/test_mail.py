import email.message
import email.policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.people.mail import is_address

BAD = [
    "=?utf-8?q?a=40evil.jp=2C_b?=@x.jp", "=?utf-8?q?a=0d=0aBcc=3A_e=40e.jp?=@x.jp",
    "", "a", "@b", "a@", "a b@c", "a@b\n", "a@b\r\nBcc: c@d", "a,b@c", "a@b,c@d", "<a@b>", "A <a@b>", '"a"@b', "a@[1.2.3.4]",
    "a..b@c", ".a@b", "a.@b", "-f@b", "あ@b", "a@-b", "a@b-", "a" * 65 + "@b", "a@" + "b" * 64, "a@b.", f"a@{'b.' * 130}c",
]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["a@b", "sato.yo+sekisho@mail.example.co.jp", "o'brien@example.jp", "a" * 64 + "@b.jp"]
)
def test_a_plain_address_is_one(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize("text", BAD, ids=ascii)
def test_anything_else_is_none(text: str) -> None:
    assert not is_address(text)


@given(st.text(max_size=80) | st.from_regex(r"[ -~]{1,20}@[ -~]{1,20}", fullmatch=True))
def test_no_address_adds_a_header_or_a_recipient(text: str) -> None:
    if is_address(text):
        message = email.message.EmailMessage(policy=email.policy.SMTP)
        message["To"] = text
        assert len(message["To"].addresses) == 1
        assert message.keys() == ["To"]
