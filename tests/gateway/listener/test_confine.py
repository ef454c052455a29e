"""Each test confines a process of its own: what is given up cannot be taken back."""

import json
import os
import subprocess
import sys
import tempfile

CONFINE = """
import json, os, resource, sys, tempfile
from gateway.listener.confine import Confinement, confine
kept = tempfile.TemporaryFile(); left = tempfile.TemporaryFile()
confine(Confinement(address_space_bytes=1 << 30, descriptors=64, file_bytes=1 << 20, uid={uid}, gid={uid}), [kept.fileno()])
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
def alive(handle):
    try:
        os.fstat(handle.fileno())
    except OSError:
        return False
    return True
def grown():
    try:
        bytearray(2 << 30)
    except MemoryError:
        return False
    return True
print(json.dumps(dict(no_new_privs=status["NoNewPrivs"].strip(), uid=os.getresuid(), gid=os.getresgid(), groups=os.getgroups(),
    kept=alive(kept), left=alive(left), grown=grown(), core=resource.getrlimit(resource.RLIMIT_CORE)[1],
    files=resource.getrlimit(resource.RLIMIT_NOFILE)[1], dumpable=os.stat("/proc/self/environ").st_uid)))
"""


def confined(uid="None"):
    ran = subprocess.run(
        [sys.executable, "-c", CONFINE.replace("{uid}", uid)], capture_output=True, timeout=30, cwd=os.getcwd()
    )
    assert ran.returncode == 0, ran.stderr.decode()
    return json.loads(ran.stdout)


def test_a_session_process_keeps_only_what_it_needs():
    found = confined()
    assert (found["kept"], found["left"]) == (True, False)
    assert found["no_new_privs"] == "1"
    assert (found["core"], found["files"], found["grown"]) == (0, 64, False)


def test_rights_are_dropped_for_good():
    if os.getuid() != 0:
        found = confined()
        assert found["uid"] == list(os.getresuid())
        return
    found = confined("65534")
    assert found["uid"] == found["gid"] == [65534, 65534, 65534]
    assert found["groups"] == [65534]


def test_nobody_of_the_same_user_may_read_its_memory():
    """Not dumpable: /proc/self/environ belongs to root then (proc(5)), and ptrace(2) is refused."""
    assert confined("65534" if os.getuid() == 0 else "None")["dumpable"] == 0


def test_what_cannot_be_confined_is_not_served():
    code = CONFINE.replace("{uid}", "0" if os.getuid() else "-7")
    with tempfile.TemporaryFile() as errors:
        assert subprocess.run([sys.executable, "-c", code], stderr=errors, timeout=30, check=False).returncode != 0
        errors.seek(0)
        assert b"GatewayFault" in errors.read()
