"""plink and dbclient: keys in an agent or in dropbear's own files, the code typed at their own prompts."""

import pytest

from tests.walks.clients import agent

PROMPT = r"One-time code.*: "  # dropbear drops what is not ASCII, so every prompt keeps an ASCII part
COMMAND = "echo 日本語のテキスト; exit 7"


@pytest.mark.parametrize("order", [("terminal_key", "ssh_key"), ("ssh_key", "terminal_key")])
def test_R16_R18_R96_plink_with_both_keys_in_an_agent(client, tmp_path, order):
    with (
        agent(tmp_path, *(client.person[name] for name in order)) as held,
        client.plink("build-host", "-no-antispoof", COMMAND, environment=held) as plink,
    ):
        plink.expect(PROMPT)
        plink.line(client.code())
        plink.expect("日本語のテキスト")
        assert plink.wait() == 7


def test_R96_plink_opens_a_shell_on_a_terminal(client, tmp_path):
    with (
        agent(tmp_path, client.person["terminal_key"], client.person["ssh_key"]) as held,
        client.plink("callcenter-app", "-no-antispoof", "-t", environment=held) as plink,
    ):
        plink.expect(PROMPT)
        plink.line(client.code())
        plink.prompt()
        assert plink.run("printf '端末%s' $((40+2))").endswith("端末42".encode())
        plink.line("exit 9")
        assert plink.wait() == 9


def test_R16_plink_is_told_in_words_that_a_code_was_used(client, tmp_path):
    used = client.code()
    assert client.ssh("build-host", "true", answer=used).returncode == 0
    with (
        agent(tmp_path, client.person["terminal_key"], client.person["ssh_key"]) as held,
        client.plink("build-host", "-no-antispoof", "true", environment=held) as plink,
    ):
        plink.expect(PROMPT)
        plink.line(used)
        plink.expect("使用済み.*already been used.*One-time code")
        plink.line(client.code())
        assert plink.wait() == 0


def test_R16_R18_R96_dbclient_with_two_key_files(client):
    with client.dbclient("build-host", COMMAND) as dropbear:
        dropbear.expect(PROMPT)
        dropbear.line(client.code())
        dropbear.expect("日本語のテキスト")
        assert dropbear.wait() == 7


def test_R96_dbclient_opens_a_shell_on_a_terminal(client):
    with client.dbclient("callcenter-app") as dropbear:
        dropbear.expect(PROMPT)
        dropbear.line(client.code())
        dropbear.prompt()
        assert dropbear.run("stty size").endswith(b"30 100\r\n")
        dropbear.line("exit 9")
        assert dropbear.wait() == 9
