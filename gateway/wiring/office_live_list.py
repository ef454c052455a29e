"""What runs now as a supervisor sees it: how each session stands, how many people it showed, who stands by it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from gateway.registrar.presence_params import Present
from gateway.sessions.standing import Course, Standing
from gateway.vocabulary.outcome import GatewayFault
from gateway.wiring import office_braking
from gateway.wiring.office import Office
from gateway.wiring.office_history import names_of
from gateway.wiring.office_reading import SessionLine

NEAR_PERCENT: Final = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """One running session. `present` are names; None where the registrar does not tell."""

    line: SessionLine
    standing: Standing
    present: tuple[str, ...] | None

    @property
    def course(self) -> str:
        """running, paused or frozen."""
        return self.standing.course.value

    @property
    def frozen(self) -> bool:
        """True while nothing is shown."""
        return self.standing.course is Course.FROZEN

    @property
    def calm(self) -> int:
        """How little it needs somebody: frozen, paused, nearly at its cap, none of these."""
        return {Course.FROZEN: 0, Course.PAUSED: 1}.get(self.standing.course, 2 if self.near else 3)

    @property
    def full(self) -> bool:
        """True where nobody more may be shown."""
        cap = self.standing.people_cap
        return cap is not None and self.standing.people >= cap

    @property
    def near(self) -> bool:
        """True from the warning share on."""
        cap = self.standing.people_cap
        return cap is not None and self.standing.people * 100 >= cap * NEAR_PERCENT


def running(office: Office, lines: Iterable[SessionLine]) -> tuple[Running, ...]:
    """These sessions as they stand: those that wait for a supervisor first, else in their order."""
    lines = tuple(lines)
    here, stands = present(office), standings_of(office)
    names = names_of(office, {each.by for each in here or ()})
    found = (
        Running(
            line=line,
            standing=stands.get(line.session.id) or Standing(session=line.session.id),
            present=_beside(here, line.session.id, names),
        )
        for line in lines
    )
    return tuple(sorted(found, key=lambda each: each.calm))


def standings_of(office: Office) -> Mapping[str, Standing]:
    """By session; one that is not here just runs."""
    return office_braking.standings(office)


def present(office: Office) -> Sequence[Present] | None:
    """Who stands by what; None where the registrar does not answer."""
    try:
        return office.present()
    except GatewayFault:
        return None


def _beside(here: Sequence[Present] | None, session: str, names: Mapping[str, str]) -> tuple[str, ...] | None:
    if here is None:
        return None
    found = {each.by: names.get(each.by, each.by_username) for each in here if each.session == session}
    return tuple(found.values())
