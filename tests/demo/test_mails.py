"""Mails are printed as a person reads them: the newest last, decoded."""

from email.message import EmailMessage
from pathlib import Path

from deploy.demo_stack.mails import newest


def _lay(directory: Path, number: int, words: str) -> None:
    mail = EmailMessage()
    mail["Delivered-To"], mail["Subject"] = "yamada@example.jp", f"関所: {words}"
    mail.set_content(f"{words}\n")
    (directory / f"{number:06d}.eml").write_bytes(bytes(mail))


def test_R97_the_newest_mails_are_decoded_and_in_order(tmp_path: Path) -> None:
    for number, words in ((9, "古い"), (10, "前の"), (11, "閲覧上限に達しました")):
        _lay(tmp_path, number, words)
    found = list(newest(tmp_path, 2))
    assert [each.splitlines()[0] for each in found] == ["── 000010.eml", "── 000011.eml"]
    assert found[1].count("閲覧上限に達しました") == 2
    assert "Delivered-To: yamada@example.jp" in found[1]
    assert "base64" not in found[1]


def test_none_is_none(tmp_path: Path) -> None:
    assert list(newest(tmp_path, 3)) == []
