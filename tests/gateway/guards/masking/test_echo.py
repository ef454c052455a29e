from gateway.guards.masking.echo import ECHO_CHARACTERS, Echo


def typed(text):
    echo = Echo()
    echo.typed(text)
    return echo


def test_only_the_end_of_what_was_typed_is_an_echo():
    assert typed("ls").shown_until("ls", 0, 0, 2) == 2
    assert typed("l").shown_until("ls", 0, 0, 2) == 1
    assert typed("xs").shown_until("s", 0, 0, 1) == 1
    assert typed("xs").shown_until("x", 0, 0, 1) == 0


def test_a_paste_comes_as_one():
    assert typed("abc").shown_until("abc", 0, 0, 3) == 3
    assert typed("abc").shown_until("abcd", 0, 0, 4) == 3


def test_what_was_looked_at_is_not_looked_at_again():
    assert typed("b").shown_until("ab", 0, 1, 2) == 0
    assert typed("b").shown_until("ab", 1, 1, 2) == 2


def test_echo_is_expected_for_a_while():
    echo = typed("a")
    assert echo.may_come
    assert echo.limit(10) == 10 + ECHO_CHARACTERS
    echo.passed(ECHO_CHARACTERS)
    assert not echo.may_come
    echo.typed("\x1b\r")
    assert not echo.may_come
