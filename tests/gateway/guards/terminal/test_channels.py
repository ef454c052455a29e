"""Each way to move data by a terminal's stream, in each spelling, whole and byte by byte: nothing arrives, and it is told."""

import base64

import pytest

from gateway.guards.stage import Weight
from gateway.vocabulary.target import Encoding
from tests.gateway.guards.terminal.test_escape import kinds, shown

SECRET = base64.b64encode("佐藤花子 09012345678".encode() * 3)
NOTED, COUNTED = Weight.NOTED, Weight.COUNTED
STRINGS = [
    (b"]", b"52;c;" + SECRET, "clipboard", NOTED),
    (b"]", b"52;ps0;" + SECRET, "clipboard", NOTED),
    (b"]", b"052;;" + SECRET, "clipboard", NOTED),
    (b"]", b"52;c;?", "clipboard", NOTED),
    (b"]", b"5522;type=write;" + SECRET, "clipboard", NOTED),
    (b"]", b"1337;Copy=:" + SECRET, "clipboard", NOTED),
    (b"]", b"1337;File=name=eA==;inline=0:" + SECRET, "file-transfer", NOTED),
    (b"]", b"01337;FilePart=" + SECRET, "file-transfer", NOTED),
    (b"]", b"5113;ac=data;d=" + SECRET, "file-transfer", NOTED),
    (b"]", b"46;" + SECRET, "file-transfer", NOTED),
    (b"]", b"777;notify;x;" + SECRET, "notification", NOTED),
    (b"]", b"9;" + SECRET, "notification", NOTED),
    (b"]", b"99;i=1;" + SECRET, "notification", NOTED),
    (b"]", b"9;4;1;50", "notification", COUNTED),
    (b"]", b"3;WM_X=" + SECRET, "device-control", NOTED),
    (b"]", b"424242;" + SECRET, "unknown", NOTED),
    (b"]", b"0;" + SECRET, "title", COUNTED),
    (b"]", b"2;" + SECRET, "title", COUNTED),
    (b"]", b"l" + SECRET, "title", COUNTED),
    (b"]", b"L" + SECRET, "title", COUNTED),
    (b"]", b"8;;https://x.invalid/" + SECRET, "hyperlink", COUNTED),
    (b"]", b"4;1;?", "palette", COUNTED),
    (b"]", b"11;?", "palette", COUNTED),
    (b"]", b"104", "palette", COUNTED),
    (b"]", b"7;file://x/" + SECRET, "shell-integration", COUNTED),
    (b"]", b"133;A", "shell-integration", COUNTED),
    (b"P", b"0;1;0q#0" + SECRET, "image", NOTED),
    (b"P", b"1p" + SECRET, "image", NOTED),
    (b"P", b"0;1|17/" + SECRET, "device-control", NOTED),
    (b"P", b"0;1;0{ @" + SECRET, "device-control", NOTED),
    (b"P", b"tmux;" + SECRET, "pass-through", NOTED),
    (b"P", b"1000p%begin " + SECRET, "pass-through", NOTED),
    (b"P", b"$qm", "query", COUNTED),
    (b"P", b"+q544e", "query", COUNTED),
    (b"_", b"Gf=100,a=T,t=d;" + SECRET, "image", NOTED),
    (b"_", SECRET, "device-control", NOTED),
    (b"^", SECRET, "device-control", NOTED),
    (b"X", SECRET, "device-control", NOTED),
]
SPELLINGS = {
    "7-bit": lambda letter: b"\x1b" + letter,
    "8-bit": lambda letter: bytes([letter[0] + 0x40]),
    "UTF-8": lambda letter: bytes([0xC2, letter[0] + 0x40]),
}
ENDS = {
    "BEL": b"\x07", "ST": b"\x1b\\", "8-bit ST": b"\x9c", "ST in UTF-8": b"\xc2\x9c", "CAN": b"\x18", "another": b"\x1b[m",
    "none": b"",
}  # fmt: skip


# In EUC-JP and CP932 a C1 control in UTF-8 is two letters; in CP932 a byte before a letter may be half of one.
CASES = [
    (spelling, encoding, *string)
    for spelling in SPELLINGS
    for encoding in Encoding
    for string in STRINGS
    if not (spelling == "UTF-8" and encoding is not Encoding.UTF_8)
    and not (spelling == "8-bit" and encoding is Encoding.CP932 and string[1][0] >= 0x40)
]


