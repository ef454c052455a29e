"""E-mail addresses, sure as fields."""

import pytest

from gateway.guards.personal_data.mail import mails


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("a,sato@example.jp,b", True), ('"mail": "sato.t+x@mail.example.co.jp"', True), ("sato@example.jp\n", True),
        ("<mail>sato@example.jp</mail>", True), ("write to sato@example.jp today", False),
        ("T. Sato <sato@example.jp>  Mon", False), ("(sato@example.jp)", False),
    ],
)  # fmt: skip
def test_addresses(text: str, sure: bool) -> None:
    assert [(seen.sure) for seen in mails(text)] == [sure]


@pytest.mark.parametrize(
    "text",
    [
        "getty@tty1.service", "icon@2x.png", "left-pad@1.3.0", "@property", "user@localhost", "a@b", "git@host:path",
        "x@", "@example.jp", "a@-b.jp", "name@@example.jp", "root@build.internal", "curve25519-sha256@libssh.org",
    ],
)  # fmt: skip
def test_what_is_none(text: str) -> None:
    assert list(mails(f"\n{text}\n")) == []


def test_many_in_a_row_and_their_places() -> None:
    text = "a@x.jp,b@x.jp,c@x.jp"
    assert [text[seen.start : seen.end] for seen in mails(text)] == ["a@x.jp", "b@x.jp", "c@x.jp"]
