"""OpenSSH as people have it: two keys or an agent, a code, and then work as without a gateway."""

from tests.walks.clients import agent, new_key
from tests.walks.codes import code


def test_R16_R18_two_keys_a_code_and_a_commands_exit_status(client):
    ran = client.ssh("build-host", "echo 出力; echo err >&2; exit 7")
    assert (ran.returncode, ran.stdout) == (7, "出力\n".encode())
    assert b"err\n" in ran.stderr
    assert "操作はすべて記録されます" in ran.stderr.decode()
    assert b"Everything is recorded" in ran.stderr


def test_R16_the_keys_in_the_other_order(client):
    ran = client.ssh("build-host", "exit 3", keys=[client.person["ssh_key"], client.person["terminal_key"]])
    assert ran.returncode == 3


def test_R16_terminal_key_then_password_then_code(client_with_password):
    person = client_with_password.person
    ran = client_with_password.ssh(
        "build-host", "exit 5", keys=[person["terminal_key"]], password=person["password"],
        options=["-o", "NumberOfPasswordPrompts=2"],
    )  # fmt: skip
    assert ran.returncode == 5, ran.stderr.decode()


def test_R16_an_agent_full_of_other_keys(client, tmp_path):
    others = [new_key(tmp_path, f"other{number}") for number in range(14)]
    with agent(tmp_path, *others, client.person["ssh_key"], client.person["terminal_key"]) as held:
        ran = client.ssh("build-host", "exit 4", options=["-o", "IdentitiesOnly=no"], keys=["none"], environment=held)
    assert ran.returncode == 4, ran.stderr.decode()


def test_R16_one_key_in_a_file_the_other_in_the_agent(client, tmp_path):
    with agent(tmp_path, client.person["ssh_key"]) as held:
        options = ["-o", "IdentitiesOnly=no"]
        ran = client.ssh(
            "build-host", "exit 6", options=options, keys=[client.person["terminal_key"]], environment=held
        )
    assert ran.returncode == 6, ran.stderr.decode()


def test_R37_a_half_closed_input_is_passed_on(client):
    ran = client.ssh("build-host", "cat; sleep 0.3; echo done", stdin=b"some input\n")
    assert ran.stdout == b"some input\ndone\n"


def test_R37_bytes_are_untouched_whatever_they_are(client, sekisho):
    data = bytes(range(256)) * 400 + "日本語".encode("euc-jp") + b"\x1b]52;c;AAAA\x07"
    assert client.ssh("build-host", "cat", stdin=data).stdout == data
    (session,) = sekisho.sessions_of(client.username)
    assert sekisho.shown(session["recording"]) == data


def test_R37_an_exit_by_signal_is_one_for_the_client_too(client):
    ran = client.ssh("build-host", "kill -TERM $$")
    assert ran.returncode == 255


def test_R16_a_code_is_good_once_and_the_refusal_says_when_the_next_comes(client, sekisho):
    good = client.code()
    assert good == code(client.person["totp_secret"])
    assert client.ssh("build-host", "true", answer=good).returncode == 0
    again = client.ssh("build-host", "true", answer=good)
    assert again.returncode == 255
    said = again.stderr.decode()
    assert "このワンタイムコードは使用済みです" in said
    assert "has already been used" in said
    events = sekisho.events_of(client.username)
    (failed, *_) = [one["data"] for one in events if one["kind"] == "login.failed"]
    assert (failed["fault"], failed["factor"]) == ("used", "code")
    assert [one["kind"] for one in events].count("session.opened") == 1
