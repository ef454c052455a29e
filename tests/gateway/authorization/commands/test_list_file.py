"""A list's file: what is not known, not whole or not safe does not load, and the place is named."""

import pytest

from gateway.authorization.commands.list_file import RESERVED
from tests.gateway.authorization.commands.a_list import changed, the_list, unfit
from tests.gateway.authorization.commands.an_offer import everything


def test_a_list_as_it_stands() -> None:
    found = the_list()
    tail, restart, _, _, edit = found.commands
    assert (tail.reads, tail.privileged, tail.edits, tail.seconds) == ("file", False, False, 30)
    assert tail.follow is not None
    assert (restart.privileged, restart.list_id, restart.file) == (True, "example", "commands/example.toml")
    assert edit.edits
    assert found.cases == 11


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('name = "tail"', 'nam = "tail"', "name"),
        ('en = "last lines"', 'en = "last lines"\nshell = true', "shell"),
        ('en = "last lines"', 'en = "最後"', "en"),
        ('ja = "最後の行"', 'ja = "a\\u202eb"', "ja"),
        ('ja = "最後の行"', 'ja = ""', "ja"),
        ('name = "tail"', 'name = "Tail"', "name"),
        ('name = "tail"', 'name = "-tail"', "name"),
        ('name = "tail"', 'name = "a b c d"', "name"),
        ('name = "tail"', 'name = "ta il; x"', "name"),
        ('name = "tail"', 'name = "help me"', "name"),
        ('name = "tail"', 'name = "tail"\nalso = ["exit now"]', "also"),
        ('name = "tail"', 'name = "tail"\nalso = ["a|b"]', "also"),
        ('name = "tail"', 'name = "tail"\nalso = ["grep"]', "command.grep"),
        ('name = "tail"', 'name = "grep"', "command.grep"),
        ('reads = "file"', 'reads = "lines"', "reads"),
        ('kind = "unit", named = "units"', 'kind = "unit"', "parameter.unit"),
        ('reads = "file"', 'reads = "nothing"', "reads"),
        ('reads = "file"', "", "parameter.file"),
        ('reads = "file"', 'within = "file"', "within"),
        ('vector = ["tail", "--lines={lines}"]', 'vector = ["tail"]', "parameter.lines"),
        ('follow = ["tail", "--lines={lines}", "--follow"]', 'follow = ["tail", "--x={file}"]', "follow"),
        ("privileged = true", "privileged = false", "vector"),
        ("privileged = true", 'privileged = true\nfollow = ["/usr/bin/x", "--", "{unit}"]', "privileged"),
        ("privileged = true", "privileged = 1", "privileged"),
        ('reads = "file"\nvector = ["grep"', 'reads = "file"\nedits = true\nvector = ["grep"', "edits"),
        ("edits = true", 'edits = true\nfollow = ["cat"]', "edits"),
        ('vector = ["cat"]', 'vector = ["cat", "--number"]', "edits"),
        ('en = "restart"', 'en = "restart"\nseconds = 0', "seconds"),
        ('en = "restart"', 'en = "restart"\nseconds = 3601', "seconds"),
        ('name = "count", kind = "flag"', 'name = "text", kind = "flag"', "vector"),
        ('ja = "件数"', 'options = ["text"], ja = "件数"', "options"),
        ('options = ["-n"]', 'options = ["-n", "--follow"]', "parameter"),
        ('options = ["-n"]', 'options = ["-f"]', "parameter"),
        ('{name = "count", kind = "flag", ja', '{name = "count", kind = "file", root = "logs", ja', "vector"),
        ("[example]", "[example]\nrules = 1", "rules"),
    ],
)
def test_R07_what_does_not_fit_is_named(old: str, new: str, key: str) -> None:
    assert key in unfit(old, new).key


def test_an_optional_path_needs_a_default() -> None:
    found = unfit(
        'kind = "file", root = "logs", ja = "ファイル", en = "a file"},\n  {name = "lines"',
        'kind = "file", optional = true, root = "logs", ja = "x", en = "x"},\n  {name = "lines"',
    )
    assert found.key.endswith("parameter.file")


def test_there_is_only_one_path() -> None:
    found = unfit(
        '{name = "count", kind = "flag"',
        '{name = "other", kind = "folder", root = "logs", ja = "x", en = "x"},\n  {name = "count", kind = "flag"',
    )
    assert found.key.endswith("parameter.other") or "more than one path" in found.what


def test_a_privileged_command_takes_no_path() -> None:
    text = changed(
        'vector = ["tail", "--lines={lines}"]\nfollow = ["tail", "--lines={lines}", "--follow"]',
        'privileged = true\nvector = ["/usr/bin/tail", "--lines={lines}"]',
    )
    with pytest.raises(Exception, match="takes no path"):
        the_list(text)


def test_no_command_at_all() -> None:
    with pytest.raises(Exception, match="command"):
        the_list('ja = "x"\nen = "x"\ncommand = []\n')


def test_no_shipped_command_takes_a_word_of_the_prompt() -> None:
    assert not {name.split(" ")[0] for name in everything().commands} & RESERVED
