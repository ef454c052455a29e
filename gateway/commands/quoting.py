r"""SSH carries one string to the target's login shell; this is the only place where a vector becomes that string.

Each argument stands between single quotes, within which a POSIX shell knows no special character but the closing quote itself
(POSIX.1-2024, XCU 2.2.2); that one is written `'\''`. Tried against dash, bash and busybox sh. Shells of the csh family, where
`!` is read even between quotes, are not supported as login shells. No byte of a EUC-JP or CP932 character is a quote (0x27),
so the string stays whole in those encodings too.
"""

from collections.abc import Sequence

from gateway.vocabulary.outcome import GatewayFault

FORBIDDEN = ("\x00", "\r", "\n")


class Unquotable(ValueError):
    """An argument that no shell command line can carry; it holds NUL, CR, LF or half a surrogate pair."""


def quoted(vector: Sequence[str]) -> str:
    """The command line from which a POSIX shell makes exactly `vector` and runs it. Raises Unquotable.

    The first argument, the program, may not be empty and may not hold `=`: it would still be run, but nobody lists such a one.
    """
    if not vector or not vector[0] or "=" in vector[0]:
        raise GatewayFault("a vector begins with a program")
    return " ".join(_quoted(argument) for argument in vector)


def _quoted(argument: str) -> str:
    if any(letter in argument for letter in FORBIDDEN) or any("\ud800" <= letter <= "\udfff" for letter in argument):
        raise Unquotable("NUL, CR, LF or a surrogate in an argument")
    return "'" + argument.replace("'", "'\\''") + "'"
