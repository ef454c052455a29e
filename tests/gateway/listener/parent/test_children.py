"""The parent's children, in a process of one thread of its own (a test run has more)."""

import os
import subprocess
import sys
import threading

import pytest

from gateway.listener.parent.children import FAILED, Children
from gateway.vocabulary.outcome import GatewayFault

SCRIPT = """
import os, signal, sys, time
from gateway.listener.parent.children import Children
gone = []
children = Children(gone.append)
def dies(): raise ValueError("a defect")
children.fork("C-1", lambda: None)
children.fork("C-2", dies)
while len(children):
    children.reap(); time.sleep(0.01)
children.fork("C-3", lambda: time.sleep(60))
children.fork("C-4", lambda: time.sleep(60))
assert len(children) == 2
children.kill("C-3")
children.signal_all(signal.SIGTERM)
until = time.monotonic() + 10
while len(children) and time.monotonic() < until:
    children.reap(); time.sleep(0.01)
print(sorted(gone))
"""


def test_children_are_forked_found_ended_and_buried():
    ran = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, timeout=40, cwd=os.getcwd())
    assert ran.stdout.decode().strip() == "['C-1', 'C-2', 'C-3', 'C-4']", ran.stderr.decode()
    assert b"a defect" in ran.stderr
    assert f"status {FAILED << 8}".encode() in ran.stderr


OF_ITS_OWN = """
import os, sys, time
from gateway.listener.parent.children import Children
children = Children(lambda connection: None)
children.fork("C-1", lambda: print(os.getsid(0) == os.getpid() != os.getppid(), flush=True))
while len(children):
    children.reap(); time.sleep(0.01)
"""


def test_each_leads_a_session_of_its_own_and_so_has_its_own_share_of_the_processor():
    ran = subprocess.run([sys.executable, "-c", OF_ITS_OWN], capture_output=True, timeout=40, cwd=os.getcwd())
    assert ran.stdout == b"True\n", ran.stderr.decode()


def test_a_parent_with_a_second_thread_does_not_fork():
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    try:
        with pytest.raises(GatewayFault, match="more than one thread"):
            Children(lambda _: None).fork("C-1", lambda: None)
    finally:
        over.set()
        thread.join()
