"""Where a command may look: judged as typed, as resolved, and by the run itself."""

import os

import pytest

from gateway.commands.running.words import Why
from gateway.vocabulary.target import Encoding
from tests.gateway.commands.running.an_audited_target import FOLDER, a_target, an_offer


@pytest.fixture
def target(tmp_path):
    with a_target(tmp_path.resolve()) as target:
        (target.ground / "a.log").write_text("line\n")
        yield target


def why(target, name):
    refused, out, err = target.run("view", file=name if name.startswith("/") else f"{target.ground}/{name}")
    assert (out, err) == (b"", b"")
    return refused.why


@pytest.mark.parametrize("path", ["/etc/passwd", "/", "{ground}2/x", "{ground}/../x", "{ground}/./a.log", "relative"])
def test_R03_what_is_typed_outside_is_refused_without_asking_the_target(target, path):
    typed = path.format(ground=target.ground)
    refused, out, _ = target.run("view", file=typed)
    assert (refused.why, out) == (Why.OUTSIDE, b"")
    assert target.asked == []
    assert target.of("command.refused")[0].why == "outside"


def test_R03_links_that_lead_outside_are_refused(target):
    (target.ground / "file").symlink_to("/etc/passwd")
    (target.ground / "folder").symlink_to("/etc")
    (target.ground / "magic").symlink_to("/proc/self/root/etc")
    (target.ground / "chain").symlink_to("file")
    for name in ("file", "folder/passwd", "magic/passwd", "chain"):
        assert why(target, name) is Why.OUTSIDE
    assert target.run("look", folder=f"{target.ground}/folder")[0].why is Why.OUTSIDE
    assert target.executed == []
    assert len(target.of("command.refused")) == 5


def test_a_neighbour_whose_name_begins_the_same_is_outside(target):
    (target.directory / "ground2").mkdir()
    (target.directory / "ground2" / "f").write_text("SECRET")
    (target.ground / "link").symlink_to(target.directory / "ground2" / "f")
    assert why(target, "link") is Why.OUTSIDE


def test_what_a_root_denies_is_refused_under_another_name_too(target):
    target.offer = an_offer(str(target.ground), denied=("secret.d",))
    (target.ground / "secret.d").mkdir()
    (target.ground / "secret.d" / "x").write_text("SECRET")
    (target.ground / "x").symlink_to("secret.d/x")
    (target.ground / "server.key").write_text("SECRET")
    (target.ground / "plain").symlink_to("server.key")
    for name in ("secret.d/x", "x", "server.key", "plain"):
        assert why(target, name) is Why.OUTSIDE
    assert target.runner.names_in(FOLDER, str(target.ground), "") == ("a.log", "plain", "x")


def test_links_inside_are_followed(target):
    (target.ground / "current").symlink_to("a.log")
    ran, out, _ = target.run("view", file=f"{target.ground}/current")
    assert (ran.status, out) == (0, b"line\n")
    assert target.of("command.run")[0].path == f"{target.ground}/a.log"


def test_what_is_not_there_or_no_file_is_refused_in_words(target):
    os.mkfifo(target.ground / "fifo")
    (target.ground / "folder").mkdir()
    (target.ground / "loop").symlink_to("loop")
    assert why(target, "missing") is Why.NOT_THERE
    assert why(target, "loop") is Why.NOT_THERE
    assert why(target, "missing/deeper") is Why.NOT_THERE
    assert why(target, "fifo") is Why.ANOTHER_KIND
    assert why(target, "folder") is Why.ANOTHER_KIND
    assert target.run("look", folder=f"{target.ground}/a.log")[0].why is Why.ANOTHER_KIND
    assert target.of("command.ended")[-1].refused == "another-kind"
    assert target.executed == []


def test_names_that_are_no_text_are_refused_in_words(target):
    for number, name in enumerate((b"\xff.log", b"tab\t.log", b"\x1b]52;c;eA==\x07", b"line\nfeed")):
        (target.ground / os.fsdecode(name)).write_text("x")
        (target.ground / f"link{number}").symlink_to(os.fsdecode(name))
        assert why(target, f"link{number}") is Why.NAME
    assert target.executed == []


def test_an_argument_the_targets_encoding_does_not_have_is_refused(tmp_path):
    with a_target(tmp_path.resolve()) as target:
        target.encoding = Encoding.EUC_JP
        assert why(target, "🗾.log") is Why.ENCODING
        assert target.run("say", word="🗾")[0].why is Why.ENCODING
        assert target.asked == []


def test_names_that_look_like_options_are_names(target):
    (target.ground / "-rf").write_text("dash\n")
    (target.ground / "$(id)'\"").write_text("odd\n")
    assert target.run("view", file=f"{target.ground}/-rf")[1] == b"dash\n"
    assert target.run("view", file=f"{target.ground}/$(id)'\"")[1] == b"odd\n"


def test_a_hard_link_is_the_file_it_is(target):
    """The limit, said aloud: who can make a hard link inside a root has put the file there (fs.protected_hardlinks)."""
    (target.directory / "elsewhere").write_text("elsewhere\n")
    os.link(target.directory / "elsewhere", target.ground / "hard")
    assert target.run("view", file=f"{target.ground}/hard")[1] == b"elsewhere\n"
