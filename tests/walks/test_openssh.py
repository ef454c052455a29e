"""OpenSSH as people have it: two keys or an agent, a code, and then work as without a gateway."""

import subprocess

from tests.walks.clients import agent, code, eventually


def test_R16_R18_two_keys_a_code_and_a_commands_exit_status(client):
    ran = client.ssh("build-host", "echo out; echo err >&2; exit 7")
    assert (ran.returncode, ran.stdout) == (7, b"out\n")
    assert b"err\n" in ran.stderr


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
    others = []
    for number in range(14):
        others.append(str(tmp_path / f"other{number}"))
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", others[-1]], check=True)
    with agent(tmp_path, *others, client.person["ssh_key"], client.person["terminal_key"]) as held:
        command = [
            "ssh",
            *client.options()[:4],
            "-o",
            f"UserKnownHostsFile={client.known_hosts()}",
            client.address("build-host"),
            "exit 4",
        ]
        ran = subprocess.run(command, env={**client.askpass(), **held}, capture_output=True, timeout=40, check=False)
    assert ran.returncode == 4, ran.stderr.decode()


def test_R37_a_half_closed_input_is_passed_on(client):
    ran = client.ssh("build-host", "cat; sleep 0.3; echo done", stdin=b"some input\n")
    assert ran.stdout == b"some input\ndone\n"


def test_R37_bytes_are_untouched_whatever_they_are(client):
    data = bytes(range(256)) * 400 + "日本語".encode("euc-jp") + b"\x1b]52;c;AAAA\x07"
    assert client.ssh("build-host", "cat", stdin=data).stdout == data


def test_R37_an_exit_by_signal_is_one_for_the_client_too(client):
    ran = client.ssh("build-host", "kill -TERM $$")
    assert ran.returncode == 255


def test_R15_two_sessions_over_one_control_master_are_recorded_by_themselves(client, sekisho, tmp_path):
    control = ["-o", f"ControlPath={tmp_path}/cm", "-o", "ControlMaster=auto", "-o", "ControlPersist=20"]
    first = client.ssh("build-host", "echo first", options=control)
    second = client.ssh("build-host", "echo second", options=control)
    client.ssh("build-host", options=[*control, "-O", "exit"])
    assert (first.stdout, second.stdout) == (b"first\n", b"second\n")
    sessions = eventually(
        lambda: (
            [s for s in sekisho.sessions_of(client.person["username"]) if s["ended_at"]][1:]
            and sekisho.sessions_of(client.person["username"])
        )
    )
    assert len({session["recording"] for session in sessions}) == 2
    shown = sorted(sekisho.recording(session["recording"]) for session in sessions)
    assert shown == [b"first\n", b"second\n"]


def test_R16_a_code_is_good_once_and_the_refusal_says_when_the_next_comes(client):
    good = code(client.person["totp_secret"])
    assert client.ssh("build-host", "true", answer=good).returncode == 0
    again = client.ssh("build-host", "true", answer=good)
    assert again.returncode == 255
    assert "使用済み".encode() in again.stderr or b"used" in again.stderr
