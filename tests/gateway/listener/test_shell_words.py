"""Words as dash itself sees them: what can be run safely is compared with the real shell."""

import shlex
import subprocess
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.listener.shell_words import SUBSTITUTED, words_of

CASES = {
    b"scp -t .": [[b"scp", b"-t", b"."]],
    b"  a\tb  ": [[b"a", b"b"]],
    b"'a b' \"c d\" e\\ f": [[b"a b", b"c d", b"e f"]],
    b"s'c'p \"s\"\\cp": [[b"scp", b"scp"]],
    b"a;b&c|d&&e||f\ng": [[b"a"], [b"b"], [b"c"], [b"d"], [b"e"], [b"f"], [b"g"]],
    b"(a; b)": [[b"a"], [b"b"]],
    b"a # b": [[b"a"]],
    b"a#b": [[b"a#b"]],
    b"a >f 2>&1 b": [[b"a", b"b"]],
    b"<in a>out b": [[b"a", b"b"]],
    b"a '' b": [[b"a", b"", b"b"]],
    b'"a\\b\\"c"': [[b'a\\b"c']],
    b"a\\\nb": [[b"ab"]],
    b"$'s\\x63p' $'\\146'": [[b"scp", b"f"]],
    b"'open": [[b"open"]],
    b'"open': [[b"open"]],
    b"back\\": [[b"back"]],
    "scp -t ファイル".encode("euc-jp"): [[b"scp", b"-t", "ファイル".encode("euc-jp")]],
    b"": [],
    b";;;\n\n": [],
}


@pytest.mark.parametrize("text", CASES)
def test_words(text):
    assert words_of(text) == (CASES[text], [])


@pytest.mark.parametrize("text", [b"a $(b c) d", b"a `b c` d", b'a "$(b c)" d', b'a "`b c`" d', b"a <(b c) d"])
def test_what_is_substituted_stands_apart(text):
    commands, inside = words_of(text)
    assert inside == [b"b c"]
    assert [word for word in commands[0] if word != SUBSTITUTED] == [b"a", b"d"]


def test_parentheses_in_quotes_close_nothing():
    assert words_of(b"$(a ')' b) c")[1] == [b"a ')' b"]
    assert words_of(b"$(a $(b) c")[1] == [b"a $(b) c"]


@given(words=st.lists(st.binary(max_size=12).filter(lambda word: b"\0" not in word), min_size=1, max_size=6))
def test_what_shlex_quotes_comes_back(words):
    quoted = b" ".join(b"'" + word.replace(b"'", b"'\"'\"'") + b"'" for word in words)
    assert words_of(quoted) == ([words], [])


@settings(max_examples=40, deadline=None)
@given(text=st.text(alphabet="ab '\"\\", max_size=20))
def test_quotes_and_backslashes_as_dash_reads_them(text):
    ran = subprocess.run(
        ["dash", "-c", f'for word in {text}\ndo printf "%s\\0" "$word"; done'],
        capture_output=True,
        timeout=10,
        check=False,
    )
    if ran.returncode == 0 and not ran.stderr:
        said = ran.stdout.split(b"\0")[:-1]
        commands, _ = words_of(text.encode())
        assert [word for words in commands for word in words] == said


@given(data=st.binary(max_size=400))
def test_any_bytes_are_read_to_their_end(data):
    words_of(data)


@pytest.mark.parametrize("unit", [b"'", b'"', b"\\", b"$(", b"`", b"(", b"<", b"a ", b"$'\\", b'"$(', b"#\n"])
def test_a_long_command_takes_no_longer_than_it_is(unit):
    started = time.monotonic()
    words_of(unit * (120_000 // len(unit)))
    assert time.monotonic() - started < 2


def test_shlex_agrees_on_the_plain_case():
    assert words_of(b"git-upload-pack '/srv/a b.git'")[0][0] == [
        one.encode() for one in shlex.split("git-upload-pack '/srv/a b.git'")
    ]
