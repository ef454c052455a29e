from gateway.registrar.limits import Discipline, Limits


def test_R11_R42_R43_the_shipped_bounds_meet_the_requirements() -> None:
    shipped = Limits()
    assert shipped.commit_seconds_max + shipped.exit_seconds <= 3.5  # cut within 10 s, with room
    assert shipped.exit_seconds < 1
    assert shipped.kill_after_seconds <= 1.0  # ended within 2 s
    assert shipped.drift_seconds_max == 2.0
    assert shipped.clock_check_seconds + shipped.end_all_seconds < 10
    assert shipped.oversight_seconds <= 10
    assert shipped.mend_after_seconds < 5
    assert shipped.discipline is Discipline.NOT_ASKED
