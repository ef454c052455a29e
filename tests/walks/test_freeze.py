"""A frozen shell with a real client, a real target and the people of the office: the twentieth person, and who lets it go on."""

import re
import time

from tests.walks.clients import eventually

FROZEN = r"Frozen \[(S-[\w-]+)\]: "
TOLD_SECONDS = 3.0  # a freeze reaches every session of the person within a second; three times that


def phones(first, last):
    """A shell's line that prints so many different telephone numbers, which stand nowhere in the line itself."""
    return f"for i in $(seq {first} {last}); do echo tel 0$((80+10))-1234-5$i; sleep 0.02; done; echo al''l-of-{last}"


def frozen(screen, seconds=25):
    """The session, once all the words are there."""
    session = screen.expect(FROZEN, seconds).group(1).decode()
    screen.expect(r"otherwise\.")
    screen.quiet(0.5)
    return session


def test_R07_the_twenty_first_person_freezes_one_resumes_two_extend_and_one_ends_it(client, sekisho):
    first, second = sekisho.supervisors(2)
    with client.shell("callcenter-app", "-o", "ServerAliveInterval=1", "-o", "ServerAliveCountMax=2") as screen:
        screen.prompt()
        screen.line(phones(100, 115))
        screen.expect("16 of 20 people have been shown")  # in a thread of its own: the line's end may come before
        eventually(lambda: screen.quiet(0.2) or b"all-of-115" in screen.seen)
        screen.line(phones(116, 180))
        session = frozen(screen)
        assert re.search("\x1b]2;閲覧件数 (1[6-9]|20)／20\a", screen.seen.decode(errors="replace"))
        at = len(screen.seen)
        for key in ("\x03", "\x1a", "exit\r", "\x04"):
            screen.send(key)
        screen.expect(b"\x07")
        screen.quiet(3)  # longer than the client's keep-alive has patience
        assert set(screen.seen[at:]) <= {7}, screen.seen[at:]
        (line,) = [one for one in sekisho.sessions_of(client.username) if one["id"] == session]
        assert line["state"] == "running"

        sekisho.json("session", "resume", session, "--reason", "画面を確認した", by=first)
        screen.expect("A supervisor let the session go on")
        assert frozen(screen) == session  # twenty more, and it stands again
        proposal = sekisho.json("session", "extend", session, "--people", "10", "--reason", "調査を続ける", by=second)[
            "proposal"
        ]
        screen.quiet(1)
        sekisho.json("change", "confirm", proposal, by=first)
        screen.expect("A supervisor let the session go on")
        screen.quiet(2)
        began = time.monotonic()
        sekisho.json("session", "end", session, "--reason", "終わり", by=second)
        screen.wait()
        assert time.monotonic() - began < 60
    assert b"090-1234-5" not in screen.seen
    told = eventually(lambda: [one for one in sekisho.events_of(client.username) if one["kind"] == "session.ended"])
    assert told[-1]["data"]["reason"] == "cut"
    kinds = [one["kind"] for one in sekisho.events_of(client.username)]
    for kind in (
        "disclosure.near",
        "disclosure.frozen",
        "session.frozen",
        "session.resumed",
        "disclosure.released",
        "disclosure.raised",
    ):
        assert kind in kinds, kind
    (recording,) = [one["recording"] for one in sekisho.sessions_of(client.username)]
    assert b"090-1234-5" not in sekisho.shown(recording)


def test_R42_a_supervisor_freezes_a_full_screen_program_and_its_picture_comes_back(client, sekisho):
    first, second = sekisho.supervisors(2)
    with client.shell("callcenter-app") as screen, client.shell("callcenter-app") as other:
        screen.prompt()
        other.prompt()
        screen.line("top")
        screen.shows("load average")
        session = next(one["id"] for one in reversed(sekisho.sessions_of(client.username)))
        sekisho.json("session", "freeze", session, "--reason", "様子がおかしい", by=first)
        screen.shows("a supervisor froze it", TOLD_SECONDS)
        other.shows("a supervisor froze it", TOLD_SECONDS)
        other.line("id")
        other.quiet(1)
        assert b"uid=" not in other.seen
        with client.shell("callcenter-app") as third:  # and a new one begins frozen
            third.shows("a supervisor froze it")
            third.line("id")
            third.quiet(1)
            assert b"uid=" not in third.seen
            sekisho.json("session", "resume", session, "--reason", "問題なし", by=second)
            third.shows(r"~\$")
        screen.shows("load average", TOLD_SECONDS)
        eventually(lambda: screen.quiet(0.2) or "froze it" not in screen.picture)
        assert "load average" in screen.picture
        screen.send("q")
        other.expect("let the session go on")
        assert b"uid=" in other.run("id")
