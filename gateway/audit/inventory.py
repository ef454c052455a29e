"""The files of an export against its manifest and against what an export of that size consists of: nothing more, nothing less."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from stat import S_ISREG
from typing import Final

from gateway.audit.finding import Finding, What
from gateway.audit.folder import file_hash, open_regular
from gateway.audit.manifest import ManifestMalformed, read_manifest

NOT_REGULAR: Final = "no regular file"


class Inventory:
    """What the files and the manifest say about each other, kept until it is known whether the contents hold.

    `parts` are the paths the export consists of, `manifest` left out. Raises OSError if the folder cannot be read.
    """

    def __init__(self, directory: Path, manifest: str, parts: Iterable[str]) -> None:
        self._parts = frozenset(parts)
        self._manifest = manifest
        self._found = dict(_files(directory, except_for=manifest))
        self._wrong: str | None = None
        self._listed: dict[str, str] = {}
        file = open_regular(directory / manifest)
        if file is None:
            self._wrong = ""
            return
        with file:
            try:
                self._listed = read_manifest(file.read())
            except ManifestMalformed as wrong:
                self._wrong = str(wrong)

    def findings(self, *, trusted: Callable[[str], bool]) -> Iterator[Finding]:
        """Each file missing, added or altered. `trusted`: the contents of this file hold, so a wrong line is the manifest's."""
        if self._wrong is not None:
            what = What.FILE_ALTERED if self._wrong else What.FILE_MISSING
            yield Finding(what=what, place=self._manifest, found=self._wrong)
        for path in sorted(self._parts | self._found.keys() | self._listed.keys()):
            if path not in self._parts:
                yield self._stranger(path)
            elif path not in self._found:
                yield Finding(what=What.FILE_MISSING, place=path)
            elif self._wrong is None and self._listed.get(path) != self._found[path]:
                yield self._altered(path, trusted)

    def _stranger(self, path: str) -> Finding:
        if path in self._found:
            return Finding(what=What.FILE_ADDED, place=path)
        return Finding(what=What.FILE_ALTERED, place=self._manifest, found=f"lists {path}")

    def _altered(self, path: str, trusted: Callable[[str], bool]) -> Finding:
        listed, found = self._listed.get(path, ""), self._found[path]
        if listed == "" or (found != NOT_REGULAR and trusted(path)):
            return Finding(what=What.FILE_ALTERED, place=self._manifest, found=f"line of {path}")
        return Finding(what=What.FILE_ALTERED, place=path, expected=listed, found=found)


def _files(directory: Path, except_for: str) -> Iterator[tuple[str, str]]:
    """(path, SHA-256 in hex) of every file beneath a directory but one; a link or a device is named, never opened."""
    for folder, folders, names in os.walk(directory, onerror=_raise):
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        for name in sorted(names + links):
            place = Path(folder) / name
            path = place.relative_to(directory).as_posix()
            if path != except_for:
                yield path, file_hash(place) if S_ISREG(place.lstat().st_mode) else NOT_REGULAR


def _raise(error: OSError) -> None:
    raise error
