"""What is typed after a question for a secret; each transcript is one chunk per inner list, `o` shown, `i` typed."""

from collections.abc import Sequence

import pytest

from gateway.recording.redaction import Redactor, withheld_label
from gateway.recording.terminal_event import Code, TerminalEvent

STEP_US = 400_000  # between two events: slower than the redactor's quiet time


def stored(*chunks: Sequence[tuple[str, str | bytes]], step_us: int = STEP_US) -> list[tuple[str, str]]:
    """What is kept of a transcript, adjoining input joined, output left out."""
    redactor, at_us, kept = Redactor(), 0, []
    for chunk in chunks:
        events = []
        for code, data in chunk:
            at_us += step_us
            events.append(TerminalEvent(at_us, Code(code), data.encode() if isinstance(data, str) else data))
        kept += redactor.close_chunk(events)
    found: list[tuple[str, str]] = []
    for _, code, data in kept:
        if code is Code.OUTPUT:
            continue
        text = data.decode("utf-8", "replace")
        if code is Code.INPUT and found and found[-1][0] == "i":
            found[-1] = ("i", found[-1][1] + text)
        else:
            found.append((code.value, text))
    return found


def hidden(count: int) -> tuple[str, str]:
    return ("m", withheld_label(count))


def keys(text: str) -> list[tuple[str, str]]:
    return [("i", letter) for letter in text]


@pytest.mark.parametrize(
    "question",
    [
        "Password: ", "password for sato: ", "[sudo] password for sato: ", "[sudo] sato のパスワード: ", "パスワード：",
        "Enter passphrase for key '/home/sato/.ssh/id_ed25519': ", "sato@host's password: ", "Enter PIN: ",
        "\x1b[1;31mPassword:\x1b[0m ", "Password: \x1b[?25h", "新しいパスワードを入力してください", "Verification code: ",
        "認証コード: ", "(current) UNIX password: ", "Password for user app: ", "暗証番号を入力してください。\r\n> ",
    ],
)  # fmt: skip
def test_R14_a_secret_typed_after_its_question_is_only_counted(question: str) -> None:
    assert stored([("o", question), ("i", "s3cret!"), ("i", "\r"), ("o", "\r\n")]) == [hidden(7), ("i", "\r")]


@pytest.mark.parametrize("encoding", ["euc-jp", "cp932"])
def test_R14_japanese_questions_in_the_targets_encoding(encoding: str) -> None:
    question = "サーバのパスワードを入力してください: ".encode(encoding)
    assert stored([("o", question[:7]), ("o", question[7:]), ("i", "s3cret!\r")]) == [hidden(7), ("i", "\r")]


def test_R14_one_key_per_chunk() -> None:
    chunks = [[("i", letter)] for letter in "hunter2"]
    assert stored([("o", "Password: ")], *chunks, [("i", "\r"), ("o", "\r\n$ ")], [("i", "ls\r")]) == [
        *[hidden(1)] * 7,
        ("i", "\rls\r"),
    ]


def test_R14_a_question_split_over_chunks() -> None:
    assert stored([("o", "Pass")], [("o", "wor")], [("o", "d: ")], [("i", "hunter2\r")]) == [hidden(7), ("i", "\r")]


def test_R14_asterisks_are_no_echo() -> None:
    shown = [pair for letter in "hunter2" for pair in (("i", letter), ("o", "*"))]
    assert stored([("o", "Password: "), *shown, ("i", "\r")]) == [hidden(7), ("i", "\r")]


def test_R14_a_message_of_the_system_in_between_changes_nothing() -> None:
    kept = stored(
        [("o", "Password: "), ("o", "\r\nBroadcast message from root: down at 18:00\r\n"), ("i", "hunter2\r")]
    )
    assert kept == [hidden(7), ("i", "\r")]


def test_R14_pasted_lines_for_a_question_that_is_asked_twice() -> None:
    kept = stored(
        [("o", "New password: "), ("i", "hunter2\rhunter2\r")],
        [("o", "\r\nRetype new password: ")],
        [("o", "\r\npasswd: password updated successfully\r\n$ ")],
        [("i", "ls\r"), ("o", "ls\r\n")],
    )
    assert kept == [hidden(7), ("i", "\r"), hidden(7), ("i", "\rls\r")]


