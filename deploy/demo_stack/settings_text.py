"""Setting values in the commented TOML file that `sekisho init` wrote, leaving its comments where they are."""

import json
import re
from collections.abc import Mapping

Value = str | int | float | bool | list[str]


def with_values(text: str, values: Mapping[str, Mapping[str, Value]]) -> str:
    """`text` with `values[section][key]` set. A key, even one commented out, keeps its line; others follow the heading.

    The section "" is the part before the first heading. A section that is missing is added at the end.
    """
    lines = text.splitlines()
    for section, keys in values.items():
        for key, value in keys.items():
            _set(lines, section, f"{key} = {json.dumps(value, ensure_ascii=False)}", key)
    return "\n".join(lines) + "\n"


def _set(lines: list[str], section: str, written: str, key: str) -> None:
    first, last = _span(lines, section)
    for place in range(first, last):
        if re.match(rf"#?\s*{re.escape(key)}\s*=", lines[place]):
            lines[place] = written
            return
    lines.insert(first, written)


def _span(lines: list[str], section: str) -> tuple[int, int]:
    """Line numbers of the section's body: from after its heading to before the next."""
    headings = [place for place, line in enumerate(lines) if line.startswith("[")]
    if not section:
        return 0, headings[0] if headings else len(lines)
    heading = f"[{section}]"
    if heading not in lines:
        lines += ["", heading]
        return len(lines), len(lines)
    place = lines.index(heading)
    return place + 1, next((other for other in headings if other > place), len(lines))
