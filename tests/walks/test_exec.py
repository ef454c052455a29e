"""Single commands on a target free of personal data: run, recorded with their own words, and no way round the counting."""

from tests.gateway.guards.personal_data.synthetic import csv_file, customers
from tests.walks.clients import eventually
from tests.walks.test_refused_work import REFUSED, assert_words


def test_R37_a_command_runs_and_its_words_stand_in_the_recording(client, sekisho):
    ran = client.ssh("build-host", "echo 出力 $((6*7)); echo error >&2; exit 3")
    assert (ran.returncode, ran.stdout) == (3, "出力 42\n".encode())
    assert b"error" in ran.stderr
    session = eventually(lambda: next(iter(sekisho.sessions_of(client.username)), None))
    kept = eventually(lambda: sekisho.export(session["recording"]))
    labels = [text for _, kind, text in kept if kind == "m"]
    assert "command: echo 出力 $((6*7)); echo error >&2; exit 3" in labels


def test_R10_scp_of_the_old_kind_is_refused_with_what_to_use_instead(client, sekisho, tmp_path):
    file = tmp_path / "tool.sh"
    file.write_text("#!/bin/sh\n")
    ran = client.ssh("build-host", "scp -t .", stdin=b"C0644 10 tool.sh\n" + file.read_bytes())
    assert ran.returncode == REFUSED
    assert_words(ran, "ファイル転送のコマンド", "sftp または scp（-O なし）", "send files with sftp, or scp without -O")
    refused = [one["data"] for one in sekisho.events_of(client.username) if one["kind"] == "channel.refused"]
    assert [(one["request"], one["target"]) for one in refused] == [("exec scp", "build-host")]
    assert all(one["person"] and one["terminal"] for one in refused)


def test_R10_a_file_of_people_does_not_go_in_by_standard_input(client, sekisho):
    ran = client.ssh(
        "build-host",
        "cat > /tmp/sekisho-walk-list.csv; rm -f /tmp/sekisho-walk-list.csv",
        stdin=csv_file(customers(200)),
    )
    assert ran.returncode != 0
    assert_words(
        ran, "標準入力に20人を超える個人データ", "Standard input held the personal data of more than 20 people"
    )
    refused = [one["data"] for one in sekisho.events_of(client.username) if one["kind"] == "upload.refused"]
    assert [(one["path"], one["why"]) for one in refused] == [("(stdin)", "personal-data")]
