"""How far a file is looked into. Numbers of the office (policies/limits.toml [upload]), handed in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """`unpacked_bytes` and `unpacked_files` over all archives of one file; `nesting` archives within archives."""

    unpacked_bytes: int
    unpacked_files: int
    nesting: int
