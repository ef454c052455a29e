"""The manifest of an export: one line a file, as `sha256sum` writes and checks them, sorted by path.

The first line names the format and is a comment to sha256sum, so `sha256sum -c MANIFEST` needs nothing of ours.
"""

import re
from collections.abc import Mapping
from typing import Final

FORMAT: Final = "# sekisho audit export 1"

_LINE: Final = re.compile(r"([0-9a-f]{64})  ([^\n\\]{1,1000})")


class ManifestMalformed(ValueError):
    """Bytes that are no manifest of this format."""


def write_manifest(files: Mapping[str, str]) -> bytes:
    """The manifest of files: path -> SHA-256 in hex."""
    lines = [FORMAT, *(f"{files[path]}  {path}" for path in sorted(files))]
    return ("\n".join(lines) + "\n").encode()


def read_manifest(data: bytes) -> dict[str, str]:
    """Path -> SHA-256 in hex. Raises ManifestMalformed for anything `write_manifest` would not have written."""
    try:
        lines = data.decode().split("\n")
    except UnicodeDecodeError:
        raise ManifestMalformed("a manifest is UTF-8") from None
    found = [_LINE.fullmatch(line) for line in lines[1:-1]]
    files = {line[2]: line[1] for line in found if line is not None}
    if write_manifest(files) != data:
        raise ManifestMalformed("not a manifest of this format, or not in its one spelling")
    return files
