"""Who is known and may not: refused in Japanese and English with what to do next, journalled, and the target hears nothing."""

from pathlib import Path

from tests.walks.clients import Client

REFUSED = 254  # the gateway's own status for a refusal in words
ASKS_TERMINAL = ("-tt",)


def _person(demo, tmp_path, username):
    return Client(demo, next(one for one in demo["people"] if one["username"] == username), tmp_path)


def _target_logs(demo):
    return "".join(Path(target["log"]).read_text(errors="replace") for target in demo["targets"] if target["log"])


def assert_nothing_reached(demo, client, ran, events):
    """No session was opened, no target was logged in to under this name, and no byte of one was shown."""
    assert "session.opened" not in [one["kind"] for one in events]
    assert f"person={client.username} " not in _target_logs(demo)
    assert b"@callcenter-app" not in ran.stdout + ran.stderr
    assert b"@build-host" not in ran.stdout + ran.stderr


def assert_words(ran, *words):
    said = (ran.stdout + ran.stderr).decode()
    for word in words:
        assert word in said, said


def assert_refused(demo, sekisho, client, ran, *rules, kind="access.refused"):
    """By these rules, in the journal, and by nothing else."""
    assert ran.returncode == REFUSED
    events = sekisho.events_of(client.username)
    assert [one["data"]["rules"] for one in events if one["kind"] == kind][-1:] == [[*rules]]
    assert_nothing_reached(demo, client, ran, events)


def test_R23_no_order_for_this_target(demo, sekisho, tmp_path):
    tanaka = _person(demo, tmp_path, "tanaka")
    ran = tanaka.ssh("callcenter-app", options=ASKS_TERMINAL)
    assert_words(ran, "callcenter-app を対象とする作業申請がありません（SK-203）", "申請してください")
    assert_words(ran, "Access refused.", "No order of yours names callcenter-app (SK-203)", "ask for an order")
    assert_refused(demo, sekisho, tanaka, ran, "SK-203")


def test_R02_a_command_where_personal_data_are(demo, sekisho, client):
    ran = client.ssh("callcenter-app", "cat", "customers.csv")
    assert ran.stdout == b""
    assert_words(ran, "個人データを扱う対象のため、コマンドの直接実行はできません", "it holds personal data", "SK-303")
    assert_refused(demo, sekisho, client, ran, "SK-303")


def test_R23_a_target_that_is_not_there(demo, sekisho, client):
    ran = client.ssh("nowhere", options=ASKS_TERMINAL)
    assert_words(ran, "その名前の接続先はありません", "build-host, callcenter-app", "There is no target of that name")
    assert_refused(demo, sekisho, client, ran, "unknown-target", kind="session.refused")


def test_R14_R23_an_account_that_is_not_there(demo, sekisho, client):
    ran = client.ssh("callcenter-app+root", options=ASKS_TERMINAL)
    assert_words(ran, "アカウント root は登録されていません", "There is no account root on callcenter-app")
    assert_refused(demo, sekisho, client, ran, "SK-122", "SK-204")


def test_R23_no_target_named(demo, sekisho, client):
    for _ in range(3):  # an answer, however often: nobody is told of it
        ran = client.ssh(None, "uptime")  # without a command there would be the menu (test_menu.py)
    example = f"{client.username}+build-host"
    assert_words(ran, "接続先が指定されていない", f"「{example}」のように", "列（タブ区切り）: 接続先、アカウント")
    assert_words(ran, "No target was named", f"such as {example}", "Columns, between tabs: target, account")
    assert ran.returncode == REFUSED
    events = sekisho.events_of(client.username)
    assert [one["data"]["reason"] for one in events if one["kind"] == "menu.left"] == ["listed"] * 3
    assert not [one for one in events if one["kind"] in ("session.refused", "refusal.repeated")]
    assert_nothing_reached(demo, client, ran, events)
