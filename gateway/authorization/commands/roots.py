"""A root: folders of a target under which listed commands may look, and what in them nobody may.

Two questions, both on whole components: is it under the root, and does no part of it match what is denied? They are asked of
what was typed, and again of what the target says it resolves to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from gateway.vocabulary.outcome import Text

# Denied under every root, whatever a policy says: what would let somebody in, here or elsewhere.
NEVER = (
    "shadow*", "gshadow*", "opasswd", "sudoers", "sudoers.d", "ssl/private", ".ssh", "ssh_host_*_key",
    "*.key", "*.pem", "*.p12", "*.pfx", "*.jks", "*.keytab", "*.kdbx", ".gnupg", ".pgpass", ".netrc", ".my.cnf", "*_history",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """`paths` are absolute and normal; `denied` are patterns (`*`, `?`, `[...]`) of one component or several joined by `/`."""

    name: str
    text: Text
    paths: tuple[str, ...]
    denied: tuple[str, ...] = ()

    def admits(self, path: str) -> bool:
        """True for an absolute, normal path that is one of `paths` or under one, and that nothing denies."""
        return is_normal(path) and any(_under(path, root) for root in self.paths) and self.denying(path) is None

    def denying(self, path: str) -> str | None:
        """The pattern that denies the path, or None. `a/b` denies every path with a component `b` just under an `a`."""
        parts = path.lower().split("/")[1:]
        return next((each for each in (*NEVER, *self.denied) if _matches(parts, each.lower().split("/"))), None)


def is_normal(path: str) -> bool:
    """True for an absolute path without empty, `.` or `..` components and without NUL, CR or LF."""
    parts = path.split("/")
    whole = path.startswith("/") and not any(part in ("", ".", "..") for part in parts[1:])
    return whole and not any(letter in path for letter in "\x00\r\n")


def _under(path: str, root: str) -> bool:
    return path == root or path.startswith(f"{root}/")


def _matches(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    """True if the pattern's components match as many neighbours, anywhere in the path."""
    starts = range(len(parts) - len(pattern) + 1)
    return any(all(fnmatchcase(part, each) for part, each in zip(parts[at:], pattern, strict=False)) for at in starts)
