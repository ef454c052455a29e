"""What the meter says, when, and how often."""

import base64
import os
import random

import pytest

from gateway.guards.opaque import OpaqueLimits, OpaqueMeter, Used
from gateway.guards.opaque.limits import ALARMING_PAUSES
from gateway.guards.verdict import PROCEED, Freeze, Pause, Slow, Why, worst
from tests.corpus.disguises import found_words
from tests.gateway.guards.opaque.sitting import sit

LIMITS = OpaqueLimits()
WORDS = found_words()
PROSE = "The service was started again because the disk of the host was nearly full, and it is fine now.\n"


def encoded(count: int) -> str:
    """That many characters of base64, 64 on a line."""
    text = base64.b64encode(os.urandom(count)).decode()[:count]
    return "".join(text[at : at + 64] + "\n" for at in range(0, count, 64))


def random_words(count: int, seed: int = 1) -> str:
    chosen = random.Random(seed).choices(WORDS, k=count)
    return "".join(" ".join(chosen[at : at + 10]) + "\n" for at in range(0, count, 10))


def test_language_goes_on_for_ever() -> None:
    meter = OpaqueMeter(LIMITS)
    for number in range(200):
        meter.read(PROSE.replace("disk", f"disk {number}"), number * 1.0)
        assert meter.verdict(number * 1.0) == PROCEED


def test_R07_an_encoded_block_freezes_before_8_kB_and_stays_frozen() -> None:
    meter = OpaqueMeter(LIMITS)
    meter.read(encoded(2_048), 10.0)
    verdict = meter.verdict(10.0)
    assert isinstance(verdict, Freeze)
    assert verdict.why is Why.OPAQUE
    assert verdict.used >= verdict.limit == 4_096
    assert isinstance(meter.verdict(10.5), Freeze)


def test_a_release_begins_anew() -> None:
    meter = OpaqueMeter(LIMITS)
    meter.read(encoded(2_048), 10.0)
    meter.released()
    meter.verdict(11.0)  # the pause that the same text is worth
    assert meter.verdict(11.0) == PROCEED
    meter.read(encoded(2_048), 12.0)
    assert isinstance(meter.verdict(12.0), Freeze)


def test_a_window_forgets() -> None:
    meter = OpaqueMeter(LIMITS)
    for at in (0.0, 400.0, 800.0):
        meter.read(encoded(500), at)
        assert not isinstance(meter.verdict(at), Freeze)
    meter.read(encoded(500), 900.0)
    assert isinstance(meter.verdict(900.0), Freeze)


def test_a_pause_is_said_once_and_counted() -> None:
    meter, pauses = OpaqueMeter(LIMITS), []
    for part in range(60):
        meter.read(random_words(60, part), float(part))
        verdict = meter.verdict(float(part))
        if isinstance(verdict, Pause):
            pauses.append(verdict)
            assert not isinstance(meter.verdict(float(part)), Pause)
        if isinstance(verdict, Freeze):
            assert verdict.why is Why.NOVEL
            break
    assert [pause.so_far for pause in pauses] == list(range(1, len(pauses) + 1))
    assert len(pauses) >= ALARMING_PAUSES
    assert {pause.why for pause in pauses} == {Why.NOVEL}


def test_hashes_pause_and_freeze_in_the_end() -> None:
    lines = [(1.0, f"{os.urandom(32).hex()}  file-{number}.deb\n") for number in range(1000)]
    sat = sit(lines)
    assert [why for _, why in sat.pauses] == [Why.HASHES] * 3
    assert sat.frozen is not None
    assert sat.frozen.why is Why.NOVEL


def test_the_same_hashes_again_are_no_news() -> None:
    lines = [f"{os.urandom(32).hex()}  file-{number}.deb\n" for number in range(50)]
    assert not sit([(60.0, line) for _ in range(20) for line in lines]).pauses


def test_bare_numbers_freeze() -> None:
    sat = sit([(0.5, f"{number * 7919 % 10**8:08}\n") for number in range(1000)])
    assert sat.frozen == Freeze(why=Why.BARE_NUMBERS, used=200, limit=200)


def test_bare_numbers_drip_by_drip_pause_and_freeze() -> None:
    sat = sit([(10.0, f"{number * 7919 % 10**8:08}\n") for number in range(5000)])
    assert len(sat.pauses) == 9
    assert sat.frozen is not None
    assert sat.frozen.why is Why.NOVEL


def test_a_long_listing_slows_and_does_not_break() -> None:
    lines = "".join(f"/usr/share/doc/package-{number}/changelog.Debian.gz\n" for number in range(16_000))
    sat = sit([(0.0, lines)])
    assert sat.frozen is None
    assert not sat.pauses
    news = len(lines) - LIMITS.burst
    assert sat.seconds == pytest.approx(news / LIMITS.per_second, rel=0.05)


def test_what_was_on_the_screen_is_not_slowed() -> None:
    assert sit([(0.0, PROSE)] * 20_000).seconds == 0.0


def test_a_wait_is_short_and_the_debt_stays() -> None:
    meter = OpaqueMeter(OpaqueLimits(burst=100, per_second=10))
    meter.read("".join(f"The {number}th line of the text is here.\n" for number in range(100)), 0.0)
    verdict = meter.verdict(0.0)
    assert verdict == Slow(seconds=1.0)
    assert meter.verdict(1.0) == Slow(seconds=1.0)
    assert meter.verdict(1000.0) == PROCEED


def test_the_volume_of_a_session_is_bounded() -> None:
    sat = sit([(10.0, PROSE.replace("disk", f"disk {number}") * 100) for number in range(10_000)])
    assert sat.frozen is not None
    assert sat.frozen.why is Why.VOLUME
    assert sat.frozen.used <= LIMITS.volume + 1024


def test_what_was_used_is_told_once() -> None:
    meter = OpaqueMeter(LIMITS)
    meter.read(encoded(512) + f"{os.urandom(32).hex()}  a.deb\n12345678\n" + random_words(40), 0.0)
    used = meter.take_used()
    assert used.opaque > 1_000
    assert 50 <= used.hashes <= 64
    assert used.bare_lines == 1
    assert used.novel > 100
    assert used.volume > 600
    assert meter.take_used() == Used()


def test_a_limit_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing at all"):
        OpaqueLimits(opaque=0)


def test_the_worst_of_several() -> None:
    pause, freeze = Pause(why=Why.NOVEL, so_far=1), Freeze(why=Why.PEOPLE, used=20, limit=20)
    assert worst() == PROCEED
    assert worst(Slow(seconds=1), PROCEED, Slow(seconds=2)) == Slow(seconds=2)
    assert worst(Slow(seconds=9), pause) == pause
    assert worst(freeze, pause, Freeze(why=Why.OPAQUE, used=1, limit=1)) == freeze
