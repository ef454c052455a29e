import os
import selectors

import pytest

from gateway.listener.progress import BYTES_MAX, Progress, ProgressLines, Stage


class Parent:
    def __init__(self):
        self.heard = []
        self.selector = selectors.DefaultSelector()
        self.lines = ProgressLines(self.selector, lambda connection, stage: self.heard.append((connection, stage)))

    def look(self):
        for key, _ in self.selector.select(0):
            key.data()


@pytest.fixture
def parent():
    made = Parent()
    yield made
    made.selector.close()


def test_each_stage_is_told_once_and_only_further(parent):
    writing = parent.lines.open("C-1")
    progress = Progress(writing)
    for stage in (Stage.KEYS, Stage.KEYS, Stage.PROVED, Stage.KEYS):
        progress.reached(stage)
        parent.look()
    assert parent.heard == [("C-1", Stage.KEYS), ("C-1", Stage.PROVED)]
    with pytest.raises(OSError):
        os.fstat(writing)
    parent.look()
    assert len(parent.lines) == 0


def test_a_child_that_babbles_is_heard_for_a_few_bytes(parent):
    writing = parent.lines.open("C-1")
    for _ in range(BYTES_MAX):
        os.write(writing, b"\xff")
        parent.look()
    assert parent.heard == []
    assert len(parent.lines) == 0
    progress = Progress(writing)
    progress.reached(Stage.KEYS)  # nobody listens any more, and nobody falls
    progress.reached(Stage.PROVED)
    with pytest.raises(OSError):
        os.fstat(writing)


def test_a_full_pipe_holds_nobody_up(parent):
    writing = parent.lines.open("C-1")
    with pytest.raises(BlockingIOError):
        while True:
            os.write(writing, bytes(4096))
    Progress(writing).reached(Stage.KEYS)


def test_what_was_closed_is_not_read(parent):
    writing = parent.lines.open("C-1")
    Progress(writing).reached(Stage.KEYS)
    events = parent.selector.select(0)
    parent.lines.close("C-1")
    parent.lines.close("C-1")
    for key, _ in events:
        key.data()
    assert parent.heard == []
    os.close(writing)


def test_without_a_parent_nothing_is_told():
    Progress(None).reached(Stage.PROVED)
