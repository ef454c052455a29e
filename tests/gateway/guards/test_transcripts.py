"""What real programs paint passes byte for byte; what is missing is listed here, and would all be counted.

The transcripts were recorded in a pty, in namespaces of their own (host `callcenter-app`, nobody's files), with nobody to answer
queries: TERM=xterm-256color, `-screen` TERM=screen-256color, `-linux` TERM=linux, `mc-mono` TERM=vt100; C.UTF-8, or `-euc-jp` and
`-cp932` in locales ja_JP.EUC-JP and ja_JP.WINDOWS-31J. vim 9.0, less 590, procps 4.0, htop 3.2, tmux 3.3a, screen 4.9, mc 4.8.29,
nano 7.2, gcc 12, git 2.39, bash 5.2, man-db 2.11, wget, curl, pip, apt of Debian 12.
"""

import re
from collections import Counter
from pathlib import Path

import pytest

from gateway.guards.stage import Weight
from gateway.vocabulary.target import Encoding
from tests.gateway.guards.terminal.strict import forms
from tests.gateway.guards.terminal.test_escape import shown

FOLDER = Path(__file__).parent / "transcripts"
TRANSCRIPTS = sorted(FOLDER.glob("*.bin"))
# What may be missing, spelled out.
TITLES = [b"\x1b[22;0;0t", b"\x1b[23;0;0t", b"\x1b[22;1t", b"\x1b[22;2t", b"\x1b[23;1t", b"\x1b[23;2t"]
TITLES += [b"\x1b]0;mc [root@callcenter-app]:~\x07"]
QUERIES = [b"\x1b[6n", b"\x1b[c", b"\x1b[>c", b"\x1b[>q", b"\x1b[?4m", b"\x1bPzz\x1b\\", b"\x1b[?0c", b"\x1b[?1c"]
PALETTE = [b"\x1b]10;?\x07", b"\x1b]11;?\x07"]
MODES = [b"\x1b[?1001s", b"\x1b[?1001r", b"\x1b[?7727h", b"\x1b[?7727l"]  # hilite tracking; mintty's own
UNKNOWN = [b"\x1b[0%m"]  # vim tries whether a terminal knows its grammar
LINK = b"https://gcc.gnu.org/onlinedocs/gcc/Warning-Options.html#index-W"
LINKS = [b"\x1b]8;;" + LINK + name + b"\x07" for name in (b"int-conversion", b"format=", b"unused-variable")]
LINKS += [b"\x1b]8;;\x07"]
MISSING = [*TITLES, *QUERIES, *PALETTE, *MODES, *UNKNOWN, *LINKS]


def encoding_of(path: Path) -> Encoding:
    return next((one for one in (Encoding.EUC_JP, Encoding.CP932) if path.stem.endswith(one.value)), Encoding.UTF_8)


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_R03_what_a_real_program_paints_is_unchanged(path):
    data, findings = shown(path.read_bytes(), encoding_of(path))
    expected, taken = path.read_bytes().decode(encoding_of(path), "replace").encode(), Counter[bytes]()
    for sequence in MISSING:
        taken[sequence] = expected.count(sequence)
        expected = expected.replace(sequence, b"")
    assert data == expected
    assert {finding.weight for finding in findings} <= {Weight.COUNTED}
    assert len(findings) == sum(taken.values())
    assert len(forms(data)) > 5


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_R03_and_so_it_is_byte_by_byte(path):
    stream, encoding = path.read_bytes()[:6000], encoding_of(path)
    assert shown([stream[at : at + 1] for at in range(len(stream))], encoding) == shown(stream, encoding)


def test_the_programs_of_the_requirement_are_there():
    names = {path.stem.split("-")[0] for path in TRANSCRIPTS}
    assert names >= {"vim", "less", "top", "htop", "tmux", "screen", "mc", "nano", "man"}
    assert names >= {"gcc", "git", "bash", "wget", "curl", "pip", "apt"}


def test_R37_transcripts_hold_nothing_of_the_machine_that_made_them():
    for path in TRANSCRIPTS:
        assert not re.search(rb"/(tmp|home|work)/|/root|/\.pyenv", path.read_bytes()), path.name
