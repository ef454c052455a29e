import pytest

from gateway.guards.typed.keys import TYPED_MAX, Piece, Sort, piece_at

KEYS = [
    *(
        b"\x1b[" + final for final in (b"A", b"B", b"C", b"D", b"H", b"F", b"Z", b"I", b"O", b"E", b"a", b"c")
    ),  # paramless
    *(b"\x1b[1;%d%c" % (modifier, final) for modifier in range(2, 17) for final in b"ABCDHFPQRS"),
    *(
        b"\x1b[%d~" % number
        for number in (1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24, 34, 200, 201)
    ),
    b"\x1b[3;5~",
    b"\x1b[24;2~",
    b"\x1b[5A",
    b"\x1b[27;5;9~",
    b"\x1b[27;6;1234~",
    b"\x1b[97;5u",
    b"\x1b[97:65;2:1u",
    b"\x1b[97;;97u",
    b"\x1b[57441;1:3u",
    b"\x1b[1;1:3A",
    b"\x1b[<0;10;5M",
    b"\x1b[<64;200;55m",
    b"\x1b[32;10;5M",
    b"\x1b[M !!",
    b"\x1b[M\x60\xff\xfe",
    b"\x1b[M \xc2\x80\xc3\xa4",
    b"\x1b[23$",
    b"\x1b[23^",
    b"\x1b[23@",
    b"\xc2\x9bA",
    b"\x9b1;5D",
]
ANSWERS = [
    b"\x1b[?62;22c",
    b"\x1b[>41;354;0c",
    b"\x1b[0n",
    b"\x1b[?997;1n",
    b"\x1b[24;80R",
    b"\x1b[1;1R",
    b"\x1b[1;17R",
    b"\x1b[2;2R",
    b"\x1b[?24;80R",
    b"\x1b[?2004;1$y",
    b"\x1b[4;2$y",
    b"\x1b[8;24;80t",
    b"\x1b[4;600;800t",
    b"\x1b[2;1;1;120;120;1;0x",
    b"\x1b[?1;0;256S",
    b"\x1b[?5u",
    b"\x1b[48;24;80;600;800t",
    b"\x1b[1;2;3;4&w",
    b"\xc2\x9b?62c",
    b"\x9b0n",
]


@pytest.mark.parametrize("key", KEYS)
def test_R04_a_key_is_a_key(key):
    piece = piece_at(key + b"x", 0)
    assert (piece.sort, piece.end) == (Sort.KEYS, len(key))


@pytest.mark.parametrize("answer", ANSWERS)
def test_R03_an_answer_is_an_answer(answer):
    piece = piece_at(answer + b"x", 0)
    assert (piece.sort, piece.end) == (Sort.ANSWER, len(answer))


@pytest.mark.parametrize("sequence", [b"\x1b[3;4;5q", b"\x1b[1;2;3;4;5;0_", b"\x1b[99z", b"\x1b[ @"])
def test_what_is_neither_is_unknown(sequence):
    assert piece_at(sequence, 0).sort is Sort.UNKNOWN


@pytest.mark.parametrize(
    "beginning",
    [
        b"\x1b",
        b"\x1b[",
        b"\x1b[1;",
        b"\x1b[M",
        b"\x1b[M !",
        b"\x1b[M \xc2\x80",
        b"\x1b[M  \xc2",
        b"\x1b]",
        b"\x1bPab",
        b"\x1b]x\x1b",
        b"\xe6\x9d",
        b"\xc2",
    ],
)
def test_a_beginning_is_unfinished(beginning):
    assert piece_at(beginning, 0).sort is Sort.UNFINISHED


@pytest.mark.parametrize(
    "string",
    [
        b"\x1b]52;",
        b"\x1b]11;rgb",
        b"\x1bP1$r",
        b"\x1bP>|",
        b"\x1bP!|",
        b"\x1bP0+r",
        b"\x1b_Gi=1;",
        b"\x90",
        b"\xc2\x9d",
        b"\x98",
        b"\x9e",
    ],
)
def test_R03_a_string_that_answers_is_a_string_at_once(string):
    assert piece_at(string, 0).sort is Sort.STRING


@pytest.mark.parametrize("introducer", b"]P_^X")
def test_another_is_one_by_its_end_or_its_length(introducer):
    begun = b"\x1b" + bytes((introducer,))
    assert piece_at(begun + b"abc\x1b\\", 0).sort is Sort.DOUBTFUL
    assert piece_at(begun + b"a" * TYPED_MAX, 0).sort is Sort.DOUBTFUL
    assert piece_at(begun + b"a" * (TYPED_MAX - 1), 0).sort is Sort.UNFINISHED
    assert piece_at(begun + b"jj\r", 0).sort is Sort.KEYS
    assert piece_at(begun + b"jj\x1bj", 0).sort is Sort.KEYS


def test_a_sequence_longer_than_any_key_is_told_so_wherever_it_is_split():
    for length in (TYPED_MAX, TYPED_MAX + 1, 1000):
        assert piece_at(b"\x1b[" + b"1" * length, 0).sort is Sort.LONG
        assert piece_at(b"\x1b[" + b"1" * length + b"R", 0).sort is Sort.LONG


@pytest.mark.parametrize(
    "text",
    ["日本語".encode(), b"\xe3\x81A", b"\xff\xfe", b"\xc3\xa9\t\r\n\x7f\x01", "\u00a0".encode(), b"\xf0\x9f\x98\x80"],
)
def test_text_is_keys_whatever_bytes_it_has(text):
    place = 0
    while place < len(text):
        piece = piece_at(text + b".", place)
        assert piece.sort is Sort.KEYS
        place = piece.end


@pytest.mark.parametrize("control", [b"\x84", b"\xc2\x85", b"\x9c"])
def test_other_controls_of_eight_bits_are_of_no_use(control):
    assert piece_at(control, 0).sort is Sort.CONTROL


@pytest.mark.parametrize("shift", [b"\x8e", b"\xc2\x8e", b"\x8f", b"\xc2\x8f"])
def test_single_shifts_of_eight_bits_begin_a_key(shift):
    assert piece_at(shift + b"P", 0) == Piece(Sort.KEYS, len(shift))
