"""Identifiers become paths, nothing else does."""

from pathlib import Path

import pytest

from gateway.recording.paths import day_of, path_in, path_of

ID = "R-20261122-7F3K9QW2ZD"


def test_one_folder_a_day() -> None:
    assert day_of(ID) == "20261122"
    assert path_of(Path("/r"), ID) == Path("/r/20261122") / f"{ID}.rec" == path_in(Path("/r/20261122"), ID)


@pytest.mark.parametrize(
    "name", ["", "..", "R-20261122-../x", ID + "/x", ID + "\n", "R-2026/122-7F3K9QW2ZD", "/etc/passwd"]
)
def test_anything_else_is_refused(name: str) -> None:
    for ask in (day_of, lambda text: path_of(Path("/r"), text), lambda text: path_in(Path("/r"), text)):
        with pytest.raises(ValueError):
            ask(name)
