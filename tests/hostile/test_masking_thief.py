"""A thief at the masking of a shell: whatever he paints, no value stands whole in the window, and each is told."""

import pytest

from gateway.guards.emulator.emulator import Emulator
from gateway.guards.emulator.widths import width_of
from gateway.guards.masking import Masker
from tests.gateway.guards.masking.a_person import Told

PHONE, MAIL, RARE = "090-1234-5678", "taro.yamada@example.co.jp", "鷁塚 侃鷹"  # the name is in no list
ADDRESS, LINE, CARD = (
    "大阪府大阪市北区梅田1-2-3",
    "CAF1234567890",
    "4111-1111-1111-1112",
)  # and the card no card but by its label
LABELLED = [
    ("電話番号", PHONE),
    ("mail", MAIL),
    ("氏名", RARE),
    ("住所", ADDRESS),
    ("card", CARD),
    ("生年月日", "1980-01-02"),
    ("回線ID", LINE),
]
ALTERNATE, IDLE = "\x1b[?1049h", None
COLUMNS, ROWS = 80, 24


def ever_shown(
    *pieces: str | tuple[int, int] | None, columns: int = COLUMNS, rows: int = ROWS
) -> tuple[str, list[str]]:
    """Every picture that a terminal has had, one behind another; and the kinds that were told. A pair is a new size."""
    told, pictures = Told(), []
    masker, terminal = Masker(told, columns=columns, rows=rows), Emulator(columns, rows)
    for piece in pieces:
        if isinstance(piece, tuple):
            masker.resize(*piece)
            terminal.resize(*piece)
        passed = masker.feed(piece.encode()) if isinstance(piece, str) else masker.idle()
        terminal.feed(passed.data.decode())
        pictures.append("\n".join("".join(row).rstrip() for row in terminal.cells))
    return "\n\n".join(pictures), [kind.value for kind in told.kinds]


def clear(value: str, shown: str) -> int:
    """The longest part of the value that stands somewhere, however wide it is apart."""
    value, shown = value.replace(" ", ""), shown.replace(" ", "")
    sizes = range(len(value), 0, -1)
    return next((n for n in sizes if any(value[at : at + n] in shown for at in range(len(value) - n + 1))), 0)


def cells(text: str) -> int:
    return sum(map(width_of, text))


def apart(text: str) -> list[tuple[int, str]]:
    """Each character with the column in which it stands."""
    return [(1 + cells(text[:at]), sign) for at, sign in enumerate(text)]


