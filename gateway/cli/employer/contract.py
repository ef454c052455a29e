"""The options about an employer's contract, handed on as one value."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import click

_DAY = click.DateTime(["%Y-%m-%d"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """What was given of it; None for what was not."""

    number: str | None = None
    start: date | None = None
    end: date | None = None


def contract_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """--contract-number, --contract-start and --contract-end, handed on as `contract`."""

    @functools.wraps(function)
    def with_contract(
        *args: Any,
        contract_number: str | None,
        contract_start: datetime | None,
        contract_end: datetime | None,
        **kwargs: Any,
    ) -> Any:
        contract = Contract(number=contract_number, start=_day(contract_start), end=_day(contract_end))
        return function(*args, contract=contract, **kwargs)

    with_end = click.option("--contract-end", type=_DAY, help="契約終了日 / last day of the contract")(with_contract)
    with_start = click.option("--contract-start", type=_DAY, help="契約開始日 / first day of the contract")(with_end)
    return click.option("--contract-number", help="契約番号 / number of the contract")(with_start)


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()
