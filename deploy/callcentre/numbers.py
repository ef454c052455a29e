"""Numbers with the right shape and nobody behind them: telephone, payment card, line.

Telephone numbers have the shape Japan's plan gives them (0A0-XXXX-XXXX, or an area code and ten digits in all) and are drawn
by chance. Cards begin with the first eight digits of numbers that payment networks publish for testing, and pass Luhn.
"""

from random import Random

from deploy.callcentre.word_lists import words

_AREA_CODES = [code for (code,) in words("area_codes.txt")]
_TEST_CARDS = (
    ("41111111", 16),
    ("42424242", 16),
    ("55555555", 16),
    ("51051051", 16),
    ("35301113", 16),
    ("37828224", 15),
)


def _digits(chance: Random, count: int) -> str:
    return "".join(chance.choice("0123456789") for _ in range(count))


def phone(chance: Random) -> str:
    """A mobile number in six cases of ten, else a fixed line; written with hyphens."""
    if chance.random() < 0.6:
        return f"0{chance.choice('789')}0-{chance.randrange(1000, 10000)}-{_digits(chance, 4)}"
    area = chance.choice(_AREA_CODES)
    return f"0{area}-{chance.choice('23456789')}{_digits(chance, 4 - len(area))}-{_digits(chance, 4)}"


def luhn_digit(digits: str) -> str:
    """The check digit that makes `digits` + it pass Luhn (ISO/IEC 7812-1 annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 if place % 2 else 2)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


def card(chance: Random) -> str:
    """15 or 16 digits of a test range, without separators."""
    prefix, length = chance.choice(_TEST_CARDS)
    body = prefix + _digits(chance, length - len(prefix) - 1)
    return body + luhn_digit(body)


def line_id(chance: Random) -> str:
    """The identifier of a subscriber's line (回線ID), in one of three shapes."""
    prefix, digits = chance.choice((("CAF", 10), ("COP", 8), ("L", 10)))
    return f"{prefix}{chance.choice('123456789')}{_digits(chance, digits - 1)}"
