"""Real text that lies on the machine the tests run on: logs, manuals, change logs, sources. Every machine has another."""

import glob
import gzip
import subprocess
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path

_FILES = {
    "varlog": ["/var/log/**/*"],
    "apt_lists": ["/var/lib/apt/lists/*Packages*"],
    "dpkg": ["/var/lib/dpkg/status", "/var/lib/dpkg/info/*.md5sums"],
    "man_en": ["/usr/share/man/man[158]/*.gz"],
    "man_ja": ["/usr/share/man/ja/man*/*.gz"],
    "doc": ["/usr/share/doc/*/changelog*.gz", "/usr/share/doc/*/copyright"],
    "source": ["/usr/lib/python3*/**/*.py", "/usr/local/lib/python3*/**/*.py", "/usr/include/**/*.h"],
    "etc": ["/etc/**/*.conf", "/etc/services"],
    "mo_ja": ["/usr/share/locale/ja/LC_MESSAGES/*.mo"],
}
_COMMANDS = {
    "ps": "ps auxww",
    "env": "df -h; free; mount; ls -laR /etc /usr/bin; getent services; ls -la --time-style=full-iso /usr/lib",
}
FILE_BYTES = 400_000


def harvest(megabytes: float = 20) -> Iterator[tuple[str, bytes]]:
    """Groups of text, about so much in all where the machine has it."""
    for group, patterns in _FILES.items():
        gathered = bytearray()
        for path in (Path(found) for pattern in patterns for found in sorted(glob.glob(pattern, recursive=True))):
            if len(gathered) > megabytes * 1e6 / len(_FILES):
                break
            text = _text_of(path)
            if text.count(0) <= len(text) / 100:
                gathered += text + b"\n"
        if gathered:
            yield group, bytes(gathered)
    for group, command in _COMMANDS.items():
        printed = subprocess.run(command, shell=True, capture_output=True, timeout=20, check=False).stdout
        yield group, printed[: int(megabytes * 1e6 / 8)]


def _text_of(path: Path) -> bytes:
    """The beginning of a file; nothing of one that cannot be read."""
    try:
        if not path.is_file():
            return b""
        if path.suffix == ".mo":
            with path.open("rb") as opened:
                catalog = GNUTranslations(opened)._catalog
            return "\n".join(text for text in catalog.values() if isinstance(text, str)).encode()
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as opened:
            return opened.read(FILE_BYTES)
    except (OSError, EOFError, UnicodeDecodeError, ValueError):
        return b""
