"""From a line to an invocation: positions, names, options, follow."""

import pytest

from gateway.authorization.commands.invocation import Why
from tests.gateway.authorization.commands.an_offer import everything, refusal, run

TAIL = ("tail", "--lines=20")


@pytest.mark.parametrize(
    "line",
    [
        "tail syslog 20",
        "tail syslog lines=20",
        "tail lines=20 syslog",
        "tail file=syslog lines=20",
        "tail lines=20 file=syslog",
        "tail -n 20 syslog",
        "tail -n20 syslog",
        "tail --lines=20 syslog",
        "tail --lines 20 syslog",
        "tail syslog -n 20",
        "tail 'syslog' '20'",
        "  tail   /var/log/syslog   20 ",
    ],
)
def test_one_command_many_spellings_one_vector(line: str) -> None:
    found = run(line)
    assert (found.vector(), found.values["file"], found.follow) == (TAIL, "/var/log/syslog", False)


@pytest.mark.parametrize("word", ["follow", "-f", "-F", "--follow"])
def test_follow(word: str) -> None:
    found = run(f"tail {word} syslog")
    assert found.follow
    assert found.vector() == ("tail", "--lines=20", "--follow")
    assert refusal(f"tail syslog {word} {word}").why is Why.SURPLUS


def test_the_longest_name_is_meant() -> None:
    assert run("journalctl list-boots").command.name == "journalctl list-boots"
    assert run("journalctl unit=list-boots").command.name == "journalctl"
    assert run("ip addr").command.name == "ip addr"
    assert refusal("'ip' addr").why is Why.UNLISTED
    assert refusal("'ip addr'").why is Why.UNLISTED


def test_other_names_mean_the_same_command() -> None:
    for line in ("less syslog", "cat syslog", "more syslog", "view syslog"):
        assert (run(line).command.name, run(line).vector()) == ("view", ("cat",))
    assert run("ps aux").vector() == run("ps -ef").vector() == run("ps").vector()
    assert run("ip a").command.name == run("ip addr show").command.name == "ip addr"
    assert refusal("unattended-upgrade").why is refusal("backup ls").why is Why.ELSEWHERE


def test_a_number_may_stand_behind_the_dash_as_people_write_it() -> None:
    assert run("tail -50 syslog").vector() == run("tail -n 50 syslog").vector()
    assert refusal("tail -50 -n 3 syslog").why is Why.SURPLUS
    assert refusal("tail -0 syslog").why is refusal("tail -5001 syslog").why is Why.VALUE
    assert refusal("ls -3").why is refusal("tail -3x syslog").why is Why.OPTION
    assert run("tail -''3").values["file"] == "/var/log/-3"


def test_flags_may_be_bundled_as_people_do() -> None:
    assert run("ls -latr").vector() == run("ls long all time reverse").vector()
    assert refusal("ls -lal").why is Why.SURPLUS
    assert refusal("ls -lR").why is Why.OPTION


def test_a_quoted_word_is_a_value_and_nothing_else() -> None:
    assert run("grep '-i' syslog").vector()[-2:] == ("-e", "-i")
    assert run("grep 'max=3' syslog").vector()[-2:] == ("-e", "max=3")
    assert run("grep 'ignore-case' syslog").vector()[-2:] == ("-e", "ignore-case")
    assert run("grep text=-i syslog").vector()[-2:] == ("-e", "-i")
    assert run("grep -''i syslog").vector()[-2:] == ("-e", "-i")
    assert run("grep max''=3 syslog").vector()[-2:] == ("-e", "max=3")
    assert refusal("ta''il syslog").why is Why.UNLISTED
    assert run("tail -''n 3").values["file"] == "/var/log/-n"
    assert run("tail 'follow'").values["file"] == "/var/log/follow"


def test_a_value_that_is_spelled_like_a_parameter() -> None:
    assert run("grep file syslog").values["text"] == "file"
    assert run("grep a=b syslog").values["text"] == "a=b"
    assert refusal("grep -m 3 -- syslog").why is Why.OPTION


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("tail", Why.MISSING),
        ("tail -n", Why.MISSING),
        ("tail lines=", Why.MISSING),
        ("tail syslog lines=", Why.VALUE),
        ("tail file=", Why.VALUE),
        ("tail syslog 20 30", Why.SURPLUS),
        ("tail syslog file=x", Why.SURPLUS),
        ("tail syslog -n 1 -n 2", Why.SURPLUS),
        ("tail -z syslog", Why.OPTION),
        ("tail --line=3 syslog", Why.OPTION),
        ("tail - ", Why.OPTION),
        ("tail -- syslog", Why.OPTION),
        ("uptime -s", Why.OPTION),
        ("uptime now", Why.SURPLUS),
        ("head syslog follow", Why.VALUE),
        ("journalctl follow until=10:00", Why.SURPLUS),
        ("grep x", Why.MISSING),
        ("ls --long=x", Why.OPTION),
        ("ls long=x", Why.VALUE),
        ("TAIL syslog", Why.UNLISTED),
        ("tail\u3000syslog", Why.LETTER),
    ],
)
def test_what_is_refused_and_why(line: str, why: Why) -> None:
    found = refusal(line)
    assert found.why is why
    assert found.text.ja
    assert found.text.en.isascii()


def test_a_refusal_shows_how_it_is_written() -> None:
    found = refusal("tail -z syslog")
    assert "tail FILE [lines=N] [follow]" in found.text.ja
    assert "-n --lines" in found.text.en


def test_every_command_runs_by_its_own_cases_for_somebody() -> None:
    for name, command in everything().commands.items():
        needed = [each for each in command.parameters if not each.optional]
        assert refusal(name, everything()).why is Why.MISSING if needed else run(name, everything()).command is command
