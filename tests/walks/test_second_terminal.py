"""One person, one terminal at a time (R-17)."""

from tests.walks.clients import QUIET, Client, eventually, new_key
from tests.walks.newcomer import terminal
from tests.walks.test_refused_work import REFUSED, assert_words


def test_R17_a_second_terminal_is_refused_while_the_first_works_and_may_follow_it(demo, sekisho, client, tmp_path):
    other_key = new_key(tmp_path, "other-terminal")
    other_name = f"pc-other-{client.username}"
    other_id = terminal(sekisho, other_name, other_key)
    other = Client(demo, {**client.person, "terminal_key": other_key}, tmp_path)
    one_login = ["-o", f"ControlPath={tmp_path}/cm", "-o", "ControlMaster=auto", "-o", "ControlPersist=60"]
    with client.shell("callcenter-app", *QUIET) as shell:
        shell.prompt()
        refused = other.ssh("build-host", "true", options=one_login)
        assert refused.returncode == REFUSED
        assert_words(refused, f"pc-{client.username}")
        assert client.ssh("build-host", "exit 7").returncode == 7, "the same terminal may open more"
        assert shell.run("echo まだ") == "まだ\r\n".encode()
        shell.line("exit")
        shell.wait()
    again = eventually(lambda: _went(other.ssh("build-host", "exit 8", options=one_login, answer="none")), 5)
    other.ssh("build-host", options=[*one_login, "-O", "exit"], answer="none")
    assert again.returncode == 8
    events = sekisho.events_of(client.username)
    (held,) = [one["data"] for one in events if one["kind"] == "lease.refused"]
    opened = [one["data"]["terminal"] for one in events if one["kind"] == "session.opened"]
    assert (held["terminal"], held["held_by_terminal"]) == (other_id, opened[0])
    assert opened[-1] == other_id


def _went(ran):
    return None if ran.returncode == REFUSED else ran
