"""Nothing standing: an order is asked for, approved by others, opens one target for a while, and ends by itself (R-23)."""

import secrets
import time
from datetime import datetime, timedelta

import pytest

from tests.walks.clients import QUIET, Client, eventually
from tests.walks.codes import Codes
from tests.walks.newcomer import newcomer
from tests.walks.test_refused_work import REFUSED, assert_words

WINDOW_SECONDS_MIN, WINDOW_SECONDS_MAX = 45, 90
NEWCOMERS = 6  # so many times as long as a newcomer takes: two approvals and three log-ins fit in


@pytest.mark.timeout(300)
def test_R23_R26_a_window_of_seconds_warned_cut_and_closed(demo, sekisho, tmp_path):
    username = f"new{secrets.token_hex(3)}"
    began = time.monotonic()
    person = newcomer(sekisho, tmp_path, username, name="窓口 一時", kana="マドグチ イチジ", number=f"W-{username}")
    window = min(WINDOW_SECONDS_MAX, max(WINDOW_SECONDS_MIN, NEWCOMERS * (time.monotonic() - began)))
    client, codes = Client(demo, person, tmp_path), Codes(demo)
    one, other = sekisho.supervisors(2)
    # Nobody waits for a code while the window is open.
    eventually(lambda: codes.left(one) > 1 and codes.left(other) > 0, 150)
    order = sekisho.json(
        "order", "request", "--target", "callcenter-app", "--client", "C01", "--purpose", "failure", "--personal-data",
        "--mode", "shell", "--hours", str(window / 3600), "--reason", "試験", by=person,
    )["order"]  # fmt: skip
    one_login = ["-o", f"ControlPath={tmp_path}/cm", "-o", "ControlMaster=auto", "-o", "ControlPersist=60"]
    early = client.ssh("callcenter-app", options=[*one_login, "-tt"])
    assert early.returncode == REFUSED
    assert_words(early, "SK-205", "is not approved")

    first = sekisho.json("order", "approve", order["id"], by=one)["order"]
    assert first["standing"] == "asked"
    again = sekisho.run("order", "approve", order["id"], by=one)
    assert again.returncode == 1
    approved = sekisho.json("order", "approve", order["id"], by=other)["order"]
    assert approved["standing"] == "approved"
    ends = datetime.fromisoformat(approved["ends_at"])

    with client.shell("callcenter-app", *one_login, *QUIET) as shell:
        shell.expect("作業時間は残り.*remain.*cut")
        shell.expect("作業時間が終了したため切断しました.*The work window is over", window + 5)
        assert shell.wait() != 0
    assert b"$ " in shell.seen
    (session,) = eventually(lambda: [one for one in sekisho.sessions_of(username) if one["ended_at"]])
    late = datetime.fromisoformat(session["ended_at"]) - ends
    assert session["end_reason"] == "window-over"
    assert timedelta(0) <= late < timedelta(seconds=2)

    again = client.ssh("callcenter-app", options=[*one_login, "-tt"])
    client.ssh("callcenter-app", options=[*one_login, "-O", "exit"], answer="none")
    assert again.returncode == REFUSED
    assert_words(again, "SK-208", "作業時間は", "に終了しました", f"The order {order['id']} ended at")
    events = sekisho.events_of(username)
    kinds = [one["kind"] for one in events]
    assert kinds.count("session.warned") == 1
    assert kinds.count("session.opened") == 1
    assert [one["data"]["rules"] for one in events if one["kind"] == "access.refused"] == [["SK-205"], ["SK-208"]]
