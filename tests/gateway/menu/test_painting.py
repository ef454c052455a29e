import pytest
from prompt_toolkit.input import DummyInput
from prompt_toolkit.output import DummyOutput

from gateway.menu.painting import Painter, Paper


def test_painting_waits_while_the_client_reads():
    busy = [True]
    painter = Painter(is_busy=lambda: busy[0], input=DummyInput(), output=DummyOutput())
    painter.invalidate()
    assert painter._is_late
    painter.catch_up()
    assert painter._is_late
    busy[0] = False
    painter.catch_up()
    assert not painter._is_late


def test_paper_takes_text_and_is_no_terminal():
    said = []
    paper = Paper(said.append)
    assert paper.write("関\ud800") == 2
    paper.flush()
    assert said == ["関?".encode()]
    assert not paper.isatty()
    with pytest.raises(OSError, match="no descriptor"):
        paper.fileno()
