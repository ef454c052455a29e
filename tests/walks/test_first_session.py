"""The newcomer's first session, as README tells it: what the demo prints, typed; work; evidence; and what must not work."""

import re
import secrets
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from tests.walks.clients import eventually
from tests.walks.codes import STEP_SECONDS
from tests.walks.own_stack import PROJECT
from tests.walks.terminal import Terminal

ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "LANG": "C.UTF-8", "TERM": "xterm-256color"}


def _printed(demo):
    """What `deploy/demo` said when it was up."""
    return (Path(demo["settings"]).parent.parent / "output").read_text()


def _typed(line, environment=None):
    """Run a printed line to its end."""
    words = [word.replace("/deploy/demo", "") for word in shlex.split(line)]
    if words[0] == str(PROJECT):  # deploy/demo itself would look whether everything is installed, first
        words[:1] = [sys.executable, "-m", "deploy.demo_stack"]
    return subprocess.run(
        words,
        env={**ENVIRONMENT, **(environment or {})},
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_R96_R97_the_first_session_in_three_minutes(demo, tmp_path):
    printed = _printed(demo)
    assert "関所のデモが動いています" in printed
    log_in, one_command = (
        next(line.strip() for line in printed.splitlines() if line.strip().startswith("ssh ") and ending in line)
        for ending in ("sato+callcenter-app@", "build-host uname -a")
    )
    ask_code = next(line.strip() for line in printed.splitlines() if line.strip().endswith(" code sato"))

    code = _typed(ask_code).stdout.strip()
    assert re.fullmatch(r"\d{6}", code)
    home = {**ENVIRONMENT, "HOME": str(tmp_path)}
    with Terminal(shlex.split(log_in), home) as screen:
        screen.expect("操作はすべて記録されます.*Everything is recorded")
        screen.expect("One-time code / ワンタイムコード: ")
        screen.line(code)
        screen.prompt()
        assert screen.run("whoami").strip() == b"ccapp"
        mine = f"first-{secrets.token_hex(4)}.txt"
        screen.line(f"vim -c 'normal ihello' -c wq {mine}")
        screen.expect(r"\x1b\[\?1049l")
        screen.prompt()
        assert screen.run(f"cat {mine}; rm {mine}") == b"hello\r\n"
        screen.line("exit")
        assert screen.wait() == 0

    settings, path = re.search(r"export SEKISHO_SETTINGS=(\S+) PATH=(\S+?):", printed).groups()
    assert str(Path(demo["cli"]).parent) == path
    settings = {"SEKISHO_SETTINGS": settings, "PATH": f"{path}:{ENVIRONMENT['PATH']}"}
    verbs = [line.strip() for line in printed.splitlines() if re.match(r" +sekisho \S+ list$", line)]
    listed = eventually(lambda: [ran for ran in (_typed(verbs[0], settings),) if " sato " in ran.stdout])[0]
    recording = next(re.findall(r"R-\d{8}-\w+", line)[0] for line in listed.stdout.splitlines() if " sato " in line)
    assert recording in _typed(verbs[1], settings).stdout
    judged = _typed(f"{demo['cli']} recording verify {recording}", settings)
    assert (judged.returncode, "正常終了 / complete" in judged.stdout) == (0, True)
    with Terminal([demo["cli"], "replay", recording, "--speed", "16", "--idle", "0.1"], {**home, **settings}) as player:
        player.expect("sato.*callcenter-app/ccapp.*whoami.*ccapp")
        player.send("q")
        assert player.wait() == 0
    proof = next(line.strip() for line in printed.splitlines() if "audit verify" in line)
    verified = _typed(proof, settings)
    assert verified.returncode == 0, verified.stdout
    assert "監査ログは一致します / The journal holds." in verified.stdout

    with Terminal(shlex.split(one_command), home) as again:  # the same code twice
        again.expect("One-time code")
        again.line(code)
        again.expect("使用済み.*already been used.*One-time code", STEP_SECONDS)
    broken = shutil.copytree(Path(demo["state"], "recordings"), tmp_path / "recordings")
    changed = next(broken.rglob(f"{recording}.rec"))
    content = bytearray(changed.read_bytes())
    content[len(content) // 2] ^= 1
    changed.write_bytes(bytes(content))
    copied = _copied_settings(demo, tmp_path, broken)
    named = _typed(f"{demo['cli']} recording verify {recording}", {"SEKISHO_SETTINGS": str(copied)})
    assert named.returncode == 1
    assert "不一致" in named.stdout


def _copied_settings(demo, folder, recordings):
    """Settings of a state like the demo's, with other recordings; reading only."""
    state = folder / "state"
    state.mkdir()
    (state / "recordings").symlink_to(recordings)
    for name in ("db", "public", "journal", "run"):
        (state / name).symlink_to(Path(demo["state"], name))
    copied = folder / "settings.toml"
    text = Path(demo["settings"]).read_text()
    copied.write_text(text.replace(f'"{demo["state"]}"', f'"{state}"').replace("operator = true", "operator = false"))
    return copied
