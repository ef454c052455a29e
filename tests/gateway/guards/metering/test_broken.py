"""Values whose second half stands on the next line."""

import pytest

from gateway.guards.metering import broken
from gateway.guards.metering.broken import Broken


def values(*pieces: str) -> list[str]:
    reader = Broken()
    return [seen.value.decode() for piece in pieces for seen in reader.read(piece)]


@pytest.mark.parametrize("cut", [4, 11, 12, 15, 19, 22])
def test_R07_a_mail_address_broken_anywhere_but_in_its_name(cut: int) -> None:
    mail = "taro.yamada@mail.example.jp"
    found = values(f"{mail[:cut]}\n{mail[cut:]}\nnothing\n")
    assert found == ([mail] if 11 <= cut <= 15 else []), "half of it is a mail address itself, which is masked"


def test_R07_an_address() -> None:
    assert values("東京都千代田区丸の\n内1-2-3 サンハイツ\n")


@pytest.mark.parametrize("cut", range(1, 30))
def test_the_same_for_every_split(cut: int) -> None:
    lines = ["taro.yamada\n", "@example.jp\n", "aoi@exam\n", "ple.co.jp\n"]
    assert values(*lines) == values("".join(lines)) == ["taro.yamada@example.jp", "aoi@example.co.jp"]


@pytest.mark.parametrize(
    "text",
    ["write to aoi@example.jp\npo files\n", "user@\n\nhost.example.jp\n", "京都府\nls\n", "@decorator\ndef f():\n"],
)
def test_what_only_stands_one_below_the_other_is_nobodys(text: str) -> None:
    assert values(text) == []


HALVES = [
    "mail: a@exam",
    "x,taro@example.jp",
    "x,09012345678@example.jp",
    "address: 大阪府堺市1-2-3",
    "住所 大阪府堺市1-2-3",
    "name: taro@example.jp",
    "東京都千代田区丸の",
    "</address>",
    "index 1..2 100644",
    "INSERT INTO t (mail) VALUES (1, 'a@exam",
    "INSERT INTO t (address) VALUES ('12 Elm",
    "ple.jp",
    "@@ -1,2 +3,4 @@",
    "内1-2-3",
    "phone: 090",
    "b.c:1",
    "@mail.jp",
    ">",
]


@pytest.mark.parametrize("above", HALVES)
@pytest.mark.parametrize("behind", HALVES)
def test_what_is_said_without_looking_is_what_the_detector_sees(above: str, behind: str) -> None:
    reader, border = broken.Broken(), len(above)
    look = reader._look
    assert reader._has_ended(above) == any(sight.end == border for sight in look(above))
    if not broken._may_cross(above, behind):
        assert not any(sight.start < border < sight.end for sight in look(above + behind))
