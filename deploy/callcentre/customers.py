"""Synthetic customers of the demo's call centre. The same seed gives the same people; nobody here exists.

Names are drawn by how common they are, rare ones included; addresses join a real town to an invented block; mail goes to the
domains reserved for examples (RFC 2606 and their .jp sisters). Telephone, mail, line and card are each unique, so a test can
count people by any of them.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from datetime import date, timedelta
from pathlib import Path
from random import Random

from deploy.callcentre import numbers
from deploy.callcentre.clients import CLIENTS
from deploy.callcentre.word_lists import words

ROWS = 20_700
SEED = 20131122
_DOMAINS = ("example.jp", "example.ne.jp", "example.co.jp", "mail.example.com", "example.net", "example.org")
_BUILDINGS = ("コーポ緑", "サンハイツ", "メゾン桜", "グランドパレス", "ハイム第二", "ヴィラ東")
_OLDEST, _DAYS = date(1932, 1, 1), 28_000
_TO_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_SOUNDS = {entry[0]: entry[1] for entry in words("sounds.txt")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """One row, all text; the field order is the column order of the CSV file and of the table."""

    customer_id: str
    client_code: str
    name: str
    kana: str
    phone: str
    email: str
    postal: str
    address: str
    birth_date: str
    line_id: str
    card_number: str


COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(Customer))


class _Unique:
    """Draws until the value is one that nobody has."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, draw: Callable[[], str]) -> str:
        while (value := draw()) in self._taken:
            pass
        self._taken.add(value)
        return value


class _Register:
    """Everything that is drawn from while the customers are made."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(f"call centre {seed}")
        self._surnames = words("surnames.txt")
        self._weights = [int(weight) for _, _, weight in self._surnames]
        self._given = words("given_names.txt")
        self._places = words("places.txt")
        self._unique = _Unique()

    def customer(self, number: int) -> Customer:
        chance = self._chance
        surname, surname_kana, _ = chance.choices(self._surnames, self._weights)[0]
        given, given_kana = chance.choice(self._given)
        postal, address = self._address()
        return Customer(
            customer_id=str(100_000 + number),
            client_code=self._client(number),
            name=f"{surname} {given}",
            kana=f"{surname_kana} {given_kana}".translate(_TO_KATAKANA),
            phone=self._unique.of(lambda: numbers.phone(chance)),
            email=self._unique.of(lambda: self._email(surname_kana, given_kana)),
            postal=postal,
            address=address,
            birth_date=(_OLDEST + timedelta(days=chance.randrange(_DAYS))).isoformat(),
            line_id=self._unique.of(lambda: numbers.line_id(chance)),
            card_number=self._unique.of(lambda: numbers.card(chance)),
        )

    def _client(self, number: int) -> str:
        """Every client has some customers (each third row goes round), the first ones have many."""
        if number % 3 == 0:
            return CLIENTS[number // 3 % len(CLIENTS)].code
        return CLIENTS[min(int(self._chance.expovariate(0.07)), len(CLIENTS) - 1)].code

    def _email(self, surname: str, given: str) -> str:
        chance = self._chance
        first, last = (("".join(_SOUNDS.get(sound, "") for sound in kana) or "x") for kana in (given, surname))
        local = chance.choice((f"{first}.{last}", f"{last}", f"{first[0]}-{last}", f"{last}_{first}"))
        return f"{local}{chance.randrange(1, 9999)}@{chance.choice(_DOMAINS)}"

    def _address(self) -> tuple[str, str]:
        chance = self._chance
        postal, prefecture, municipality, town = chance.choice(self._places)
        ward, block, house = chance.randrange(1, 9), chance.randrange(1, 40), chance.randrange(1, 30)
        street = chance.choice((f"{ward}丁目{block}番{house}号", f"{ward}-{block}-{house}", f"{ward}{block}番地"))
        flat = f" {chance.choice(_BUILDINGS)}{chance.randrange(101, 909)}号室" if chance.random() < 0.35 else ""
        return f"{postal[:3]}-{postal[3:]}", f"{prefecture}{municipality}{town}{street}{flat}"


def customers(rows: int = ROWS, seed: int = SEED) -> Iterator[Customer]:
    """`rows` customers; the first n of a longer list are the shorter list."""
    register = _Register(seed)
    return (register.customer(number) for number in range(1, rows + 1))


def write_csv(path: Path, people: Iterable[Customer]) -> int:
    """Write UTF-8 CSV with a header line and LF ends; the number of customers written."""
    written = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for customer in people:
            writer.writerow(astuple(customer))
            written += 1
    return written
