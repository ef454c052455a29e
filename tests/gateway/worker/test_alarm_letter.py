from datetime import UTC, datetime

from gateway.detection.alert import alarm_of
from gateway.worker.alarm_digest import Digest, Line
from gateway.worker.alarm_letter import alarm_letter

NOW = datetime(2026, 11, 22, 3, 4, 5, tzinfo=UTC)


def digest(*entries):
    made = Digest()
    for seq, (kind, data) in enumerate(entries, start=10):
        alarm = alarm_of(kind, data, {"P-1": "sato"}.get)
        made.add(Line(seq=seq, at=NOW, kind=kind, alarm=alarm))
    return made


def test_one_alarm_says_what_happened_what_to_do_and_whom_to_ask_in_both_languages():
    data = {"person": "P-1", "refusals": 3, "minutes": 10, "last": "channel.refused", "asked": "subsystem"}
    letter = alarm_letter(digest(("refusal.repeated", data)), "node1")
    assert letter.subject == "[関所 Sekisho] 緊急 URGENT: refusal.repeated (node1)"
    for words in (
        "利用者 sato (P-1)", "User sato (P-1)", "次にすること: ", "Next: See with `sekisho session list --running`",
        "相談先: アカウント管理者", "Ask: an account administrator",
        "2026-11-22 12:04:05 JST", "#10 refusal.repeated", "sekisho alarm list",
    ):  # fmt: skip
        assert words in letter.text


def test_a_burst_is_one_letter_with_numbers():
    locked = ("login.locked", {"username": "sato", "seconds": 900, "address": "192.0.2.7:1"})
    letter = alarm_letter(digest(*[locked] * 300, ("keeper.violation", {"role": "session", "what": "x"})), "node1")
    assert "301 件" in letter.subject
    assert "keeper.violation, ..." in letter.subject
    assert "URGENT" in letter.subject
    assert letter.text.count("■") == 40
    assert "login.locked: 261" in letter.text


def test_a_clients_text_cannot_end_the_mail_or_add_a_header():
    data = {"username": "x\r\n.\r\nSubject: y", "seconds": 1, "address": "a\nb"}
    letter = alarm_letter(digest(("login.locked", data)), "node1")
    assert "\r" not in letter.text
    assert not any(line.startswith((".", "Subject:")) for line in letter.text.splitlines())
    assert "\n" not in letter.subject