def ends_for(spelling: str, encoding: Encoding, letter: bytes) -> list[str]:
    """Which of ENDS end such a string there."""
    ends = ["ST", "CAN", "another", "none"]
    ends += ["BEL"] if letter == b"]" or spelling == "8-bit" else []
    ends += ["8-bit ST"] if encoding is not Encoding.CP932 else []
    return ends + (["ST in UTF-8"] if encoding is Encoding.UTF_8 else [])


@pytest.mark.parametrize(("spelling", "encoding", "letter", "body", "kind", "weight"), CASES)
def test_R03_no_string_arrives_in_any_spelling(spelling, encoding, letter, body, kind, weight):
    for name in ends_for(spelling, encoding, letter):
        stream = b"ab" + SPELLINGS[spelling](letter) + body + ENDS[name] + (b"ok" if name != "none" else b"")
        data, findings = shown(stream, encoding)
        kept = {"none": b"ab", "another": b"ab\x1b[mok"}.get(name, b"abok")
        assert data.replace("\ufffd".encode(), b"") == kept, name
        assert shown([stream[at : at + 1] for at in range(len(stream))], encoding) == (data, findings)
        told = (
            ("mojibake", COUNTED) if spelling == "8-bit" and kind in ("device-control", "unknown") else (kind, weight)
        )
        assert kinds(findings) == [told]


CLIPBOARD = b"\x1b]52;c;" + SECRET + b"\x07"


@pytest.mark.parametrize(
    "stream",
    [
        b"\x1bPtmux;" + CLIPBOARD.replace(b"\x1b", b"\x1b\x1b") + b"\x1b\\",
        b"\x1bP" + CLIPBOARD + b"\x1b\\",
        b"\x1bPtmux;\x1b\x1bPtmux;\x1b\x1b\x1b\x1b]52;c;" + SECRET + b"\x07\x1b\x1b\\\x1b\\",
        b"\x1bP\x1bP" + CLIPBOARD + b"\x1b\\\x1b\\",
    ],
    ids=["tmux", "screen", "tmux twice", "screen twice"],
)
def test_R03_no_wrapping_carries_anything_through(stream):
    data, findings = shown(b"ab" + stream + b"ok")
    assert data == b"abok"
    assert {("pass-through", NOTED), ("clipboard", NOTED)} <= set(kinds(findings))
    stream = b"ab" + stream + b"ok"
    assert shown([stream[at : at + 1] for at in range(len(stream))]) == (data, findings)


def test_R03_nothing_arrives_of_a_string_inside_another_in_8_bits():
    data, findings = shown(b"\xc2\x90tmux;\xc2\x9d52;c;" + SECRET + b"\x07\xc2\x9cok")
    assert (data, kinds(findings)) == (b"ok", [("pass-through", NOTED)])


@pytest.mark.parametrize("letter", [b"P", b"_", b"^", b"X"])
def test_R03_a_bell_ends_commands_only(letter):
    assert shown(b"ab\x1b" + letter + b"1;\x07" + SECRET + b"\r\n\x1b\\ok")[0] == b"abok"
    assert shown(b"ab\x1b]1;\r\n" + SECRET + b"\x07ok")[0] == b"abok"


@pytest.mark.parametrize("on", [b"\x1b[5i", b"\x9b5i", b"\xc2\x9b5i", b"\x1b[?5i", b"\x1b[0;5i", b"\x1b[005i"])
@pytest.mark.parametrize("off", [b"\x1b[4i", b"\xc2\x9b4i", b"\x1b[?4i", b"\x1bc", b"\x1b[!p", b""])
def test_R03_what_goes_to_a_printer_is_neither_printed_nor_shown(on, off):
    text = "佐藤花子\r\n".encode() + b"\x1b[1m09012345678\x1b]52;c;x\x07\x84\x05 "
    stream = b"ab" + on + text + off + (b"ok" if off else b"")
    data, findings = shown(stream)
    assert shown([stream[at : at + 1] for at in range(len(stream))]) == (data, findings)
    reset = off if off in (b"\x1bc", b"\x1b[!p") else b""
    assert data.replace("\ufffd".encode(), b"") == b"ab" + reset + (b"ok" if off else b"")
    assert sorted(kinds(findings)) == [("clipboard", NOTED), ("print", NOTED)]


