"""The gate for statements, and the verdict on every column that comes back. Pure; the one room that knows SQL's grammar.

A text is read with PostgreSQL's own grammar. One plain SELECT whose every part is understood passes; personal columns stand in
it only bare, and are masked. A value is shown only if the statement's lineage and the server's reported origin both prove it
harmless.
"""

from gateway.guards.statements.judging import judge
from gateway.guards.statements.keys import Belonging, Keys
from gateway.guards.statements.masking import SNAPSHOT_QUERY, Clear, Field, Format, Mask, Origins, masked, masked_value
from gateway.guards.statements.normal import normalised
from gateway.guards.statements.shapes import (
    PINNED_PATH,
    Catalogue,
    Hidden,
    Limits,
    Output,
    Refused,
    Role,
    Statement,
    What,
    Whose,
    Why,
)
from gateway.guards.statements.snapshot import Snapshot
from gateway.guards.statements.standing import Standing

__all__ = [
    "PINNED_PATH",
    "SNAPSHOT_QUERY",
    "Belonging",
    "Catalogue",
    "Clear",
    "Field",
    "Format",
    "Hidden",
    "Keys",
    "Limits",
    "Mask",
    "Origins",
    "Output",
    "Refused",
    "Role",
    "Snapshot",
    "Standing",
    "Statement",
    "What",
    "Whose",
    "Why",
    "judge",
    "masked",
    "masked_value",
    "normalised",
]
