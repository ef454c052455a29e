"""quoted: what a shell makes of the string is the vector again, argument by argument, byte by byte.

Tried with every shell of dash, bash and busybox that is installed here; each runs /usr/bin/printf, which prints its arguments.
"""

import os
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.commands.quoting import Unquotable, quoted
from gateway.vocabulary.outcome import GatewayFault

SHELLS = [
    [found, *rest]
    for name, *rest in (["dash", "-c"], ["bash", "-c"], ["busybox", "sh", "-c"])
    if (found := shutil.which(name))
]
PRINTS = (shutil.which("printf") or "/usr/bin/printf", r"%s\0")
END = "end of a vector"
NASTY = (
    "",
    " ",
    "'",
    "''",
    "'\\''",
    '"',
    "\\",
    "\\'",
    "$(id)",
    "`id`",
    "${IFS}",
    "$HOME",
    "*",
    "?",
    "[a-z]*",
    "~",
    "~root",
    "!!",
    "!1",
    "#x",
    "a;b",
    "a|b",
    "a&b",
    "<a",
    ">a",
    "{a,b}",
    "(a)",
    "-n",
    "--",
    "-",
    "\t",
    "\x1b[2J",
    "\x01",
    "\x7f",
    "\u2028",
    "｜；＄（）",
    "山田 太郎",
    "ソ表能\\",
    "\x85",
    "𠮷",
    "a=b",
    "\u0085",
    "%s\\0",
    "if",
    "&&",
    "\\\\n",
)
ARGUMENT = st.one_of(
    st.sampled_from(NASTY),
    st.text(alphabet="'\"\\$`!*?[]{}()<>|&;~#= \t-a", max_size=12),
    st.text(alphabet=st.characters(exclude_characters="\x00\r\n", exclude_categories=["Cs"]), max_size=20),
)
VECTORS = st.lists(st.lists(ARGUMENT, min_size=1, max_size=6), min_size=1, max_size=12)


def arrived(
    shell: list[str], vectors: list[list[str]], encoding: str = "utf-8", locale: str = "C.UTF-8"
) -> list[list[bytes]]:
    """What each vector became, all of them in one run of the shell."""
    script = "\n".join(quoted([*PRINTS, *vector, END]) for vector in vectors).encode(encoding)
    environment = {"PATH": os.environ["PATH"], "LC_ALL": locale, "HOME": "/"}
    command = [*map(os.fsencode, shell), script]
    done = subprocess.run(command, capture_output=True, env=environment, timeout=30, check=True)
    assert done.stderr == b""
    found: list[list[bytes]] = [[]]
    for argument in done.stdout.split(b"\0")[:-1]:
        found = [*found, []] if argument == END.encode() else [*found[:-1], [*found[-1], argument]]
    return found[:-1]


@pytest.mark.parametrize("shell", SHELLS, ids=lambda shell: shell[0].rpartition("/")[2])
@settings(max_examples=40, deadline=None)
@given(vectors=VECTORS)
def test_exactly_the_same_vector_arrives(shell: list[str], vectors: list[list[str]]) -> None:
    assert arrived(shell, vectors) == [[each.encode() for each in vector] for vector in vectors]


@pytest.mark.parametrize("shell", SHELLS, ids=lambda shell: shell[0].rpartition("/")[2])
def test_every_nasty_argument_and_every_pair(shell: list[str]) -> None:
    vectors = [[*NASTY], *([each] for each in NASTY), *([one, other] for one in NASTY[:12] for other in NASTY[:12])]
    assert arrived(shell, vectors) == [[each.encode() for each in vector] for vector in vectors]


@pytest.mark.parametrize("encoding", ["euc-jp", "cp932"])
@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
@pytest.mark.parametrize("shell", SHELLS, ids=lambda shell: shell[0].rpartition("/")[2])
def test_it_stays_whole_in_the_encodings_of_targets(shell: list[str], locale: str, encoding: str) -> None:
    """CP932 has characters whose second byte is a backslash, a pipe or a brace: they stand between quotes like the rest."""
    vectors = [
        ["ソ表能予申暴", "'ソ'", "山田'太郎", "ポ|ゴ", "ァ", "構'"],
        ["ｱｲｳ'"] if encoding == "cp932" else ["あ'"],
    ]
    assert arrived(shell, vectors, encoding, locale) == [
        [each.encode(encoding) for each in vector] for vector in vectors
    ]


@pytest.mark.parametrize("letter", ["\x00", "\r", "\n", "\r\n", "\ud800", "\udc80"])
@pytest.mark.parametrize("place", ["{}", "a{}b", "'{}'", "a{}"])
def test_R07_what_no_line_can_carry_is_refused(letter: str, place: str) -> None:
    with pytest.raises(Unquotable):
        quoted(["cat", place.format(letter)])
    with pytest.raises(Unquotable):
        quoted([place.format(letter)])


@pytest.mark.parametrize("vector", [[], [""], ["A=b", "cat"], ["", "cat"]])
def test_a_vector_begins_with_a_program(vector: list[str]) -> None:
    with pytest.raises(GatewayFault):
        quoted(vector)


def test_nothing_is_left_outside_quotes() -> None:
    assert quoted(["tail", "-n", "it's"]) == r"""'tail' '-n' 'it'\''s'"""
