"""Which file-transfer program a command would start at the target's end, if one by name. Pure.

For targets free of personal data, where `exec` is permitted and files go in by SFTP alone, which hashes each file and counts the
people in it (R-10). `scp -O`, rsync, git and their like carry files through `exec` past that count, so they are refused with the
hint what to use instead.

It is a hint for honest people, and no guard against a skilled one: a shell runs the command, and a shell can spell a program's
name in a thousand ways this file does not know, or take a file in with `cat`. Whoever does that is recorded doing it, byte for
byte, and on a target with personal data no command runs at all (SK-303).

Where the line is: refused is what serves a transfer protocol, or unpacks an archive that comes by standard input; allowed is what
only writes to standard output (`cat`, `tar c`, `git log`), since the screen of such a target may be shown, and what works on
files that are there already (`tar xf FILE`, `scp a b`).

Read as a POSIX shell reads it in the C locale, byte by byte: quotes, backslashes, `$'...'`, comments, lists and pipes, groups,
redirections, assignments before the name, words that only lead to a further command (`exec`, `env`, `sudo`, `sh -c`, ...), and
command substitution.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from gateway.listener.shell_words import words_of

DEPTH_MAX = 8
TOO_DEEP = "nested shells"
Words = Sequence[bytes]

_ASSIGNMENT = re.compile(rb"[A-Za-z_][A-Za-z0-9_]*\+?=")
_GIT_SERVICES = {b"upload-pack", b"receive-pack", b"upload-archive", b"http-backend", b"daemon", b"shell"}
_RESERVED = {b"!", b"{", b"}", b"if", b"then", b"elif", b"else", b"fi", b"while", b"until", b"do", b"done", b"time"}
_SHELLS = {b"sh", b"bash", b"dash", b"ash", b"zsh", b"ksh", b"mksh", b"yash", b"rbash", b"su", b"runuser"}
# Words before the real name, with those of their short options that take the next word.
_LEADING: Mapping[bytes, bytes] = MappingProxyType(
    {
        b"exec": b"a", b"command": b"", b"builtin": b"", b"env": b"uCS", b"nohup": b"", b"nice": b"n", b"ionice": b"cnp",
        b"setsid": b"", b"stdbuf": b"ioe", b"sudo": b"CghpRrTtuU", b"doas": b"Cu", b"timeout": b"ks", b"chroot": b"",
        b"chrt": b"", b"strace": b"eops", b"xargs": b"adEIiLlnPs", b"busybox": b"", b"flock": b"Ew",
    }
)  # fmt: skip
_OPERAND_FIRST = {b"timeout", b"chroot", b"chrt", b"flock"}  # one operand of their own stands before the command


def transfer_program(command: bytes) -> str | None:
    """The program's name, a fixed ASCII word; None if none was recognized."""
    return _in_script(command, 0)


def _in_script(script: bytes, depth: int) -> str | None:
    if depth > DEPTH_MAX:
        return TOO_DEEP
    simple_commands, substituted = words_of(script)
    for words in simple_commands:
        if found := _in_words(words, depth):
            return found
    return next((found for inner in substituted if (found := _in_script(inner, depth + 1))), None)


def _in_words(words: Words, depth: int) -> str | None:
    words = _past_leading(words)
    if not words:
        return None
    name, arguments = words[0].rpartition(b"/")[2], words[1:]
    if name == b"eval":
        return _in_script(b" ".join(arguments), depth + 1)
    if name in _SHELLS:
        return next((found for said in _scripts(arguments) if (found := _in_script(said, depth + 1))), None)
    for program, serves in _PROGRAMS.items():
        if name == program.encode() and serves(arguments):
            return program
    return None


def _scripts(arguments: Words) -> list[bytes]:
    """What a shell is told to run: the word after the options that hold a `c`."""
    return [
        arguments[at + 1]
        for at, word in enumerate(arguments[:-1])
        if word == b"--command" or (word[:1] in (b"-", b"+") and word[1:2] != b"-" and b"c" in word)
    ]


def _past_leading(words: Words) -> Words:
    """From the word on that names the program, past assignments, reserved words and the like of `exec` and `env`."""
    while words:
        name = words[0].rpartition(b"/")[2]
        if _ASSIGNMENT.match(words[0]) or words[0] in _RESERVED:
            words = words[1:]
        elif name in _LEADING:
            words = _past_options(words[1:], _LEADING[name])
            if name in _OPERAND_FIRST:
                words = words[1:]
        else:
            return words
    return words


