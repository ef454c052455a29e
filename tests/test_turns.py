"""The order of a run in several processes."""

from pathlib import Path

import pytest

from tests import turns

WAITING = {name: 1 + rank for rank, name in enumerate(turns._WAITING)}


@pytest.fixture
def folder_of() -> dict[str, int]:
    quick = {f"tests/gateway/test_{number}.py": 0 for number in range(100)}
    slow = {f"tests/{name}/test_{number}.py": rank for name, rank in WAITING.items() for number in range(4)}
    return {**quick, **slow}


def test_what_waits_stands_among_what_computes_and_none_of_it_at_the_end(folder_of: dict[str, int]) -> None:
    places = turns._places(folder_of)
    order = sorted(folder_of, key=lambda unit: places[unit])
    assert set(order) == set(folder_of)
    last_fifth, first = order[-len(order) // 5 :], order[: len(order) // 2]
    assert not any(folder_of[unit] for unit in last_fifth)
    assert 0.4 < sum(not folder_of[unit] for unit in first) / len(first) < 0.9
    waiting = [folder_of[unit] for unit in order if folder_of[unit]]
    assert waiting == sorted(waiting, reverse=True), "the slowest folder first"


def test_a_file_is_one_unit_and_so_is_the_folder_of_one_browser() -> None:
    assert turns._unit("tests/walks/test_jump.py::test_x[a::b]") == "tests/walks/test_jump.py"
    assert len({turns._unit(f"tests/browser/test_{name}.py::test_x") for name in "abc"}) == 1
    assert (Path(__file__).parent.parent / turns._AS_ONE).is_dir()


def test_every_folder_that_waits_is_there() -> None:
    assert all((Path(__file__).parent / name).is_dir() for name in turns._WAITING)
