"""THE fixed texts a target's shell is given; nothing is ever put into them. Values come as positional parameters only.

Around every tool stands the same frame (POSIX sh; tried with dash, bash and busybox):

- A *leash*: the exec's own standard input, which the gateway never writes to. When it ends, because the gateway closed it, the
  session was cut, or its connection died, the whole process group is killed (sshd gives every exec a group of its own). The
  tool never sees it: its standard input is the file, or empty.
- A *clock*: so many seconds later the same happens, though nobody is there any more (a network that broke without a word).
- A *mark*: one line on standard output when everything was checked and the tool is about to be executed. No mark: no tool.

FILE opens the path that was checked and then asks the kernel what it opened: `/proc/self/fd/0` is the true path of the open
file, so whatever was swapped in between, another path is another text, and the tool is not executed. FOLDER does the same with
the working directory. The tool gets the open file, never the path.
"""

from enum import IntEnum
from typing import Final

MARK: Final = b"sekisho-begins\n"
_SAY_MARK: Final = 'printf "%s\\n" sekisho-begins'


class NotBegun(IntEnum):
    """Exit statuses of the frame before its mark."""

    NOT_THERE = 91
    ANOTHER_KIND = 92  # no regular file, or no folder
    NOT_PERMITTED = 93  # the account may not
    CHANGED = 94  # it is not what it was when it was checked
    NOT_WRITTEN = 96
    OWNER = 97  # the new file could not be given the owner of the old one
    NOT_WHOLE = 98  # what arrived is not what was sent


_LEASH: Final = (
    'trap "" HUP INT TERM; exec 3<&0 4>&2 2>/dev/null; '
    "{ read -r x; kill -9 0; } <&3 3<&- 4>&- >/dev/null & "
    '{ sleep "$1"; kill -9 0; } </dev/null 3<&- 4>&- >/dev/null & '
    "trap - HUP INT TERM; exec 3<&-; "
)
_TOOL: Final = f'{_SAY_MARK}; exec 2>&4 4>&-; exec "$@"'

PLAIN: Final = f"{_LEASH}cd / || exit 93; exec </dev/null; shift; {_TOOL}"
"""seconds, then the tool's vector."""

PRIVILEGED: Final = (
    "exec 3<&0 4>&2 2>/dev/null; "
    'setsid /bin/sh -c \'read -r x; n=0; while [ "$n" -lt 5 ] && read -r c <"/proc/$1/comm"; do '
    '[ "$c" = sudo ] && kill -TERM "$1"; sleep 1; n=$((n+1)); done\' sekisho $$ '
    f"<&3 3<&- 4>&- >/dev/null & exec 3<&-; cd / || exit 93; exec </dev/null; shift; {_TOOL}"
)
"""seconds, then the vector, which begins with sudo.

Nobody but root ends what root runs. The leash's end is SIGTERM for sudo, which passes it on because it comes from another process
group, and sudo itself is never killed: it goes when its command has gone. It is told up to five times, a second apart: the end
may come before the shell has become sudo, or before sudo has begun to listen. The clock is root's own timeout(1) in the vector.
"""

FILE: Final = (
    f'{_LEASH}cd / || exit 93; [ -e "$2" ] || exit 91; [ -f "$2" ] || exit 92; [ -r "$2" ] || exit 93; exec <"$2"; '
    f'[ -f /proc/self/fd/0 ] || exit 92; [ "$(readlink /proc/self/fd/0)" = "$2" ] || exit 94; shift 2; {_TOOL}'
)
"""seconds, the file's resolved path, then the tool's vector."""

FOLDER: Final = (
    f'{_LEASH}[ -e "$2" ] || exit 91; [ -d "$2" ] || exit 92; cd -P "$2" || exit 93; '
    f'[ "$(pwd -P)" = "$2" ] || exit 94; exec </dev/null; shift 2; {_TOOL}'
)
"""seconds, the folder's resolved path, then the tool's vector."""

WRITE: Final = (
    "umask 077; exec 2>/dev/null; "
    '{ n=0; while [ "$n" -lt "$1" ] && kill -0 $$; do sleep 1; n=$((n+1)); done; kill -9 0; } </dev/null >/dev/null & '
    'cd -P "$2" || exit 93; [ "$(pwd -P)" = "$2" ] || exit 94; [ -e "./$3" ] || exit 91; [ -f "./$3" ] || exit 92; '
    '[ -r "./$3" ] && [ -w "./$3" ] && [ -w . ] || exit 93; exec 6<"./$3"; [ -f /proc/$$/fd/6 ] || exit 92; '
    '[ "$(readlink /proc/$$/fd/6)" = "$4" ] || exit 94; [ "$(sha256sum <&6)" = "$5  -" ] || exit 94; '
    "own=$(stat -Lc %u:%g /proc/$$/fd/6) && mode=$(stat -Lc %a /proc/$$/fd/6) || exit 96; "
    'case "$(ls -ld "./$3")" in ??????????+*) exit 97;; esac; '
    'set -C; exec 5>"./$7"; set +C; trap \'rm -f "./$7"\' EXIT; trap "exit 99" HUP INT TERM; '
    '[ "$(stat -Lc %u:%g /proc/$$/fd/5)" = "$own" ] || chown "$own" /proc/$$/fd/5 || exit 97; '
    'dd bs=65536 conv=fsync >&5 || exit 96; [ "$(sha256sum </proc/$$/fd/5)" = "$6  -" ] || exit 98; '
    'chmod "$mode" /proc/$$/fd/5 || exit 97; [ "$(sha256sum <"./$3")" = "$5  -" ] || exit 94; '
    f'mv -fT "./$7" "./$3" || exit 96; trap - EXIT; sync . || sync; {_SAY_MARK}'
)
"""seconds, folder, name, path, SHA-256 of the old content, of the new one, the temporary name; the new content comes on stdin.

A new file beside the old one, with its owner and mode, synced, and renamed over it. Standard input is the content, so there is
no leash: its end is the content's end, and what is not whole is thrown away. Names are relative to a folder that is held open.
"""
