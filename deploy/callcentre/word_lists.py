"""The word lists in `data/`: one entry a line, fields parted by one space, `#` begins a comment line."""

from pathlib import Path

_DATA = Path(__file__).with_name("data")


def words(file_name: str) -> list[list[str]]:
    """All entries of a list, each as its fields."""
    lines = (_DATA / file_name).read_text(encoding="utf-8").splitlines()
    return [line.split(" ") for line in lines if line and not line.startswith("#")]
