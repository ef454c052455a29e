"""Valid terminal streams, drawn at random: exactly what the allow table lets through, on small screens where things meet."""

from hypothesis import strategies as st

COLUMNS, ROWS = 12, 6
SURE = ["a", "Z9", "x-y", "1234567890123", "漢", "かな", "カタ漢字", "ｱｲ", "│─┼", " ", "   "]
DOUBTFUL = ["é", "e\u0301", "か\u3099", "①", "Ω", "±", "😀", "👩\u200d💻", "❤\ufe0f", "\u200b", "\u0301", "⌚", "Ж"]
CONTROLS = ["\r", "\n", "\r\n", "\b", "\t", "\v", "\f", "\x0e", "\x0f", "\a"]
ESCAPES = [
    "\x1b7",
    "\x1b8",
    "\x1bD",
    "\x1bE",
    "\x1bM",
    "\x1bH",
    "\x1b(0",
    "\x1b(B",
    "\x1b)0",
    "\x1b)B",
    "\x1b=",
    "\x1b>",
]
STYLES = [
    "",
    "1",
    "0;31",
    "38;5;200",
    "48;2;1;2;3",
    "7",
    "22;27",
    "4",
    "4:3",
    "24",
    "58:5:9",
    "59",
    "39;49",
    "41",
    "9;53",
    "2;3;5",
    "21",
]
SHAPED = [
    "\x1b[g",
    "\x1b[3g",
    "\x1b[s",
    "\x1b[u",
    "\x1b[!p",
    "\x1b[2 q",
    "\x1b[0 q",
    "\x1b[4h",
    "\x1b[4l",
    "\x1b[>4;2m",
    "\x1b[>4m",
]
MODES = [1, 3, 5, 6, 7, 12, 25, 45, 47, 66, 69, 1000, 1002, 1004, 1006, 1015, 1047, 1048, 1049, 2004, 2026, 2027]
_number = st.one_of(st.just(""), st.integers(0, 14).map(str))

texts = st.sampled_from(SURE)
doubtful = st.sampled_from(DOUBTFUL)
controls = st.sampled_from(CONTROLS)
escapes = st.sampled_from(ESCAPES)
styles = st.sampled_from(STYLES).map("\x1b[{}m".format)
shaped = st.sampled_from(SHAPED)
one_number = st.builds("\x1b[{}{}".format, _number, st.sampled_from("@ABCDEFGILMPSTXZ`adeb"))
two_numbers = st.builds("\x1b[{};{}{}".format, _number, _number, st.sampled_from("Hfrs"))
erasing = st.builds("\x1b[{}{}".format, st.sampled_from(["", "0", "1", "2"]), st.sampled_from("JK"))
modes = st.builds("\x1b[?{}{}".format, st.sampled_from(MODES), st.sampled_from("hlsr"))

pieces = st.one_of(texts, texts, doubtful, controls, escapes, styles, shaped, one_number, two_numbers, erasing, modes)
streams = st.lists(pieces, max_size=30).map("".join)
