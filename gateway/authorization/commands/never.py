"""What no list may name, whatever it is for: programs that run programs, write files or carry data away, and such arguments.

The list cannot be whole; it stops the tempting ones. What a tool does besides is for whoever lists it to know.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

PROGRAMS = frozenset(
    {
        "ash", "at", "awk", "base32", "base64", "bash", "batch", "busybox", "bzgrep", "bzless", "bzmore", "chmod", "chown",
        "chroot", "chrt", "cp", "cpio", "crontab", "csh", "ctr", "curl", "dash", "dd", "docker", "doas", "ed", "elinks",
        "emacs", "env", "eval", "ex", "exec", "expect", "fish", "flock", "ftp", "gawk", "gcore", "gdb", "git", "hexdump",
        "install", "ionice", "irb", "java", "joe", "ksh", "kubectl", "less", "lftp", "linux", "links", "ln", "logrotate", "lua",
        "lv", "lxc", "lxc-attach", "lynx", "ltrace", "machinectl", "mail", "mailx", "make", "man", "mariadb-dump", "mawk", "mc",
        "mkdir", "mksh", "mongodump", "mongosh", "more", "mosh", "most", "mount", "mv", "mysqldump", "nano", "nc", "ncat",
        "nerdctl", "netcat", "newgrp", "nice", "nmap", "node", "nohup", "nsenter", "od", "openssl", "parallel", "perl", "php",
        "pico", "pkexec", "pg_basebackup", "pg_dump", "pg_dumpall", "pg_restore", "podman", "prlimit", "python", "rbash",
        "redis-cli", "rm", "rsync", "ruby", "run-parts", "runuser", "rview", "rvim", "scp", "screen", "script", "sed",
        "sendmail", "setarch", "setpriv", "setsid", "sftp", "sg", "sh", "socat", "split", "sqlite", "ssh",
        "start-stop-daemon", "stdbuf", "strace", "strings", "su", "sudo", "sudoedit", "systemd-cat", "systemd-inhibit",
        "systemd-nspawn", "systemd-run", "tar", "taskset", "tclsh", "tcpdump", "tee", "telnet", "time", "timeout", "tmux",
        "touch", "truncate", "unshare", "unzip", "uuencode", "vi", "view", "vim", "vimdiff", "watch", "wget", "xargs", "xxd",
        "xzgrep", "xzless", "xzmore", "yash", "zegrep", "zfgrep", "zgrep", "zip", "zless", "zmore", "zsh",
    }
)  # fmt: skip

ARGUMENTS = frozenset(
    {
        "-exec", "-execdir", "-ok", "-okdir", "-delete", "-fprint", "-fprint0", "-fprintf", "-fls", "--exec", "--pager",
        "--checkpoint-action", "--compress-program", "--use-compress-program",
    }
)  # fmt: skip

# Words of programs that are listed for other things: they run programs, or change what others run.
WORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "ip": frozenset({"netns", "vrf"}),
        "systemctl": frozenset({"edit", "import-environment", "link", "set-environment", "set-property"}),
    }
)

_STEM = re.compile(r"[a-z_-]+")


def never_listed(program: str) -> bool:
    """True for a program of PROGRAMS by its bare name, also in another version or variant (`python3.11`, `vim.tiny`)."""
    stem = _STEM.match(program)
    return program in PROGRAMS or (stem is not None and stem[0] in PROGRAMS)
