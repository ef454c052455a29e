"""Which vectors may be listed: no shell, no editor, no slot that could be read as an option."""

import pytest

from gateway.authorization.commands.lists import Slot, Vector
from gateway.authorization.commands.parameters import Choice, Kind, Parameter
from gateway.authorization.commands.vectors import ARGUMENTS_MAX, Privilege, vector_of
from gateway.authorization.strict_table import StrictTable
from gateway.authorization.unfit import PolicyUnfit
from tests.gateway.authorization.commands.an_offer import a_parameter, everything


def read(arguments: object, *parameters: Parameter, privilege: Privilege = Privilege.NONE) -> Vector:
    return vector_of(StrictTable("commands/x.toml", {"vector": arguments}), "vector", parameters, privilege)


def refused(arguments: object, *parameters: Parameter, privilege: Privilege = Privilege.NONE) -> str:
    with pytest.raises(PolicyUnfit) as found:
        read(arguments, *parameters, privilege=privilege)
    return found.value.what


def test_slots_stand_alone_or_behind_their_option() -> None:
    number = a_parameter(Kind.NUMBER, minimum=1, maximum=9)
    assert read(["tail", "--lines={value}", "-q"], number) == ("tail", Slot(parameter="value", before="--lines="), "-q")
    assert read(["vmstat", "{value}"], number) == ("vmstat", Slot(parameter="value"))


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        "tail",
        ["tail", 1],
        ["tail"] * (ARGUMENTS_MAX + 1),
        ["tail", "{value}x"],
        ["tail", "{value}{value}"],
        ["tail", "{}"],
        ["tail", "{"],
        ["tail", "{value"],
        ["tail", "a\nb"],
        ["tail", "a\x00"],
        ["tail", "あ"],
        ["tail", "x" * 2001],
        ["{value}"],
        ["/usr/bin/tail"],
        ["./tail"],
        [""],
        ["A=b", "tail"],
        ["tail", "{other}"],
        ["tail", "{value}", "--x={value}"],
    ],
)
def test_what_is_no_vector(arguments: object) -> None:
    assert refused(arguments, a_parameter(Kind.NUMBER, minimum=1, maximum=9))


@pytest.mark.parametrize(
    "program",
    [
        "sh",
        "bash",
        "env",
        "xargs",
        "less",
        "vim",
        "python3",
        "perl",
        "awk",
        "sed",
        "tee",
        "dd",
        "curl",
        "ssh",
        "scp",
        "sudo",
        "su",
        "nohup",
        "timeout",
        "tar",
        "git",
        "man",
        "crontab",
        "tcpdump",
        "pg_dump",
        "systemd-run",
    ],
)
def test_R07_programs_that_run_others_write_or_carry_away_are_never_listed(program: str) -> None:
    assert "never listed" in refused([program])
    assert "never listed" in refused([f"/usr/bin/{program}"], privilege=Privilege.ROOT)


@pytest.mark.parametrize(
    "program", ["python3.11", "perl5.36", "vim.tiny", "nc.openbsd", "bash5", "docker", "zgrep", "mv"]
)
def test_R07_nor_is_another_version_of_one(program: str) -> None:
    assert "never listed" in refused([program])


@pytest.mark.parametrize("argument", ["-exec", "-delete", "-fprintf", "--pager=sh", "--use-compress-program=sh"])
def test_R07_nor_are_such_arguments(argument: str) -> None:
    assert refused(["find", ".", argument])


def test_R07_nor_does_a_parameter_bring_them_in() -> None:
    flag = a_parameter(Kind.FLAG, optional=True)
    choice = a_parameter(Kind.CHOICE, choices=(Choice(word="go", argument="-execdir"),))
    assert "runs programs" in refused(["find", ".", "-exec{value}", "id", ";"], flag)
    assert "an option" in refused(["find", ".", "{value}", "id", ";"], choice)
    assert read(["ps", "--sort={value}"], choice)


@pytest.mark.parametrize(
    "arguments",
    [
        ["cat", "/etc/shadow"],
        ["cat", "etc/shadow"],
        ["cat", "../x"],
        ["ls", ".."],
        ["grep", "-f/etc/shadow", "-e", "x"],
        ["journalctl", "--file=/srv/x"],
        ["psql", "--command=SELECT pg_read_file('/etc/passwd')"],
    ],
)
def test_R07_no_path_stands_in_a_vector(arguments: list[str]) -> None:
    assert "a path is opened by" in refused(arguments)
    assert "a path is opened by" in refused(["/usr/bin/cat", "/etc/shadow"], privilege=Privilege.ROOT)
    assert read(["psql", "--command=SELECT blks_hit / blks_read"])


