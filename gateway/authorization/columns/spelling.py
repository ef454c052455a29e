"""Which names of a database a file of columns can hold: what people read as one word, and nothing that passes for another."""

import re
from typing import Final

# PostgreSQL cuts identifiers after 63 bytes (NAMEDATALEN - 1); a dot or a space would be read as something else by people.
_NAME: Final = re.compile(r"[^\W\d][\w$]*")
NAME_BYTES_MAX: Final = 63


def fits(name: str) -> bool:
    """True for a name of letters, digits, _ and $ of at most 63 bytes in UTF-8."""
    return _NAME.fullmatch(name) is not None and len(name.encode("utf-8", "replace")) <= NAME_BYTES_MAX