PAINTED = {
    "letter by letter": lambda text: [each for sign in text for each in (sign, IDLE)],
    "at a place": lambda text: [f"{ALTERNATE}\x1b[5;3H{text}"],
    "at a place, letter by letter": lambda text: [f"{ALTERNATE}\x1b[5;3H", *(each for sign in text for each in (sign, IDLE))],
    "twice, over itself": lambda text: ["".join(sign + "\b" * cells(sign) + sign for sign in text)],
    "over something else": lambda text: ["".join("x" * cells(sign) + "\b" * cells(sign) + sign for sign in text)],
    "from behind": lambda text: ["".join(f"\x1b[{at}G{sign}" for at, sign in reversed(apart(text)))],
    "every other letter": lambda text: [
        "".join(f"\x1b[{at}G{sign}" for at, sign in [*apart(text)[::2], *apart(text)[1::2]])
    ],
    "inserting": lambda text: ["\x1b[4h" + "".join(sign + "\b" * cells(sign) for sign in reversed(text)) + "\x1b[4l"],
    "making room": lambda text: ["".join(f"\x1b[{cells(sign)}@{sign}" + "\b" * cells(sign) for sign in reversed(text))],
    "taking out": lambda text: ["".join(f"#{sign}" for sign in text) + "\r" + "".join(f"\x1b[P\x1b[{cells(s)}C" for s in text)],
    "erasing between": lambda text: ["".join(f"{sign}x\b\x1b[K" for sign in text)],
    "erasing one cell between": lambda text: ["".join(f"{sign}x\b\x1b[X" for sign in text)],
    "repeating": lambda text: ["".join(f"{sign}\x1b[b" + "\b" * cells(sign) for sign in text)],
    "from stop to stop": lambda text: [
        f"{ALTERNATE}\x1b[3g" + "".join(f"\x1b[{at}G\x1bH" for at, _ in apart(text)) + "\x1b[3;1H",
        "".join(sign + "\b" * cells(sign) + "\t" for sign in text),
    ],
    "rolling in a region": lambda text: [f"{ALTERNATE}\x1b[5;10r\x1b[10;1H{text}\r\n\r\n\r\n\x1b[r"],
    "pushed down": lambda text: [f"{ALTERNATE}\x1b[H{text}\x1b[H\x1bM\x1bM"],
    "with marks": lambda text: ["\u0301".join(text)],
    "with marks of another script": lambda text: ["\u05b0\u0e34".join(text)],
    "with joiners": lambda text: ["\u200b\u2060".join(text)],
    "with colours": lambda text: ["\x1b[31m".join(text)],
    "with many colours": lambda text: [("\x1b[m" * 20).join(text)],
    "behind what was erased": lambda text: [f"a\x1b[1K{text}"],
    "behind what was erased everywhere": lambda text: [f"a\x1b[2J{text}"],
    "going away and coming back": lambda text: [text[:9], "\x1b7\x1b[9;9Hx\x1b8", text[9:]],
    "pausing, and going away": lambda text: [text[:9], IDLE, "\x1b7\x1b[9;9Hx\x1b8", text[9:]],
    "in two rows": lambda text: [" " * (COLUMNS - cells(text) + 5) + text],
    "in two rows of a page": lambda text: [
        f"{ALTERNATE}\x1b[5;{COLUMNS - cells(text[:-4]) + 1}H{text[:-4]}\x1b[6;1H{text[-4:]}"
    ],
    "on another page in between": lambda text: [
        f"\x1b[?47h\x1b[3;1H{text[:-4]}", IDLE, "\x1b[?47l", IDLE, "\x1b[?47h", text[-4:]
    ],
    "in another size": lambda text: [f"{ALTERNATE}\x1b[3;1H{text}", (60, 20), IDLE, (100, 30), IDLE],
    "in a pane": lambda text: [f"{ALTERNATE}\x1b[3;1Hx{' ' * 19}│{text}\x1b[4;1Hy{' ' * 19}│z"],
}  # fmt: skip


@pytest.mark.parametrize("way", PAINTED)
@pytest.mark.parametrize(("label", "value"), LABELLED, ids=[label for label, _ in LABELLED])
def test_R05_however_a_labelled_value_is_painted_it_never_stands_there(label: str, value: str, way: str) -> None:
    shown, kinds = ever_shown(*PAINTED[way](f"{label}: {value}"), "\r\n", IDLE)
    assert clear(value, shown) < (6 if value != RARE else 2)
    assert kinds


@pytest.mark.parametrize("way", ["from behind", "every other letter"])
def test_R05_what_only_a_later_label_says_is_told_and_hidden_then(way: str) -> None:
    pieces = [each for piece in PAINTED[way](f"氏名: {RARE}") for each in (piece, IDLE)]
    shown, kinds = ever_shown(*pieces, "\r\n", IDLE)
    assert clear(RARE, shown.split("\n\n")[-1]) < 2
    assert kinds == ["name"]


@pytest.mark.parametrize("sequence", ["\x1b[m", "\x1b[1;31m", "\x1b[?25h", "\x1b=", "\x0f"])
@pytest.mark.parametrize("times", [15, 16, 17, 300])
@pytest.mark.parametrize("value", [PHONE, MAIL])
def test_R05_any_number_of_sequences_within_a_value_hides_nothing(sequence: str, times: int, value: str) -> None:
    shown, kinds = ever_shown("tel ", value[:6], sequence * times, value[6:], "\r\n", IDLE)
    assert clear(value, shown) < 4
    assert kinds


@pytest.mark.parametrize(
    "pieces",
    [
        ("tel 090-12", IDLE, "\x1b[B\x1b[A34-5678\r\n", IDLE),
        ("xxx-xxxx-5678", IDLE, "\r090-1234", IDLE, "\r\n", IDLE),
        ("090-123", IDLE, "\x1b[s", IDLE, "\x1b[10;1H x", IDLE, "\x1b[u", IDLE, "4-5678", IDLE, "\r\n", IDLE),
        ("tel 090-12", IDLE, "\x1b[m" * 20, IDLE, "34-5678\r\n", IDLE),
        ("name 090-1234-5", IDLE, "\x1b7\x1b[12;40Hq\x1b8678", IDLE, "\r\n", IDLE),
    ],
    ids=["down-up", "overwritten", "elsewhere-between", "sequences-between", "saved-restored"],
)
def test_R05_a_value_over_a_pause_and_a_move_of_the_cursor_is_one_value(pieces: tuple[str | None, ...]) -> None:
    shown, kinds = ever_shown(*pieces)
    assert clear(PHONE, shown) < 8
    assert PHONE not in shown
    assert "phone" in kinds


