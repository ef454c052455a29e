"""What a person sees at one moment, as a value: to be compared, masked and painted. Nobody changes its rows."""

from dataclasses import dataclass, replace

from gateway.guards.emulator.row import Row
from gateway.guards.emulator.settings import Settings
from gateway.guards.emulator.state import State

Rows = tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """`behind` is the main page while the alternate one is shown. The cursor's column and row count from 0."""

    rows: Rows
    behind: Rows | None
    x: int
    y: int
    settings: Settings

    @property
    def columns(self) -> int:
        """Cells in a row."""
        return len(self.rows[0].letters)

    @property
    def is_alternate(self) -> bool:
        """True while the alternate page is shown."""
        return self.behind is not None

    def with_rows(self, rows: Rows) -> "Picture":
        """The same, but for what its rows show."""
        return replace(self, rows=rows)


def picture_of(state: State) -> Picture:
    """As it is now."""
    return Picture(
        rows=_frozen(state.page.rows),
        behind=_frozen(state.main.rows) if state.on_alternate else None,
        x=state.x,
        y=state.y,
        settings=dict(state.settings),
    )


def blank(columns: int, rows: int) -> Rows:
    """Rows of nothing."""
    return tuple(Row(columns) for _ in range(rows))


def _frozen(rows: list[Row]) -> Rows:
    return tuple([row.frozen() for row in rows])
