import os
import re
import sys

from tests.gateway.backups.a_backup import sekisho
from tests.gateway.cli.town import told
from tests.walks.terminal import Terminal

SHARE = re.compile(rb"(?:[A-Z2-7]{4}-?){5}")


def environment(town):
    return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": "xterm", "SEKISHO_SETTINGS": str(town.settings)}


def test_each_share_stands_on_a_screen_of_its_own_and_is_wiped(town):
    command = [sys.executable, "-m", "gateway", "custody"]
    shares = []
    with Terminal([*command, "split", "--custodians=2"], environment(town)) as screen:
        for place in (1, 2):
            screen.expect(f"Custodian {place} alone: press a key")
            screen.key("x")
            found = screen.expect(
                rb"share: write it down\r\n(.*)\x1b\[0m|share: write it down\r\n(.*)Press a key when done"
            )
            shares.append(re.sub(rb"\s", b"-", b" ".join(SHARE.findall(found.group(0).split(b"down")[1]))).decode())
            assert shares[-1].replace("-", "") in screen.picture.replace("-", "").replace("\n", "").replace(" ", "")
            screen.key("x")
        assert screen.wait() == 0
        assert not [share for share in shares if share[:24] in screen.picture], "nothing of a share stands any more"
    assert town.events("custody.split")[-1]["custodians"] == 2
    with Terminal([*command, "check"], environment(town)) as screen:
        for place, share in enumerate(shares, start=1):
            screen.expect(f"share {place}: ")
            screen.line(share)
        assert screen.wait() == 0
        assert not any(share[:9].encode() in screen.seen for share in shares), "what is typed is not shown"


def test_without_a_terminal_no_share_is_printed(town):
    before = len(town.events("custody.split"))
    assert told(town.run("custody", "split", "--json"), 1)["code"] == "custody.no-terminal"
    assert len(town.events("custody.split")) == before


def test_descriptors_are_given_once_a_custodian(town):
    assert town.run("custody", "split", "--custodians", "3", "--share-fd", "1").exit_code == 2
    assert town.run("custody", "split", "--custodians", "1").exit_code == 2
    assert sekisho("custody", "split", "--custodians=10", settings=town.settings).returncode == 2
