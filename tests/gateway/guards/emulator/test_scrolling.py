import pytest

from gateway.guards.emulator.emulator import Emulator
from gateway.guards.emulator.painting import difference
from gateway.guards.emulator.picture import picture_of
from gateway.guards.emulator.scrolling import Scroll, found

ROWS = 20
PAGE = [f"row {number} of a page, with its own text" for number in range(60)]


def screen(lines, alternate=True):
    emulator = Emulator(60, ROWS)
    emulator.feed(("\x1b[?1049h\x1b[H" if alternate else "") + "\r\n".join(lines))
    return emulator


@pytest.mark.parametrize("by", [1, 3, 12, -1, -5])
def test_a_page_that_moved_is_moved(by):
    before, after = screen(PAGE[20 : 20 + ROWS]), screen(PAGE[20 + by : 20 + by + ROWS])
    data = difference(picture_of(before.state), picture_of(after.state))
    assert len(data) < 60 + 45 * abs(by)
    before.feed(data.decode())
    assert before.cells == after.cells


def test_only_the_rows_that_moved_are_moved():
    title, status = ["the title of all"], ["the status of all"]
    before, after = screen(title + PAGE[:18] + status), screen(title + PAGE[1:19] + status)
    assert found(before.state.page.rows, after.state.page.rows) == Scroll(top=1, bottom=18, count=1)


def test_a_main_page_is_not_moved():
    data = difference(picture_of(screen(PAGE[:20], False).state), picture_of(screen(PAGE[1:21], False).state))
    assert b"\x1b[r" not in data


def test_few_rows_are_not_worth_it():
    assert found(screen(PAGE[:2]).state.page.rows, screen(["", *PAGE[:2]]).state.page.rows) is None
