"""The customers: the same ones for ever, right in shape, and nobody real."""

import hashlib
import re
from collections import Counter
from dataclasses import astuple
from pathlib import Path

import pytest

from deploy.callcentre.clients import CLIENTS
from deploy.callcentre.customers import COLUMNS, ROWS, Customer, customers, write_csv
from deploy.callcentre.numbers import luhn_digit

RESERVED = re.compile(r"@(mail\.)?example\.(jp|ne\.jp|co\.jp|com|net|org)$")
PHONE = re.compile(r"0[789]0-[1-9]\d{3}-\d{4}|0\d{1,3}-[2-9]\d{0,3}-\d{4}")


@pytest.fixture(scope="module")
def everybody() -> list[Customer]:
    return list(customers())


def test_R97_there_are_enough_customers_over_69_clients(everybody: list[Customer]) -> None:
    held = Counter(customer.client_code for customer in everybody)
    assert len(everybody) == ROWS >= 20_000
    assert set(held) == {client.code for client in CLIENTS}
    assert len(CLIENTS) == 69
    assert min(held.values()) >= 50


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, everybody: list[Customer]) -> None:
    assert write_csv(tmp_path / "all.csv", everybody) == ROWS
    digest = hashlib.sha256((tmp_path / "all.csv").read_bytes()).hexdigest()
    assert digest == "f7e786b57e933a7b3791208e2b28330adf2e726567016c90e49db01d49b0ad08"
    assert list(customers(100)) == everybody[:100]
    assert list(customers(100, seed=1)) != everybody[:100]


@pytest.mark.parametrize("column", ["customer_id", "phone", "email", "line_id", "card_number"])
def test_people_can_be_counted_by_this_column(everybody: list[Customer], column: str) -> None:
    assert len({getattr(customer, column) for customer in everybody}) == len(everybody)


def test_R97_nobody_can_be_reached(everybody: list[Customer]) -> None:
    assert all(RESERVED.search(customer.email) for customer in everybody)
    tests_of_networks = ("41111111", "42424242", "55555555", "51051051", "35301113", "37828224")
    assert all(customer.card_number.startswith(tests_of_networks) for customer in everybody)
    assert all(client.name.endswith("（見本）") for client in CLIENTS)


def test_numbers_have_the_shapes_that_detectors_look_for(everybody: list[Customer]) -> None:
    for customer in everybody:
        assert PHONE.fullmatch(customer.phone), customer.phone
        assert len(customer.phone.replace("-", "")) == (
            11 if customer.phone[1] in "789" and customer.phone[2] == "0" else 10
        )
        assert luhn_digit(customer.card_number[:-1]) == customer.card_number[-1]
        assert re.fullmatch(r"\d{3}-\d{4}", customer.postal)
        assert re.fullmatch(r"19\d\d-\d\d-\d\d|200\d-\d\d-\d\d", customer.birth_date)


def test_no_field_is_empty_or_breaks_a_line(everybody: list[Customer]) -> None:
    assert COLUMNS[0] == "customer_id"
    assert all(
        value and "\n" not in value and "," not in value for customer in everybody for value in astuple(customer)
    )


def test_luhn_of_the_published_number() -> None:
    assert luhn_digit("411111111111111") == "1"
