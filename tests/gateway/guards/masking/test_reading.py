import pytest

from gateway.guards.masking.reading import BORDER, Controls, Stop, meant, read


def part(stream, *, line_begins=True, controls=Controls.OBEYED):
    return read(stream, line_begins=line_begins, controls=controls)


@pytest.mark.parametrize(
    ("stream", "text", "stop"),
    [
        ("plain text\r\nmore\r\n", "plain text\r\nmore\r\n", Stop.END),
        ("a\x1b[31mb\x1b[Kc\ad\x0fe", "abcde", Stop.END),
        ("a\r\r\nb\x1b[m", "a\nb", Stop.END),
        ("\rfirst\n\r second", "first\n second", Stop.END),
        ("50%\r\x1b[Kdone", "50%\ndone", Stop.END),
        ("50%\r\x1b[m\x1b[0Jdone", "50%\ndone", Stop.END),
        ("a\fb\vc", f"a{BORDER}b{BORDER}c", Stop.END),
        ("\x1b[?2004h$ ", "$ ", Stop.END),
        ("50%\r60%", "50%", Stop.SCREEN),
        ("ab\b", "ab", Stop.SCREEN),
        ("ab\x1b[5Cc", "ab", Stop.SCREEN),
        ("\x1b[?1049h", "", Stop.SCREEN),
        ("\x1b[?25;1049h", "", Stop.SCREEN),
        ("\x1b[?6h", "", Stop.SCREEN),
        ("\x1b[?7l", "", Stop.SCREEN),
        ("\x1b[2;5r", "", Stop.SCREEN),
        ("\x1b[4h", "", Stop.SCREEN),
        ("x\x1b[3b", "x", Stop.SCREEN),
        ("\x1b8", "", Stop.SCREEN),
        ("\x1bc", "", Stop.SCREEN),
        ("ab\x1b[3", "ab", Stop.UNFINISHED),
        ("ab\x1b", "ab", Stop.UNFINISHED),
        ("ab\r", "ab", Stop.UNFINISHED),
        ("ab\r\x1b[m\x1b[", "ab", Stop.UNFINISHED),
        ("ab" + "\x1b[m" * 17, "ab", Stop.SCREEN),
        ("12 " + "\x1b[m" * 17, "12 ", Stop.SCREEN),
        (", " + "\x1b[m" * 500 + ".", ", .", Stop.END),
    ],
)
def test_what_the_eye_reads_until_a_screen_is_needed(stream, text, stop):
    found = part(stream)
    assert (found.text, found.stop) == (text, stop)
    assert stream[: found.stop_at].endswith(stream[found.place(len(text)) - 1 : found.stop_at])
    for index, sign in enumerate(found.text):
        if sign not in (BORDER, "\n"):
            assert stream[found.place(index)] == sign
        assert found.first_at(found.place(index)) == index


def test_a_carriage_return_with_something_before_it_on_its_line_goes_back_over_it():
    assert part("\rx", line_begins=False).stop is Stop.SCREEN
    assert part("\rx").stop is Stop.END


@pytest.mark.parametrize("count", [255, 256, 257, 300])
def test_carriage_returns_without_end(count):
    at_once = part("a" + "\r" * count + "\nb").stop
    one_by_one = part("a" + "\r" * count).stop
    assert (at_once is Stop.SCREEN) == (one_by_one is Stop.SCREEN) == (count > 256)


def test_what_may_still_erase_a_line_waits_no_longer_than_it_must():
    colours = "\x1b[m" * 2000
    assert part(f"a\r{colours}").stop is Stop.SCREEN
    assert part(f"a\r{colours}\x1b[K").stop is Stop.SCREEN


def test_spelled_controls_never_move_anything():
    found = part("a\b\x1b[5Cb\rc\x1b[?1049hd", controls=Controls.SPELLED)
    assert (found.text, found.stop) == ("abcd", Stop.END)


def test_a_run_of_sequences_without_end_is_bounded_where_they_are_spelled():
    assert part("a" + "\x1b[m" * 600 + "b", controls=Controls.SPELLED).text == f"a{BORDER}b"


@pytest.mark.parametrize(
    ("text", "meaning", "known"),
    [
        ("plain", "plain", 5),
        (r"a\u4f50b", "a佐b", 3),
        (r"\u0030\u0039", "09", 2),
        (r"\ud842\udfb7!", "𠮷!", 2),
        (r"\u000a\u007f\u0085", r"\u000a\u007f\u0085", 18),
        (r"\ud842x", r"\ud842x", 7),
        ("ab\\", "ab\\", 2),
        (r"ab\u4f", r"ab\u4f", 2),
        (r"ab\ud842", r"ab\ud842", 2),
        (r"ab\ud842\ud", r"ab\ud842\ud", 2),
        (r"\n\t\\", r"\n\t\\", 5),
    ],
)
def test_json_spelling_is_what_it_means(text, meaning, known):
    found = meant(text)
    assert (found.text, found.known) == (meaning, known)
    assert found.place(len(found.text)) == len(text)