@pytest.mark.parametrize(
    "arguments", [["systemctl", "edit"], ["systemctl", "set-environment"], ["ip", "netns", "exec"]]
)
def test_R07_nor_does_a_word_that_makes_it_another_program(arguments: list[str]) -> None:
    assert "never listed" in refused([*arguments, "x"])


@pytest.mark.parametrize(
    "arguments",
    [
        ["psql", "--command={value}"],
        ["mysql", "-e", "{value}"],
        ["journalctl", "--file={value}"],
        ["date", "--file={value}"],
        ["wc", "--files0-from={value}"],
        ["grep", "--file={value}"],
        ["sort", "--batch-size={value}"],
    ],
)
def test_R07_a_text_is_what_a_tool_looks_for_and_nothing_else(arguments: list[str]) -> None:
    for kind in (Kind.PATTERN, Kind.REGEX):
        assert refused(arguments, a_parameter(kind, minimum=1, maximum=9))


def test_R07_what_runs_as_root_has_an_absolute_path() -> None:
    assert read(["/usr/bin/systemctl", "reload"], privilege=Privilege.ROOT)
    for program in ("systemctl", "/tmp/x", "/usr/local/bin/x", "/usr/bin/../x", "/home/x/y", "sudo"):
        assert refused([program], privilege=Privilege.ROOT)


@pytest.mark.parametrize("kind", [Kind.FILE, Kind.FOLDER])
def test_R07_a_path_is_never_an_argument(kind: Kind) -> None:
    path = a_parameter(kind, root="logs")
    for arguments in (["tail", "--", "{value}"], ["tail", "--file={value}"], ["tail", "{value}"]):
        assert "never an argument" in refused(arguments, path)


@pytest.mark.parametrize(
    ("kind", "safe", "unsafe"),
    [
        (
            Kind.UNIT,
            [["--unit={value}"], ["--", "{value}"]],
            [["{value}"], ["-u", "{value}"], ["-u{value}"], ["{value}", "--"]],
        ),
        (Kind.NAMED, [["--db={value}"], ["--", "{value}"]], [["{value}"], ["-d", "{value}"], ["x={value}"]]),
        (Kind.PACKAGE, [["--", "{value}"]], [["{value}"]]),
        (
            Kind.PATTERN,
            [["-e", "{value}"], ["--regexp={value}"]],
            [["{value}"], ["--file={value}"], ["--", "{value}"], ["-e{value}"], ["-f", "{value}"]],
        ),
        (Kind.REGEX, [["-e", "{value}"]], [["{value}"], ["-E", "{value}"]]),
        (Kind.FLAG, [["-l{value}"], ["--all{value}"]], [["{value}"], ["x{value}"]]),
    ],
)
def test_R07_nothing_typed_can_be_read_as_an_option(kind: Kind, safe: list[list[str]], unsafe: list[list[str]]) -> None:
    parameter = a_parameter(kind, named="hosts" if kind is Kind.NAMED else None)
    for arguments in safe:
        assert read(["grep", *arguments], parameter)
    for arguments in unsafe:
        assert refused(["grep", *arguments], parameter)


def test_no_option_is_left_without_its_value() -> None:
    pattern = a_parameter(Kind.PATTERN, minimum=1, maximum=9, optional=True)
    number = a_parameter(Kind.NUMBER, minimum=1, maximum=9, optional=True)
    assert refused(["grep", "-e", "{value}"], pattern)
    assert refused(["tail", "-n", "{value}"], number)
    assert read(["tail", "--lines={value}"], number)
    assert read(["find", "-mmin", "-{value}"], a_parameter(Kind.NUMBER, minimum=1, maximum=9, default=3, optional=True))


def test_R07_no_shipped_vector_names_what_can_page_write_or_reach_out() -> None:
    for command in everything().commands.values():
        program = str(command.vector[0]).rpartition("/")[2]
        if program in ("journalctl", "systemctl", "dpkg-query", "resolvectl"):
            assert "--no-pager" in command.vector or command.vector[1] in ("is-active", "is-enabled"), command.name
        if program == "psql":
            assert {"--no-psqlrc", "--no-password", "--pset=pager=off"} <= set(command.vector)
            assert not any("query" in str(each) or "pg_stats" in str(each) for each in command.vector)
        if program == "ps":
            assert not any("args" in str(each) or "cmd" in str(each) for each in command.vector)
