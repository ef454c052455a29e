import pytest

from gateway.guards.detect import Detector, Kind
from gateway.guards.emulator import MaskedScreen
from gateway.guards.emulator.detected import Detected
from gateway.guards.emulator.emulator import Emulator


def seen(*pieces, mask=None, typed=""):
    """What a person sees on a screen of 60 by 6, with a pause behind each piece."""
    screen, terminal = MaskedScreen(60, 6, mask or Detected(Detector())), Emulator(60, 6)
    terminal.feed(screen.take().decode())
    screen.typed(typed)
    for piece in pieces:
        terminal.feed((screen.feed(piece) + screen.idle()).decode())
    return ["".join(row).rstrip() for row in terminal.cells]


def test_R05_numbers_and_addresses_of_mail():
    lines = seen("\x1b[?1049hTel 090-1234-5678\r\nmail taro.yamada@example.co.jp .")
    assert lines[0] == "Tel ***-****-****"
    assert "taro" not in lines[1]


def test_R05_a_table_says_what_its_columns_hold():
    lines = seen("\x1b[?1049h id | 氏名      | plan\r\n----+-----------+------\r\n  1 | 小鳥遊 澪 | gold\r\n")
    assert "小鳥遊" not in lines[2]
    assert lines[2].endswith("gold")


def test_R05_a_name_that_only_what_comes_behind_it_makes_likely():
    assert seen("\x1b[?1049h渡 哲, 090-1234-5678")[0] == "＊ ＊, ***-****-****"


def test_R05_a_number_told_digit_by_digit_is_not_told():
    for line in ("090-1234-5678", "03-1234-5678", "4111 1111 1111 1111"):
        pieces = ["\x1b[?1049h", *line]
        for count in range(6, len(pieces)):
            assert line[:5] not in seen(*pieces[:count])[0]


def test_what_a_person_types_is_not_hidden_before_it_is_a_value():
    assert seen("\x1b[?1049h", "09012", typed="09012")[0] == "09012"


def test_R06_the_meter_is_told_of_each_value_once():
    mask = Detected(Detector())
    seen("\x1b[?1049hTel 090-1234-5678", "\r\nTel 090-1234-5678 ", "\r\nTel 080-1111-2222 ", mask=mask)
    phones = [value for kind, value in mask.take_seen() if kind is Kind.PHONE]
    assert len(phones) == len(set(phones)) == 2
    assert mask.take_seen() == {}


@pytest.mark.parametrize(
    "line", ["load average: 0.12, 0.34, 0.56", "-rw-r--r-- 1 root root 4096 Nov 22 04:11 a.txt", "100%  1234/5678"]
)
def test_what_is_nobodys_is_shown(line):
    assert seen("\x1b[?1049h" + line + "\r\n")[0] == line