QUERIES = [
    b"\x1b[c", b"\x1b[>c", b"\x1b[=c", b"\x1b[0c", b"\x1bZ", b"\x05", b"\x1b[5n", b"\x1b[6n", b"\x1b[?6n", b"\x1b[?996n",
    b"\x1b[x",
    b"\x1b[?25$p", b"\x1b[4$p", b"\x1b[1$w", b"\x1b[1;1;1;1;24;80*y", b"\x1b[>q", b"\x1b[>0q", b"\x1b[?u", b"\x1b[?4m",
    b"\x1b[14t",
    b"\x1b[18t", b"\x1b[19t", b"\x1b[?1;1;0S", b"\x1b[1'|", b"\x1b[1;2'z", b"\x1b[?2031h", b"\x1b[?2048h", b"\x1b[#R",
]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_R03_no_terminal_is_asked_to_answer(query):
    data, findings = shown(b"ab" + query + b"ok")
    assert (data, kinds(findings)) == (b"abok", [("query", COUNTED)])


@pytest.mark.parametrize(
    ("sequence", "kind", "weight"),
    [
        (b"\x1b[20t", "title-report", NOTED),
        (b"\x1b[21t", "title-report", NOTED),
        (b"\x1b[22;2t", "title", COUNTED),
        (b"\x1b[8;24;80t", "window", COUNTED),
        (b"\x1b[i", "print", NOTED),
        (b"\x1b[?1i", "print", NOTED),
        (b"\x1b[?38h", "device-control", COUNTED),  # Tektronix
        (b"\x1b\x0c", "device-control", COUNTED),
        (b"\x1b[?2l", "device-control", COUNTED),  # VT52
        (b"\x1b[?46h", "file-transfer", NOTED),
        (b'\x1b[62;1"p', "device-control", COUNTED),
        (b"\x1b G", "device-control", COUNTED),
        (b"\x1b[1q", "device-control", COUNTED),
        (b"\x1b[>1u", "keyboard", COUNTED),
        (b"\x1b[<u", "keyboard", COUNTED),
        (b"\x1b[>1;2m", "keyboard", COUNTED),
        (b"\x1b$B", "charset", COUNTED),
        (b"\x1b%G", "charset", COUNTED),
        (b"\x1b(A", "charset", COUNTED),
        (b"\x1bN", "charset", COUNTED),
        (b"\x1b~", "charset", COUNTED),
        (b"\x1b[?9001h", "mode", COUNTED),
        (b"\x1b[20h", "mode", COUNTED),
        (b"\x1b[1;2;3;4$r", "unknown", COUNTED),
        (b"\x1b[?1?2h", "unknown", COUNTED),
        (b"\x1b[1 2m", "unknown", COUNTED),
        (b"\x1b[38;5;256m", "unknown", COUNTED),
        (b"\x1b[38;2;1m", "unknown", COUNTED),
        (b"\x1b[5J", "unknown", COUNTED),
        (b"\x1b[1;2u", "unknown", COUNTED),
        (b"\x1b[1;2;3;4;5T", "unknown", COUNTED),  # mouse highlighting
        (b"\x1b[" + b"1;" * 33 + b"m", "unknown", COUNTED),
        (b"\x1b[?" + b"25;" * 16 + b"25h", "unknown", COUNTED),
        (b"\x1b6", "unknown", COUNTED),
        (b"\x1b#8", "unknown", COUNTED),
    ],
)
def test_R03_what_the_table_does_not_name_is_dropped(sequence, kind, weight):
    data, findings = shown(b"ab" + sequence + b"ok")
    assert (data, kinds(findings)) == (b"abok", [(kind, weight)])


def test_a_dropped_sequence_leaves_nothing_behind_that_a_terminal_could_join():
    assert shown(b"\x1b\x1b[5n]52;c;x\x07\x1b[c[5i")[0] == b"]52;c;x\x07[5i"
