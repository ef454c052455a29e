"""Streams at random in which values, labels, tables, escapes and moves meet."""

from hypothesis import strategies as st

from tests.gateway.guards.emulator import streams as screens

VALUES = [
    "090-1234-5678",
    "０３－１２３４－５６７８",
    "taro@example.com",
    "佐藤 太郎",
    "佐藤太郎様",
    "ｻﾄｳ ﾀﾛｳ",
    "530-0001",
    "東京都港区芝1-2-3",
    "4111 1111 1111 1111",
    "\\u4f50\\u85e4",
    "\\u0030\\u0039\\u0030-1234-5678",
    "1980-01-02",
    "0901234",
    "5678",
    "COP30939612",
    "鷁塚 侃鷹",
    "0 9 0 - 1 2 3 4 - 5 6 7 8",
    "090 - 1234 - 5678",
]
MARKS = [
    " ",
    "  ",
    ",",
    "、",
    "|",
    "\t",
    "-",
    "\\",
    "\\u",
    "\\ud842",
    "@",
    "'",
    '"',
    "１",
    "\u200b",
    "\u0301",
    "か\u3099",
    "😀",
]
LABELS = [
    "電話:",
    "氏名=",
    '"name": "',
    '", "tel": "',
    " id | 氏名 | 電話 \r\n----+------+----\r\n",
    "id,氏名,電話番号\r\n",
    '"氏名": [',
    '"], "tel": [',
    '"id","memo","氏名"\r\n1,"a\r\n',
    "birth\r\n",
    " name \r\n------\r\n",
    "氏名:\r\n  - ",
    "【氏名】",
    " id │ 氏名 \r\n────┼──────\r\n",
    "INSERT INTO t (id, name) VALUES\r\n",
    "(1, '",
    "id  phone  zip\r\n",
]
WORDS = [*MARKS, *LABELS, "x", "12", "\r\n", "\n", "z" * 100]
SEQUENCES = [
    "\x1b[m",
    "\x1b[31m",
    "\x1b[K",
    "\x1b[?25l",
    "\x1b[?2004h",
    "\a",
    "\x0f",
    "\r",
    "\b",
    "\f",
    "\x1b[m" * 17,
    "\x1b(B",
    "\x1b[1K",
    "\x1b[2J",
]

streams = st.lists(
    st.one_of(st.sampled_from(VALUES), st.sampled_from(WORDS), st.sampled_from(SEQUENCES), screens.pieces), max_size=24
).map("".join)
