from gateway.commands import words
from gateway.commands.keys import Key, Paste
from gateway.commands.line import EMPTY, LINE_LETTERS_MAX, Ahead, Filled, pasted


def paste(text, is_cut=False):
    return pasted(Paste(text, is_cut=is_cut), 100)


def test_the_first_line_of_a_paste_and_never_an_enter():
    assert paste("uptime\n") == Filled("uptime")
    assert paste("\r\nuptime\r\n") == Filled("uptime")
    assert paste("uptime\rwho") == Filled("uptime", words.ONE_LINE)
    assert paste("uptime", is_cut=True) == Filled("uptime", words.ONE_LINE)
    assert paste("a\tb") == Filled("a b")


def test_what_cannot_be_seen_is_not_taken_and_named():
    assert paste("a\u202eb") == Filled("", words.strange_paste("\u202e"))
    assert "U+202E RIGHT-TO-LEFT OVERRIDE" in words.strange_paste("\u202e").en
    assert paste("a\x03b").text == ""
    assert paste("�").text == ""


def test_a_paste_that_is_too_long_is_not_taken():
    assert paste("x" * 101) == Filled("", words.TOO_LONG)


def ahead(*keys):
    made = Ahead()
    made.take(keys)
    return made.filled()


def test_what_was_typed_ahead_is_its_first_line():
    assert ahead() == EMPTY
    assert ahead("a", "b") == Filled("ab")
    assert ahead(Key.ENTER, "a", Key.UP, "b", Key.ENTER) == Filled("ab")
    assert ahead("a", Key.ENTER, "b") == Filled("a", words.AHEAD)
    assert ahead("a", Paste("b\nc", is_cut=False)) == Filled("ab")
    assert ahead(*"x" * (LINE_LETTERS_MAX + 5)) == Filled("x" * LINE_LETTERS_MAX, words.AHEAD)