def test_R14_typed_ahead_of_the_second_question() -> None:
    kept = stored(
        [("o", "New password: "), ("i", "hunter2\r"), ("o", "\r\nRet"), ("i", "hunt"), ("o", "ype new password: ")],
        [("i", "er2\r")],
        step_us=20_000,
    )
    assert kept == [hidden(7), ("i", "\r"), hidden(4), hidden(3), ("i", "\r")]


def test_R14_a_wrong_password_asked_again() -> None:
    kept = stored(
        [("o", "[sudo] password for sato: "), ("i", "wrong\r"), ("o", "\r\nSorry, try again.\r\n")],
        [("o", "[sudo] password for sato: "), ("i", "hunter2\r"), ("o", "\r\ntotal 0\r\n$ ")],
        [("i", "ls\r")],
    )
    assert kept == [hidden(5), ("i", "\r"), hidden(7), ("i", "\rls\r")]


@pytest.mark.parametrize("end", ["\r", "\n", "\x03", "\x04"])
def test_the_end_of_the_line_is_kept(end: str) -> None:
    assert stored([("o", "Password: "), ("i", "abc" + end)]) == [hidden(3), ("i", end)]


def test_R37_an_echoed_line_after_such_a_question_is_kept() -> None:
    typed = [pair for letter in "blue" for pair in (("i", letter), ("o", letter))]
    assert stored([("o", "Password hint: "), *typed, ("i", "\r"), ("o", "\r\n")]) == [("i", "blue\r")]
    assert stored([("o", "Password hint: "), ("i", "blue\r"), ("o", "blue\r\n")]) == [("i", "blue\r")]


def test_an_echo_that_is_only_partly_there_shows_nothing() -> None:
    assert stored([("o", "Password: "), ("i", "blue\r"), ("o", "blu")]) == [hidden(4), ("i", "\r")]
    assert stored([("o", "Password: "), ("i", "bl"), ("o", "bl")], [("i", "ue\r"), ("o", "ue\r\n")]) == [
        hidden(2),
        hidden(2),
        ("i", "\r"),
    ]


def test_R37_ordinary_typing_is_untouched() -> None:
    chunk = [("o", "sato@host:~$ "), *keys("ls -la\r"), ("o", "ls -la\r\ntotal 0\r\nsato@host:~$ "), ("i", "\x1b[A")]
    assert stored(chunk) == [("i", "ls -la\r\x1b[A")]


@pytest.mark.parametrize(
    "shown",
    [
        "sato@host:~$ grep password ",
        "# cat password.txt\r\n# ",
        "login: ",
        "Password:\r\n$ ",
        "passwd: done\r\n$ ",
        "ユーザ名: ",
    ],
)
def test_R37_what_asks_for_no_secret(shown: str) -> None:
    assert stored([("o", shown), ("i", "abc\r")]) == [("i", "abc\r")]


def test_R37_a_word_that_scrolled_away_is_forgotten() -> None:
    kept = stored([("o", "Password: "), ("o", "x" * 5000 + "\r\n$ ")], [("i", "ls\r")])
    assert kept == [("i", "ls\r")]
    kept = stored([("o", "Password: ")], [("o", "line\r\n" * 1000), ("o", "$ ")], [("i", "ls\r")])
    assert kept == [("i", "ls\r")]


def test_after_a_question_keys_of_a_full_screen_program_come_back() -> None:
    kept = stored([("o", "Password: "), ("i", "hunter2\r")], [("o", "\r\n\x1b[2J\x1b[Htop - 18:00:00")], [("i", "q")])
    assert kept == [hidden(7), ("i", "\rq")]


def test_an_empty_answer_is_an_empty_line() -> None:
    assert stored([("o", "Password: "), ("i", "\r")]) == [("i", "\r")]


def test_a_line_longer_than_any_echo_is_compared_for_is_withheld() -> None:
    assert stored([("o", "Password: "), ("i", "x" * 5000 + "\r"), ("o", "x" * 5000)]) == [hidden(5000), ("i", "\r")]


def test_other_events_keep_their_place() -> None:
    kept = stored([("o", "Password: "), ("i", "ab"), ("r", "80x24"), ("i", "c\r"), ("m", "alarm")])
    assert kept == [hidden(3), ("r", "80x24"), ("i", "\r"), ("m", "alarm")]
