"""Somebody is told: the alarm's mail is in the supervisors' boxes within seconds (R-02, R-17, R-57)."""

import email
import subprocess
import time
from email.policy import default
from pathlib import Path

from tests.walks.clients import QUIET, Client, eventually, need, new_key
from tests.walks.newcomer import terminal

SOON = 10  # seconds
SUPERVISORS = {"yamada@example.jp", "kobayashi@example.jp"}


def mails_about(demo, *words):
    """(recipient, text) of every mail in the demo's sink that holds all of these words."""
    found = []
    for file in sorted(Path(demo["mail"]).glob("*.eml")):
        mail = email.message_from_bytes(file.read_bytes(), policy=default)
        text = mail.get_content()
        if "警報" in text and all(word in text for word in words):
            found.append((mail["To"], text))
    return found


def told(demo, *words):
    """Waits until both supervisors have such a mail; the seconds it took, and the text."""
    began = time.monotonic()
    found = eventually(
        lambda: {recipient for recipient, _ in mails_about(demo, *words)} >= SUPERVISORS and mails_about(demo, *words),
        3 * SOON,
    )
    return time.monotonic() - began, found[0][1]


def test_R02_three_times_scp_is_an_alarm_in_the_supervisors_mail(demo, sekisho, client, tmp_path):
    one_login = ["-o", f"ControlPath={tmp_path}/cm"]
    with client.shell("callcenter-app", *one_login, "-o", "ControlMaster=yes") as shell:
        shell.prompt()
        for _ in range(3):
            assert not mails_about(demo, client.username, "refusal.repeated")
            tried = subprocess.run(
                [
                    need("scp"),
                    *one_login,
                    *client.options(),
                    f"{client.address('callcenter-app')}:.profile",
                    tmp_path / "x",
                ],
                env=client.environment,
                capture_output=True,
                timeout=40,
                check=False,
            )
            assert tried.returncode != 0
        seconds, text = told(demo, client.username, "refusal.repeated")
        shell.line("exit")
        shell.wait()
    assert seconds < SOON
    assert "緊急" in text
    assert "次にすること" in text
    (event,) = [one for one in sekisho.events_of(client.username) if one["kind"] == "refusal.repeated"]
    assert f"#{event['seq']}" in text
    eventually(lambda: _listed(sekisho, event["seq"])["mailed"], SOON)
    alarm = _listed(sekisho, event["seq"])
    assert (alarm["kind"], alarm["severity"]) == ("refusal.repeated", "urgent")
    assert client.username in alarm["ja"]


def test_R17_a_second_terminal_is_an_alarm_that_names_both(demo, sekisho, client, tmp_path):
    other_key = new_key(tmp_path, "other-terminal")
    other_name = f"pc-alarm-{client.username}"
    terminal(sekisho, other_name, other_key)
    other = Client(demo, {**client.person, "terminal_key": other_key}, tmp_path)
    with client.shell("callcenter-app", *QUIET) as shell:
        shell.prompt()
        assert other.ssh("build-host", "true").returncode != 0
        seconds, text = told(demo, other_name, f"pc-{client.username}")
        shell.line("exit")
        shell.wait()
    assert seconds < SOON
    assert "lease.refused" in text


def _listed(sekisho, seq):
    return next(one for one in sekisho.json("alarm", "list", "--limit", "500")["alarms"] if one["seq"] == seq)
