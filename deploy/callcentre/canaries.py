"""Canary persons: customers whom no work ever leads to, so that whoever is shown one has read where nobody should (R-64).

Nobody of the call centre exists; what makes these few canaries is that Sekisho is told of them. They stand in the file and in the
table like anybody, far behind what a look at the beginning shows.
"""

import csv
from pathlib import Path

from deploy.callcentre.clients import CLIENTS
from deploy.callcentre.customers import Customer

_OF = tuple(client.code for client in CLIENTS[:2])
_BEHIND = 15_000  # so many customers


def canaries(customers_csv: Path) -> tuple[Customer, ...]:
    """One customer of each of the first two clients; the same ones for the same file."""
    found: dict[str, Customer] = {}
    with customers_csv.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            if number >= _BEHIND and row["client_code"] in _OF and row["client_code"] not in found:
                found[row["client_code"]] = Customer(**row)
            if len(found) == len(_OF):
                break
    return tuple(found[code] for code in _OF)


def values_of(canary: Customer) -> tuple[str, ...]:
    """What is registered of one, as `sekisho client canary add` reads it; not the name, which others have too."""
    return (f"phone={canary.phone}", f"mail={canary.email}", f"subject:customer={canary.customer_id}")
