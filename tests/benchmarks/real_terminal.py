"""Real programs on a terminal of their own, with what somebody types: pieces of bytes with the moment each of them came.

What a machine lacks is left out; every machine's output is another. Floods run as fast as they are read; a person types with
the pauses of one who reads, and everything typed is kept as well, as the gateway keeps it.
"""

import fcntl
import os
import pty
import random
import select
import shutil
import signal
import struct
import termios
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROWS: Final = 43
COLS: Final = 132
READ_BYTES: Final = 32 * 1024
FLOOD_BYTES: Final = 2_000_000
_KEY_SECONDS: Final = 0.14
_PAUSE: Final = "\0"  # a second in which nothing is typed
_HERE: Final = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Piece:
    """`at` in seconds since the program began."""

    at: float
    typed: bool
    data: bytes


@dataclass(frozen=True, slots=True)
class Program:
    """A command line for `sh`, and what is typed meanwhile; a NUL is a second's pause. Ends by itself or after `seconds`."""

    name: str
    needs: str
    command: str
    keys: str = ""
    seconds: float = 60


_SHELL = (
    "cd /etc\rls -la\r\0df -h\r\0ps aux | head -30\r\0\0grep -rn root passwd group\r\0cat services | head -60\r\0\0"
    "uptime; free -m; mount | head\r\0\0ls -la /var/log /var/lib/dpkg | head -70\r\0\0tail -40 /var/log/dpkg.log\r\0\0"
    "find . -name '*.conf' | sort | head -50\r\0\0env | sort\r\0\0systemctl status cron\r\0cat /proc/meminfo\r\0\0"
    "history\r\0exit\r"
)
_EDITOR = (
    "\0jjjjjjjj\0\x06\0\x06\0\x06\0/imap\r\0nnn\0Owritten here, by hand, for the next one to read\x1b\0ddp\0wwwcwcallcentre\x1b\0"
    "\x06\0\x06\0\x02\0G\0gg\0:%s/tcp/TCP/g\r\0\x06\0u\0:set number\r\0\x06\0\x06\0Atail of a line\rand another one\x1b\0:q!\r"
)

_GCC = "gcc -fsyntax-only -Wall -Wextra -H -x c -include stdio.h -"
_FOLLOWED = (
    "ls -l --time-style=full-iso /usr/lib /usr/bin | while read line; do"
    ' echo "$(date -Is) callcentre-app[$$]: $line"; sleep 0.25; done'
)

FLOODS: Final = (
    Program("ls -lR", "ls", "ls -lR /usr/lib /etc /var"),
    Program("dpkg -l", "dpkg", "COLUMNS=132 dpkg -l | cat"),
    Program("apt-cache show", "apt-cache", "apt-cache dumpavail"),
    Program("apt-get -s", "apt-get", "apt-get -s install build-essential"),
    Program("logs", "cat", "cat /var/log/dpkg.log /var/log/apt/*.log /var/log/alternatives.log /var/log/syslog"),
    Program("journalctl", "journalctl", "journalctl --no-pager -o short-iso -n 20000"),
    Program("dmesg", "dmesg", "dmesg"),
    Program("git log --stat", "git", f"git -C {_HERE} --no-pager log --stat --color"),
    Program("git log -p", "git", f"git -C {_HERE} --no-pager log -p --color -n 12"),
    Program(
        "gcc", "gcc", f"for n in $(seq 400); do echo 'int f(int *a) {{ char *b = a; return b + n; }}'; done | {_GCC}"
    ),
    Program("ps, ss, env", "ps", "ps auxwwf; ps -eLf; env; mount; lsmod; cat /proc/*/maps | head -8000"),
    Program("find", "find", "find /usr/share /etc -printf '%M %u %8s %t %p\\n'"),
    Program("source", "cat", f"cat {_HERE}/gateway/*/*.py"),
)
PEOPLE: Final = (
    Program("a shell", "bash", "bash --norc -i", _SHELL),
    Program("vim", "vim", "vim -u NONE -c 'syntax on' /etc/services", _EDITOR),
    Program("vim, source", "vim", f"vim -u NONE -c 'syntax on' {_HERE}/gateway/recording/verify.py", _EDITOR),
    Program("top", "top", "top -d 1", "\0" * 30 + "q"),
    Program("less", "less", "less /etc/services", "\0 " * 25 + "q"),
    Program("man", "man", "man -P less bash || man -P less git", "\0 " * 25 + "q"),
    Program("git log, paged", "git", f"git -C {_HERE} -c core.pager=less log --stat --color", "\0 " * 25 + "q"),
    Program("a log, followed", "ls", _FOLLOWED, seconds=30),
    Program("watch", "watch", "watch -n 1 'ps aux --sort=-%cpu | head -40'", seconds=30),
)


def pieces(program: Program) -> Iterator[Piece]:
    """What it prints and what is typed, as it comes; nothing where the machine has no such program."""
    if shutil.which(program.needs) is None:
        return
    child, screen = pty.fork()
    if child == 0:
        os.environ |= {"TERM": "xterm-256color", "LANG": "C.UTF-8", "LESS": "-R", "PS1": r"maint@callcentre-app:\w$ "}
        os.execvp("sh", ["sh", "-c", program.command])
    fcntl.ioctl(screen, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLS, 0, 0))
    try:
        yield from _attended(program, screen)
    finally:
        os.kill(child, signal.SIGKILL)
        os.close(screen)
        os.waitpid(child, 0)


def _attended(program: Program, screen: int) -> Iterator[Piece]:
    begun, shown, chance = time.monotonic(), 0, random.Random(program.name)  # rhythm, no secret
    keys = list(program.keys)
    key_at = begun + 1
    while (now := time.monotonic()) < begun + program.seconds and shown < FLOOD_BYTES:
        if keys and now >= key_at:
            key = keys.pop(0)
            key_at = now + (1 if key == _PAUSE else _KEY_SECONDS * chance.uniform(0.4, 1.8))
            if key != _PAUSE:
                os.write(screen, key.encode())
                yield Piece(now - begun, typed=True, data=key.encode())
        ready, _, _ = select.select([screen], [], [], max(0, key_at - now) if keys else 1)
        if ready:
            try:
                data = os.read(screen, READ_BYTES)
            except OSError:
                return
            shown += len(data)
            yield Piece(time.monotonic() - begun, typed=False, data=data)
