"""The fixed texts, run by each shell a target may have, as sshd would run them."""

import os
import signal
import socket
import time
from contextlib import suppress
from pathlib import Path

import pytest

from gateway.commands.quoting import quoted
from gateway.commands.running import scripts
from gateway.commands.running.scripts import MARK, NotBegun
from gateway.crypto.digest import sha256
from tests.gateway.commands.running.a_swapper import SECRET, swapping
from tests.gateway.commands.running.an_audited_target import SHELLS, Frame, gone

pytestmark = pytest.mark.parametrize("shell", SHELLS)


@pytest.fixture
def ground(tmp_path: Path) -> Path:
    folder = tmp_path.resolve() / "ground"
    folder.mkdir()
    (folder / "a.log").write_text("line\n")
    return folder


def test_the_tool_gets_the_file_on_its_standard_input_and_nothing_else(shell: str, ground: Path) -> None:
    assert Frame(shell, scripts.FILE, "9", str(ground / "a.log"), "cat").end() == (0, MARK + b"line\n")
    status, said = Frame(shell, scripts.FILE, "9", str(ground / "a.log"), "ls", "/proc/self/fd").end()
    assert (status, said) == (0, MARK + b"0\n1\n2\n3\n")  # 3 is ls looking into the folder


def test_a_tool_without_a_file_reads_nothing_and_stands_at_the_root(shell: str, ground: Path) -> None:
    assert Frame(shell, scripts.PLAIN, "9", "cat").end() == (0, MARK)
    assert Frame(shell, scripts.PLAIN, "9", "pwd").end() == (0, MARK + b"/\n")


def test_a_folder_is_the_working_directory(shell: str, ground: Path) -> None:
    assert Frame(shell, scripts.FOLDER, "9", str(ground), "ls", "-A", ".").end() == (0, MARK + b"a.log\n")


def test_the_tools_exit_status_comes_back(shell: str, ground: Path) -> None:
    assert Frame(shell, scripts.PLAIN, "9", "sh", "-c", "exit 93").end() == (93, MARK)
    assert Frame(shell, scripts.PLAIN, "9", "no-such-tool").end() == (127, MARK)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("missing", NotBegun.NOT_THERE),
        ("fifo", NotBegun.ANOTHER_KIND),
        ("socket", NotBegun.ANOTHER_KIND),
        ("folder", NotBegun.ANOTHER_KIND),
        ("device", NotBegun.ANOTHER_KIND),
        ("link", NotBegun.CHANGED),
        ("folder/../a.log", NotBegun.CHANGED),
    ],
)
def test_only_a_plain_file_that_is_what_was_checked_is_opened(
    shell: str, ground: Path, name: str, why: NotBegun
) -> None:
    os.mkfifo(ground / "fifo")
    (ground / "folder").mkdir()
    (ground / "link").symlink_to("/etc/hostname")
    (ground / "device").symlink_to("/dev/null")
    with socket.socket(socket.AF_UNIX) as listener:
        before = Path.cwd()
        os.chdir(ground)  # a socket's path is short
        listener.bind("socket")
        os.chdir(before)
        assert Frame(shell, scripts.FILE, "9", str(ground / name), "cat").end() == (why, b"")


def test_a_magic_link_of_proc_is_followed_to_what_it_really_is(shell: str, ground: Path) -> None:
    with (ground / "a.log").open() as held:
        magic = f"/proc/{os.getpid()}/fd/{held.fileno()}"
        assert Frame(shell, scripts.FILE, "9", magic, "cat").end() == (NotBegun.CHANGED, b"")


def test_a_folder_that_is_a_link_is_refused(shell: str, ground: Path) -> None:
    (ground / "link").symlink_to("/etc")
    assert Frame(shell, scripts.FOLDER, "9", str(ground / "link"), "ls").end() == (NotBegun.CHANGED, b"")
    assert Frame(shell, scripts.FOLDER, "9", str(ground / "a.log"), "ls").end() == (NotBegun.ANOTHER_KIND, b"")


# --- the leash and the clock -----------------------------------------------------------------------------------------


def begun(frame: Frame) -> None:
    assert frame.process.stdout
    assert frame.process.stdout.readline() == MARK


STUBBORN = ("sh", "-c", 'trap "" TERM INT HUP; echo ready; sleep 601 & while :; do sleep 602; done')


@pytest.mark.parametrize("tool", [("sleep", "603"), STUBBORN], ids=["plain", "stubborn and forked"])
def test_R10_letting_the_leash_go_kills_everything(shell: str, ground: Path, tool: tuple[str, ...]) -> None:
    """Also after SIGTERM, which a stubborn tool ignores, and the leash's holder must."""
    word = str(ground)
    frame = Frame(shell, scripts.FOLDER, "600", word, *tool)
    begun(frame)
    if tool == STUBBORN:
        assert frame.process.stdout
        assert frame.process.stdout.readline() == b"ready\n"
        os.killpg(frame.process.pid, signal.SIGTERM)
    assert frame.process.stdin
    frame.process.stdin.close()
    assert frame.process.wait(2) == -signal.SIGKILL
    assert gone(word)


