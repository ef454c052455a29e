"""Where a page may send a browser on to: a path of this office, and nowhere else."""

import re
from typing import Final

_LOCAL: Final = re.compile(r"/(?![/\\])[!-~]{0,2000}", re.ASCII)
HOME: Final = "/"


def local(wanted: str | None) -> str:
    """`wanted` if it is a path of ours, else the first page. No scheme, no host, no `//`, no backslash, no control byte."""
    if wanted is None or "\\" in wanted or _LOCAL.fullmatch(wanted) is None:
        return HOME
    return wanted
