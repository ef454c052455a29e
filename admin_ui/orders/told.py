"""An order told once: of one act the desk makes an entry and the register another, and the desk's says more."""

from collections.abc import Sequence

from gateway.wiring.office_history import HistoryLine


def told_once(lines: Sequence[HistoryLine]) -> list[HistoryLine]:
    """Without the register's line wherever the desk's follows it. Newest first, as given."""
    later = [None, *lines]
    return [line for line, after in zip(lines, later, strict=False) if not _told_by(after, line)]


def _told_by(after: HistoryLine | None, line: HistoryLine) -> bool:
    if after is None or line.kind != "office.committed":
        return False
    return after.kind.startswith("order.") and after.seq == line.seq + 1 and after.by == line.by