def test_R10_the_clock_ends_what_nobody_watches_any_more(shell: str, ground: Path) -> None:
    frame = Frame(shell, scripts.PLAIN, "1", *STUBBORN, str(ground))
    begun(frame)
    started = time.monotonic()
    assert frame.process.wait(4) == -signal.SIGKILL
    assert 0.5 < time.monotonic() - started < 3
    assert gone(str(ground))
    frame.end()


def test_a_fifo_swapped_in_at_the_last_moment_hangs_no_longer_than_the_leash(shell: str, ground: Path) -> None:
    script = scripts.FILE.replace('[ -f "$2" ] || exit 92;', "")  # as if it was swapped just after it was looked at
    os.mkfifo(ground / "fifo")
    frame = Frame(shell, script, "600", str(ground / "fifo"), "cat")
    with pytest.raises(Exception, match="timed out"):
        frame.process.wait(0.3)
    assert frame.process.stdin
    frame.process.stdin.close()
    assert frame.process.wait(2) == -signal.SIGKILL


def test_nothing_is_left_of_a_command_that_ended(shell: str, ground: Path) -> None:
    Frame(shell, scripts.FOLDER, "600", str(ground), "true").end()
    assert gone(str(ground))


# --- races -----------------------------------------------------------------------------------------------------------


def test_R03_whatever_is_swapped_meanwhile_no_byte_of_another_file_comes_out(shell: str, tmp_path: Path) -> None:
    """The file, and the folder it is in, are exchanged for links to the outside while the frame runs again and again."""
    inside, outside = tmp_path.resolve() / "ground", tmp_path.resolve() / "outside"
    seen: dict[tuple[int, bytes], int] = {}
    with swapping(inside, outside) as swapper:
        until = time.monotonic() + 1.2
        while time.monotonic() < until:
            for script, path, name in ((scripts.FILE, "d/f", ()), (scripts.FOLDER, "d", ("g",))):
                ended = Frame(shell, script, "2", str(inside / path), "cat", *name).end()
                seen[ended] = seen.get(ended, 0) + 1
    assert not any(SECRET in said for _, said in seen), seen
    assert swapper.exchanges > 100
    assert any(said == MARK + b"inside" for _, said in seen), seen
    assert any(status == NotBegun.CHANGED for status, _ in seen), seen


# --- writing ---------------------------------------------------------------------------------------------------------


def written(shell: str, path: Path, old: bytes, new: bytes, given: bytes | None = None) -> tuple[int, bytes]:
    frame = Frame(
        shell,
        scripts.WRITE,
        "9",
        str(path.parent),
        path.name,
        str(path),
        sha256(old).hex(),
        sha256(new).hex(),
        ".sekisho-CF-1.part",
    )
    assert frame.process.stdin
    with suppress(BrokenPipeError):  # one that was refused has gone before it reads
        frame.process.stdin.write(new if given is None else given)
        frame.process.stdin.close()
    frame.process.stdin = open(os.devnull, "wb")  # noqa: SIM115  # closed by end()
    return frame.end()


def test_a_file_is_replaced_with_its_owner_and_mode(shell: str, ground: Path) -> None:
    path = ground / "a.log"
    path.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(path, 1, 1)
    owner = path.stat().st_uid, path.stat().st_gid
    assert written(shell, path, b"line\n", b"new\n") == (0, MARK)
    assert path.read_bytes() == b"new\n"
    assert (path.stat().st_mode & 0o7777, path.stat().st_uid, path.stat().st_gid) == (0o640, *owner)
    assert os.listdir(ground) == ["a.log"]


@pytest.mark.parametrize(
    ("old", "given", "why"),
    [(b"other\n", None, NotBegun.CHANGED), (b"line\n", b"ne", NotBegun.NOT_WHOLE)],
    ids=["changed meanwhile", "the line broke"],
)
def test_a_file_that_is_another_or_did_not_come_whole_is_left_alone(
    shell: str, ground: Path, old: bytes, given: bytes | None, why: NotBegun
) -> None:
    assert written(shell, ground / "a.log", old, b"new\n", given) == (why, b"")
    assert (ground / "a.log").read_bytes() == b"line\n"
    assert os.listdir(ground) == ["a.log"]


def test_a_link_is_not_written_through(shell: str, ground: Path) -> None:
    (ground / "link").symlink_to(ground / "a.log")
    assert written(shell, ground / "link", b"line\n", b"new\n") == (NotBegun.CHANGED, b"")
    assert (ground / "a.log").read_bytes() == b"line\n"


def test_a_text_is_one_line_that_quoting_takes(shell: str) -> None:
    for script in (scripts.PLAIN, scripts.PRIVILEGED, scripts.FILE, scripts.FOLDER, scripts.WRITE):
        assert quoted(("sh", "-c", script))
        assert script.isascii() and "\n" not in script