@pytest.mark.parametrize("border", "│┃║|")
@pytest.mark.parametrize("value", [PHONE, MAIL, "4111111111111111"], ids=["phone", "mail", "card"])
@pytest.mark.parametrize("pane", [0, 1], ids=["left", "right"])
@pytest.mark.parametrize("wide", [8, 10])
def test_R05_values_that_wrap_within_a_pane_are_masked_and_told(border: str, value: str, pane: int, wide: int) -> None:
    lines = [value[at : at + wide] for _ in range(3) for at in range(0, len(value), wide)]
    rows = []
    for number in range(1, 13):
        parts = ["log", "log"]
        parts[pane] = lines[number - 1] if number <= len(lines) else ""
        rows.append(f"\x1b[{number};1H{parts[0]:<{wide if pane == 0 else 20}}{border}{parts[1]}")
    shown, kinds = ever_shown(ALTERNATE, "".join(rows), IDLE, columns=wide + 21)
    assert clear(value, shown) < 6
    assert kinds


def test_R05_a_table_in_a_pane_has_its_own_header() -> None:
    rows = ["id,氏名,memo", f"1,{RARE},x", f"2,{RARE},y"]
    painted = "".join(f"\x1b[{at};1H{row}\x1b[{at};40H│log {at}, x" for at, row in enumerate(rows, 1))
    shown, kinds = ever_shown(ALTERNATE + painted, IDLE)
    assert clear(RARE, shown) < 2
    assert kinds == ["name"]


@pytest.mark.parametrize("value", [PHONE, "〒530-0001 大阪府大阪市北区梅田1-2-3"])
def test_R05_a_slow_stream_shows_no_more_than_a_fast_one(value: str) -> None:
    """`pv -qL 40 file`: a character each 25 ms; nobody typed anything."""
    shown, kinds = ever_shown("tel: ", *(each for letter in value for each in (letter, IDLE)), "\r\n", IDLE)
    assert clear(value, shown) < 6
    assert kinds


def test_R05_a_slow_stream_shows_no_more_of_a_mail_address_than_its_local_part() -> None:
    shown, kinds = ever_shown("to ", *(each for letter in MAIL for each in (letter, IDLE)), "\r\n", IDLE)
    assert clear(MAIL, shown) <= len("taro.yamada@")
    assert kinds


@pytest.mark.parametrize("separator", ["・", "\u2800", "－", "−", "ー", "‐", " ", "\u3000", " - ", ".", "\u05b0"])
def test_R05_a_number_with_other_separators_is_masked_and_told(separator: str) -> None:
    shown, kinds = ever_shown(f"tel: {PHONE.replace('-', separator)}\r\n", IDLE)
    assert "phone" in kinds
    assert clear(PHONE.replace("-", separator), shown) < 4


@pytest.mark.parametrize(
    "digits", ["零一二三四五六七八九", "零壱弐参肆伍陸漆捌玖", "〇ⅠⅡⅢⅣⅤⅥⅦⅧⅨ", "⓪①②③④⑤⑥⑦⑧⑨", "𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡"]
)
def test_R05_the_digits_of_any_script_are_digits(digits: str) -> None:
    written = PHONE.translate({ord(str(value)): sign for value, sign in enumerate(digits)})
    shown, kinds = ever_shown(f"tel: {written}\r\n", IDLE)
    assert "phone" in kinds
    assert clear(written, shown) < 4


def test_R07_rows_that_trade_places_are_news() -> None:
    """Ten rows of one digit each would tell any number by where they stand, and say nothing new."""
    told = Told()
    masker = Masker(told, columns=COLUMNS, rows=ROWS)
    masker.feed((ALTERNATE + "".join(f"\x1b[{row};1H{row - 1}" for row in range(1, 11))).encode())
    masker.idle()
    before = len(told.text)
    masker.feed("".join(f"\x1b[{row};1H{sign}" for row, sign in enumerate("3902817465", 1)).encode())
    masker.idle()
    assert len(told.text[before:].split()) >= 9
