"""An authority of the town, with both signatures."""

from pathlib import Path
from typing import Any

from tests.gateway.cli.town import Town, said


def added(pair: Town, name: str, file: Path) -> dict[str, Any]:
    """Asked for by ito, confirmed by abe."""
    asked = pair.as_json("ito", "ca", "add", name, str(file))
    said(pair.as_("abe", "change", "confirm", asked["change"], "--json"))
    found: dict[str, Any] = asked["ca"]
    return found