def _past_options(words: Words, with_value: bytes) -> Words:
    while words and words[0].startswith(b"-") and words[0] != b"-":
        option, words = words[0], words[1:]
        if option == b"--":
            break
        if (
            not option.startswith(b"--")
            and option[-1:] in [bytes([letter]) for letter in with_value]
            and len(option) == 2
        ):
            words = words[1:]
    return words


def _short_options(arguments: Words, with_value: bytes) -> set[int]:
    """Letters of the options before the first operand (getopt)."""
    letters: set[int] = set()
    rest = list(arguments)
    while rest and rest[0].startswith(b"-") and rest[0] not in (b"-", b"--"):
        word = rest.pop(0)
        for at, letter in enumerate(word[1:], 1):
            letters.add(letter)
            if letter in with_value:
                if at == len(word) - 1 and rest:
                    rest.pop(0)
                break
    return letters


def _scp_serves(arguments: Words) -> bool:
    return not {ord("t"), ord("f")}.isdisjoint(_short_options(arguments, b"cDFiJloPSX"))


def _git_serves(arguments: Words) -> bool:
    rest = list(arguments)
    while rest and rest[0].startswith(b"-"):
        if rest.pop(0) in (b"-C", b"-c", b"--git-dir", b"--work-tree", b"--namespace") and rest:
            rest.pop(0)
    return bool(rest) and rest[0] in _GIT_SERVICES


def _tar_unpacks(arguments: Words) -> bool:
    """An archive from standard input: `tar x`, `tar xf -`, `tar -xzf-`, `tar --extract`; not `tar xf FILE`."""
    first = [b"-" + arguments[0]] if arguments and arguments[0][:1] != b"-" else []  # the old form, `tar xzf FILE`
    words = [*first, *arguments[1:]] if first else list(arguments)
    short = b"".join(word[1:] for word in words if word[:1] == b"-" and word[1:2] != b"-")
    unpacks = b"x" in short or not {b"--extract", b"--get"}.isdisjoint(words)
    return unpacks and _archive(words) in (None, b"-", b"/dev/stdin", b"/dev/fd/0", b"/proc/self/fd/0")


def _archive(words: Words) -> bytes | None:
    """The file tar is told to read."""
    for word, following in zip(words, [*words[1:], None], strict=True):
        if word.startswith(b"--file="):
            return word.partition(b"=")[2]
        if word == b"--file":
            return following
        if word[:1] == b"-" and word[1:2] != b"-" and b"f" in word:
            attached = word.partition(b"f")[2]
            return attached if attached and _is_a_value(attached) else following
    return None


def _is_a_value(attached: bytes) -> bool:
    """True for what follows the f in `-xf/path` and `-xf-`; in `xfv FILE` it is one more letter."""
    return not attached.isalpha()


def _cpio_unpacks(arguments: Words) -> bool:
    named = any(word.startswith((b"-F", b"--file")) for word in arguments)
    return not named and any(
        word == b"--extract" or (word[:1] == b"-" and word[1:2] != b"-" and b"i" in word) for word in arguments
    )


def _always(arguments: Words) -> bool:
    del arguments
    return True


def _with(*wanted: bytes) -> Callable[[Words], bool]:
    return lambda arguments: not frozenset(wanted).isdisjoint(arguments)


_PROGRAMS: Mapping[str, Callable[[Words], bool]] = MappingProxyType(
    {
        "scp": _scp_serves,
        "sftp-server": _always,
        "rsync": _with(b"--server", b"--daemon"),
        "git": _git_serves,
        "git-shell": _always,
        "git-upload-pack": _always,
        "git-receive-pack": _always,
        "git-upload-archive": _always,
        "tar": _tar_unpacks,
        "bsdtar": _tar_unpacks,
        "cpio": _cpio_unpacks,
        "pax": lambda arguments: b"r"[0] in _short_options(arguments, b"bfosx"),
        "unison": _with(b"-server"),
        "hg": _with(b"serve"),
        "svnserve": _always,
        "cvs": _with(b"server"),
        "borg": _with(b"serve"),
        "rz": _always,
        "sz": _always,
        "lrz": _always,
        "lsz": _always,
    }
)
