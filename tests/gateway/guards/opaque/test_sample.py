"""What is spelled as nothing that people read is charged, what they read is not."""

import base64
import random
import time

import pytest

from gateway.guards.opaque.charge import Charge
from gateway.guards.opaque.sample import Sample, Spelling

CHANCE = random.Random(5)


def charged(text: str) -> Charge:
    charge = Charge()
    Spelling().scrambled(Sample.of(text, shared=0, in_order=bool), charge)
    return charge


@pytest.mark.parametrize(
    "text",
    [
        "Nov 24 21:36:31 cti02 systemd[1]: Started Session 71565 of User maint, and nothing else was said about it today.",
        "     1234 postgres  20   0  217096  41213   9743 S   5.1   1.2 638:34.32 postgres\n 12 root 20 0 1 1 1 R 0 0 0:1 sshd",
        "drwxr-xr-x  2 root root  4096 /usr/lib/x86_64-linux-gnu/libxml2.so.2.9.14 -> libxml2.so.2\ndrwxr-xr-x total",
        "    def _judge(self, charge: Charge) -> None:\n        self._lines, self._size = [], 0  # begin anew",
        "設定ファイルの文字コードは UTF-8 とし、改行コードは LF に統一します。作業前に必ず監視画面を確認してください。",
        "┌────────────────────┬───────────────┐\n│ name               │ size          │\n├────────────────────┼───────────────┤",
        "[##########          ] 50%  [####################] 100%  [=====>     ] ------------------------------------",
        "Der Prüfer hörte die müde Verkäuferin über größere Mengen an Äpfeln reden und schrieb ein Protokoll darüber.",
    ],
)
def test_what_people_read_is_free(text: str) -> None:
    assert charged(text) == Charge()


@pytest.mark.parametrize(
    "text",
    [
        base64.b64encode(CHANCE.randbytes(90)).decode(),
        base64.b32encode(CHANCE.randbytes(90)).decode(),
        base64.b85encode(CHANCE.randbytes(90)).decode(),
        " ".join(base64.b64encode(CHANCE.randbytes(3)).decode() for _ in range(30)),
        "\n".join(base64.b64encode(CHANCE.randbytes(90)).decode()),
        "".join(map(chr, (CHANCE.randrange(0x2800, 0x2900) for _ in range(96)))),
        "".join(map(chr, (CHANCE.randrange(0x1F600, 0x1F640) for _ in range(96)))),
        "".join(map(chr, (CHANCE.randrange(0xE0, 0x100) for _ in range(96)))),
        "".join(CHANCE.choices("!#$%&()*+,-./:;<=>?@", k=96)),
        "".join(CHANCE.choices([chr(code) for code in range(0x3042, 0x3094)], k=96)),
        CHANCE.randbytes(96).decode("latin-1"),
        "\ufffd" * 96,
    ],
)
def test_what_nobody_reads_is_opaque(text: str) -> None:
    assert charged(text).opaque > 3 * 96


def test_signs_that_nobody_sees_are_opaque_within_words() -> None:
    assert (
        charged("Started\u200b\u200c\u200b\u200b\u200c the session of the user and nothing more was said").opaque
        >= 5 * 15
    )


def test_a_long_word_that_was_shown_is_no_riddle() -> None:
    spelling, charges = Spelling(), []
    for number in range(3):
        charges.append(Charge())
        text = f"kthrotld khungtaskd kvfreercu xfsalloc mldipv xprtiod {number}\nhwrngd kblockd"
        spelling.scrambled(Sample.of(text, shared=0, in_order=bool), charges[-1])
    assert charges[0].opaque + charges[0].novel > 0
    assert charges[1] == charges[2] == Charge()


def test_what_stands_in_the_line_above_costs_less() -> None:
    text = base64.b64encode(CHANCE.randbytes(90)).decode()
    charge = Charge()
    Spelling().scrambled(Sample.of(text, shared=len(text) // 2, in_order=bool), charge)
    assert charge.opaque == pytest.approx(charged(text).opaque / 2, rel=0.05)


@pytest.mark.parametrize(
    "text", ["a" * 512, "aA" * 256, "!" * 512, "!?" * 256, "\u0301" * 512, "あ" * 512, "a1" * 256, " a" * 256]
)
def test_no_sample_takes_long(text: str) -> None:
    began = time.process_time()
    for _ in range(20):
        charged(text)
    assert time.process_time() - began < 0.5
