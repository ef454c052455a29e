"""Who is not proved: refused before anything is asked, or asked and refused; in words, journalled, and no target hears of it."""

import shutil

from tests.walks.clients import KEYS_ONLY, new_key
from tests.walks.codes import STEP_SECONDS, code
from tests.walks.test_refused_work import assert_nothing_reached, assert_words

SAID_FIRST = ("未承認の端末、他人の鍵、失効した鍵では接続できません", "アカウント管理者")
SAID_FIRST_EN = ("Unregistered terminals, other people's keys and withdrawn keys are refused", "account administrator")


def _refused(demo, sekisho, client, ran):
    """What the journal has of it."""
    assert ran.returncode == 255
    lines = ran.stderr.decode().split()  # the banner is broken into lines of a terminal's width
    assert all(said in "".join(lines) for said in SAID_FIRST), ran.stderr.decode()
    assert all(said in " ".join(lines) for said in SAID_FIRST_EN), ran.stderr.decode()
    events = sekisho.events_of(client.username)
    assert_nothing_reached(demo, client, ran, events)
    assert "login.completed" not in [one["kind"] for one in events]
    return events


def _of(events, kind, what="fault"):
    return [one["data"][what] for one in events if one["kind"] == kind]


def test_R18_no_terminal_key(demo, sekisho, client):
    ran = client.ssh("build-host", "true", keys=[client.person["ssh_key"]])
    events = _refused(demo, sekisho, client, ran)
    assert _of(events, "login.terminal_unapproved") == ["no-key"]
    assert _of(events, "login.terminal_unapproved", "person_key_proved") == [True]


def test_R18_an_unregistered_terminal(demo, sekisho, client, tmp_path):
    ran = client.ssh("build-host", "true", keys=[new_key(tmp_path, "private-pc"), client.person["ssh_key"]])
    events = _refused(demo, sekisho, client, ran)
    assert _of(events, "login.terminal_unapproved") == ["unregistered"]


def test_R16_the_terminals_key_is_never_also_the_persons(demo, sekisho, client):
    ran = client.ssh("build-host", "true", keys=[client.person["terminal_key"]], options=KEYS_ONLY)
    events = _refused(demo, sekisho, client, ran)
    assert _of(events, "login.factor_proved", "factor") == ["terminal-key"]


def test_R13_R16_someone_elses_key(demo, sekisho, client, engineer_with_password):
    keys = [client.person["terminal_key"], engineer_with_password["ssh_key"]]
    ran = client.ssh("build-host", "true", keys=keys, options=KEYS_ONLY)
    events = _refused(demo, sekisho, client, ran)
    assert _of(events, "login.key_declined") == ["other-person"]


def test_R16_a_key_shown_and_never_signed(demo, sekisho, client, tmp_path):
    """OpenSSH with a public key file alone: it can offer the key and not prove it."""
    keys = []
    for name in ("terminal_key", "ssh_key"):
        keys.append(str(tmp_path / f"{name}.pub"))
        shutil.copy(f"{client.person[name]}.pub", keys[-1])
    ran = client.ssh("build-host", "true", keys=keys)
    events = _refused(demo, sekisho, client, ran)
    assert _of(events, "login.terminal_unapproved") == ["not-signed"]


def test_R16_locked_after_five_wrong_codes_and_told_for_how_long(demo, sekisho, client):
    wrong = code(client.person["totp_secret"], STEP_SECONDS * 1000)
    ran = client.ssh("build-host", "true", answer=wrong)
    assert_words(ran, "ロックされています。あと", "Locked after repeated mistakes. Wait 5 min")
    again = client.ssh("build-host", "true")
    assert_words(again, "ロックされています", "Locked after repeated mistakes")
    events = _refused(demo, sekisho, client, again)
    codes = [one["data"]["fault"] for one in events if one["data"].get("factor") == "code"]
    assert codes == ["wrong"] * 4 + ["locked"] * 2
    assert len(_of(events, "login.locked", "seconds")) == 2
