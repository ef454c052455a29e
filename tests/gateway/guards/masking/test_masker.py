"""Values in text from left to right: masked whatever stands between their characters, in their width, for every split."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.guards.detect import Kind
from gateway.guards.masking import Controls, Masker
from gateway.guards.observing import Together
from tests.corpus.ordinary import negatives
from tests.corpus.people import width
from tests.corpus.printed import positives
from tests.gateway.guards.masking.a_person import Told, by_bytes, shown
from tests.gateway.guards.masking.pieces import streams

ROWS = 6
DOCUMENTS = positives(7, ROWS)
ORDINARY = negatives(7)
NUMBER, MASKED = "090-1234-5678", "***-****-****"
ALTERNATE = "\x1b[?1049h"


def text_of(document):
    return document.data.decode(document.encoding)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: one.name)
def test_R05_no_value_of_any_document_is_shown(document):
    printed = shown(text_of(document))
    assert [label for label in document.labels if len(label.value) > 2 and label.value in printed] == []


LINES = [one for one in DOCUMENTS if ALTERNATE not in text_of(one) and "\x1b[H" not in text_of(one)]
"""Those from left to right; a whole screen is painted anew."""


@pytest.mark.parametrize("document", LINES, ids=lambda one: one.name)
def test_R05_every_row_keeps_its_width_and_its_sequences(document):
    before, after = (text.split("\n") for text in (text_of(document), shown(text_of(document))))
    sequence = re.compile(r"\x1b\[[0-9;]*[mK]")
    for old, new in zip(before, after, strict=True):
        assert sequence.findall(old) == sequence.findall(new)
        assert width(sequence.sub("", old)) == width(sequence.sub("", new))


@pytest.mark.parametrize("document", [*DOCUMENTS, *ORDINARY], ids=lambda one: one.name)
@pytest.mark.parametrize("size", [1, 7, 1024])
def test_R05_any_split_gives_the_same_bytes(document, size):
    stream = text_of(document).encode()[:6_000]
    assert by_bytes(stream, size=size) == by_bytes(stream, size=len(stream))


@settings(max_examples=200, deadline=None)
@given(streams, st.lists(st.integers(1, 12), max_size=30))
def test_R05_any_split_of_anything_gives_the_same_bytes(stream, sizes):
    masker, data, at = Masker(), b"", 0
    encoded = stream.encode()
    for size in sizes:
        data += masker.feed(encoded[at : at + size]).data
        at += size
    data += masker.feed(encoded[at:]).data + masker.close().data
    assert data == by_bytes(encoded) == by_bytes(encoded, size=len(encoded) or 1)


@settings(max_examples=100, deadline=None)
@given(streams, st.data())
def test_R05_and_so_it_is_with_keys_and_pauses_in_between(stream, data):
    """What was typed or how long it took: an event of its own, at its place of the stream."""
    places = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=4)))
    keys = data.draw(st.lists(st.sampled_from(["0", "9", "ls", "-12", " "]), min_size=4, max_size=4))
    outs = []
    for size in (1, 5, 1000):
        masker, out = Masker(), b""
        for key, (start, stop) in zip([*keys, ""], pairwise([0, *places, len(stream)]), strict=False):
            for at in range(start, stop, size):
                out += masker.feed(stream[at : min(at + size, stop)].encode()).data
            out += masker.idle().data
            masker.typed(key.encode())
        outs.append(out + masker.close().data)
    assert outs[0] == outs[1] == outs[2]


@pytest.mark.parametrize(
    "between", ["\x1b[m", "\x1b[1;31m", "\a", "\x0f", "\x1b[?25l", "\u200b", "\u0301", "\u200d", "\ufe0f", "\u2060"]
)
def test_R05_nothing_between_the_characters_hides_a_number(between):
    printed = shown(f"tel {between.join(NUMBER)} ok\r\n")
    assert not re.search(r"\d", re.sub(r"\x1b\[\??[0-9;]*[a-z]", "", printed))
    assert printed.startswith("tel ")
    assert printed.endswith(" ok\r\n")


@pytest.mark.parametrize(
    ("written", "hidden"),
    [
        ("０９０－１２３４－５６７８", "＊＊＊＊＊＊＊＊＊＊＊＊＊"),
        ("𝟎𝟗𝟎-𝟏𝟐𝟑𝟒-𝟓𝟔𝟕𝟖", MASKED),
        ("٠٩٠-١٢٣٤-٥٦٧٨", MASKED),
        ("+81 90-1234-5678", "*** **-****-****"),
        ("taro.yamada@example.co.jp", "****.******@*******.**.**"),
        ("4111 1111 1111 1111", "**** **** **** ****"),
        ("東京都千代田区丸の内1-2-3", "＊＊＊＊＊＊＊＊＊＊*-*-*"),
    ],
)
def test_R05_the_shape_stays_and_no_more(written, hidden):
    assert shown(f"値は {written} です\r\n") == f"値は {hidden} です\r\n"


@pytest.mark.parametrize("escape", [lambda sign: f"\\u{ord(sign):04x}", lambda sign: f"\\u{ord(sign):04X}"])
def test_R05_json_spelling_keeps_its_length(escape):
    name = "".join(map(escape, "佐藤太郎"))
    printed = shown(f'{{"id": 7, "name": "{name}", "tel": "{"".join(map(escape, NUMBER))}"}}\r\n')
    assert printed == f'{{"id": 7, "name": "{chr(92)}uff0a{chr(92)}uff0a{chr(92)}uff0a{chr(92)}uff0a", "tel": "' + (
        "".join(escape(sign) if sign == "-" else "\\u002a" for sign in NUMBER) + '"}\r\n'
    )


def test_R05_pairs_of_surrogates_are_one_character():
    printed = shown('{"氏名": "\\ud842\\udfb7野太郎"}\r\n')
    assert printed == '{"氏名": "\\u002a\\u002a＊＊＊"}\r\n'


def test_R05_ordinary_text_passes_byte_for_byte():
    stream = "".join(
        text_of(document) for document in ORDINARY if document.name in ("syslog", "compiler", "kernel", "dpkg")
    )
    assert shown(stream) == stream


@pytest.mark.parametrize("value", [NUMBER, "taro@example.com", "4111-1111-1111-1111", "530-0001"])
def test_R05_a_value_that_comes_slowly_is_not_told_digit_by_digit(value):
    masker = Masker()
    printed = b"".join(masker.feed(sign.encode()).data + masker.idle().data for sign in f"値: {value} ").decode()
    assert printed.count("*") >= len(re.sub(r"\W", "", value)) - 6
    assert value[:8] not in printed


def test_R05_under_a_header_it_is_hidden_from_its_first_letter_on():
    masker = Masker()
    masker.feed(" id | 氏名 | plan\r\n----+----+----\r\n  1 | ".encode())
    masker.idle()
    assert masker.feed("鰐".encode()).data + masker.idle().data == "＊".encode()


def test_R05_what_waits_is_bounded():
    masker = Masker()
    for count in range(1, 2000):
        masker.feed(b"x" if count % 7 else b"1")
        assert len(masker._stream._held) - masker._stream._shown <= 192


def test_R05_a_value_in_the_middle_of_a_run_without_end():
    for before in (0, 90, 95, 97, 150, 190, 400):
        printed = shown("x" * before + "電話" + NUMBER + "。")
        assert NUMBER[4:] not in printed


def test_R05_holds_says_whether_a_pause_lets_something_go():
    masker = Masker()
    assert not masker.holds
    assert masker.feed(b"word").data == b""
    assert masker.holds
    assert masker.idle().data == b"word"
    assert not masker.holds
    assert masker.idle().data == b""
    masker.feed(b" \x1b[3")
    assert not masker.holds
    masker.feed(b"1m\x1b[H")
    assert masker.on_screen


@pytest.mark.parametrize(
    "letters", ["ls -la /tmp\r\n", "echo 12 34 5\r\n", "090-1234-5678\r\n", "電話番号 03\r\n", "a@b.jp\r\n"]
)
def test_R05_an_echo_is_never_held(letters):
    masker = Masker()
    masker.feed(b"\x1b[?2004hme@host:~$ ")
    masker.idle()
    for letter in letters.removesuffix("\r\n"):
        masker.typed(letter.encode())
        assert masker.feed(letter.encode()).data == letter.encode()
        assert not masker.holds
    masker.typed(b"\r")
    assert masker.feed(b"\r\n").data == b"\r\n"


@settings(max_examples=100, deadline=None)
@given(streams, st.text("ab09 -@あ語", min_size=1, max_size=8))
def test_R05_wherever_it_comes_an_echo_is_never_held(stream, keys):
    masker = Masker(columns=200)
    masker.feed(stream.encode())
    masker.idle()
    masker.feed(b"\x1b[?1049l\x1b[!p\x1b[H\x1b[2J$ ")  # a shell asks again
    masker.idle()
    for key in keys:
        masker.typed(key.encode())
        data = masker.feed(key.encode()).data.decode()
        assert key in data or (key == " " and data == "\x1b[C")


def test_R05_echo_behind_a_prompt_that_ends_like_a_word():
    masker = Masker()
    masker.feed("氏名:".encode())
    masker.idle()
    masker.typed(b"s")
    assert masker.feed(b"s").data == b"s"


def test_R05_what_was_typed_shows_nothing_else():
    masker = Masker()
    masker.typed(b"cat x\r")
    assert masker.feed(f"cat x\r\n{NUMBER}\r\n".encode()).data.decode() == f"cat x\r\n{MASKED}\r\n"
    masker.typed(NUMBER[:3].encode())
    printed = masker.feed(f"{NUMBER}、".encode()).data.decode()
    assert printed == f"{NUMBER[:3]}-****-****、"


def test_R05_a_character_typed_in_two_pieces_is_one():
    masker, letter = Masker(), "語".encode()
    masker.typed(letter[:1])
    masker.typed(letter[1:])
    assert masker.feed(letter).data == letter


def test_R05_bytes_that_are_no_text_are_shown_as_such():
    masker = Masker()
    assert (masker.feed(b"a\xff b").data + masker.close().data).decode() == "a\ufffd b"


def test_the_stream_may_begin_again_after_its_end():
    masker = Masker()
    masker.feed(b"abc")
    assert masker.close().data == b"abc"
    assert masker.close().data == b""
    assert masker.feed(b"def ").data == b"def "


def test_R06_each_value_is_told_before_it_is_shown_with_what_stands_beside_it():
    told = Told()
    masker = Masker(told)
    masker.feed(f"受付 {NUMBER}、".encode())
    assert told.values == [(Kind.PHONE, b"09012345678", True, Together.ALONE)]
    masker.feed(b" a@example.com,\r\nb@example.com\r\nmail=c@example.com\r\n")
    assert [(kind, together) for kind, _, _, together in told.values[1:]] == [
        (Kind.MAIL, Together.BESIDE),
        (Kind.MAIL, Together.ALONE),
        (Kind.MAIL, Together.LABELLED),
    ]


def test_R06_a_mail_address_before_other_data_of_its_line_is_beside_them():
    told = Told()
    shown(f"a@example.com, {NUMBER}\r\n", masker=Masker(told))
    assert [together for *_, together in told.values] == [Together.BESIDE, Together.BESIDE]


@pytest.mark.parametrize("size", [1, 3, 500])
def test_R07_what_is_hidden_is_read_by_nobody_who_looks_for_codes(size):
    told = Told()
    by_bytes(f"a {NUMBER}\r\n{NUMBER[:4]}\x1b[m{NUMBER[4:]} b\r\n".encode(), size=size, masker=Masker(told))
    assert told.text == f"a {NUMBER}\n{NUMBER} b\n"
    assert told.shown == f"a {' ' * len(NUMBER)}\n{' ' * len(NUMBER)} b\n"


def test_R07_what_only_a_screen_can_show_begins_a_line_of_its_own():
    told = Told()
    masker = Masker(told)
    masker.feed(b"090,\x1b[A")
    assert told.text == "090,\n"


@pytest.mark.parametrize("value", ["0 9 0 - 1 2 3 4 - 5 6 7 8", "090 - 1234 - 5678"])
@pytest.mark.parametrize("size", [1, 2, 5])
def test_R05_a_number_with_spaces_around_its_dashes_is_one_run(value, size):
    assert not re.search(r"\d", by_bytes(f"tel {value} ok\r\n".encode(), size=size).decode())


@pytest.mark.parametrize("size", [1, 3, 500])
def test_R06_everything_that_is_shown_is_read_once_as_it_was(size):
    stream = f"a\x1b[31mb\x1b[m {NUMBER}\r\n\x1b[?2004h漢字\\u0041 {'z' * 300}\r\nend"
    told = Told()
    masker = Masker(told)
    by_bytes(stream.encode(), size=size, masker=masker)
    assert told.text == f"ab {NUMBER}\n漢字\\u0041 {'z' * 300}\nend"


def test_R06_what_a_pause_lets_go_is_read_before():
    told = Told()
    masker = Masker(told)
    masker.feed(b"word")
    assert told.text == ""
    masker.idle()
    assert told.text == "word"
    masker.feed(b"s \n")
    assert told.text == "words \n"


def test_the_gateways_own_words_come_behind_what_was_held():
    masker = Masker()
    masker.feed(b"half")
    assert masker.said("残り5分\r\n".encode()) == "half残り5分\r\n".encode()


def test_own_words_over_a_screen_are_painted_over():
    masker = Masker(columns=20, rows=4)
    masker.feed(f"{ALTERNATE}\x1b[2;2Htext".encode())
    masker.idle()
    assert masker.said(b"words") == b"words"
    assert b"\x1b[2J" in masker.repaint()
    assert b"\x1b[2J" not in masker.feed(b"x").data + masker.idle().data


def test_a_repaint_where_no_screen_is_kept_is_nothing():
    masker = Masker()
    masker.feed(b"abc\r\n")
    assert masker.repaint() == b""


def test_a_screen_is_kept_from_the_first_move_to_the_next_empty_line():
    masker = Masker()
    assert masker.feed(b"$ abc\b").data == b"$ "
    assert masker.on_screen
    masker.feed(b"x\r\n")
    assert not masker.on_screen
    assert masker.feed(b"plain ").data == b"plain "


def test_R05_a_number_painted_from_behind_is_hidden():
    assert NUMBER[-4:] not in shown(f"\x1b[14G{NUMBER[-4:]}\x1b[5G{NUMBER[:9]}\r\n")


def test_R05_a_screen_that_never_pauses_is_painted_by_the_clock():
    masker = Masker(columns=40, rows=5)
    masker.feed(f"{ALTERNATE}\x1b[Hone  ".encode())
    assert b"one" in masker.paint().data
    assert masker.paint().data == b""


def test_R05_the_window_grows_and_what_is_painted_fits():
    masker = Masker(columns=20, rows=4)
    masker.feed(ALTERNATE.encode())
    masker.idle()
    masker.resize(60, 10)
    masker.feed(b"\x1b[9;50Hthere")
    assert b"\x1b[9;50Hthere" in masker.idle().data


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (4_000_000_000, 4_000_000_000)])
def test_a_size_that_no_terminal_has(size):
    masker = Masker(columns=size[0], rows=size[1])
    masker.feed(f"{ALTERNATE}\x1b[5;5Hok".encode())
    assert b"ok" in masker.idle().data


def test_R05_where_controls_are_spelled_they_hide_nothing_and_no_screen_is_kept():
    told = Told()
    masker = Masker(told, controls=Controls.SPELLED)
    stream = f"tel {NUMBER[:5]}\x1b[5D{NUMBER[5:]}\b\r x\x1b[?1049h\x1b[2J\r\n"
    printed = shown(stream, masker=masker)
    assert printed == stream.replace(NUMBER[:5], MASKED[:5]).replace(NUMBER[5:], MASKED[5:])
    assert told.kinds == [Kind.PHONE]
