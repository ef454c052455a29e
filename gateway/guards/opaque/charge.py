"""What a piece of text costs. Summed up; the meter sorts it into its windows."""

from dataclasses import dataclass


@dataclass(slots=True)
class Charge:
    """`opaque` and `novel` in units, `hashes` in characters, `bare_lines` in lines; `fresh` characters were not shown before."""

    opaque: int = 0
    hashes: int = 0
    bare_lines: int = 0
    novel: int = 0
    fresh: int = 0
