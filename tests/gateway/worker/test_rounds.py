from gateway.worker.rounds import Pace, rounds


def test_it_looks_soon_then_at_its_pace_and_sooner_after_a_failure_until_it_is_over() -> None:
    looks, pauses = iter([True, False, True]), []

    def wait(seconds: float) -> bool:
        pauses.append(seconds)
        return len(pauses) == 4

    rounds(lambda: next(looks), Pace(first=1.0, good=10.0, failed=3.0), wait)
    assert pauses == [1.0, 10.0, 3.0, 10.0]
    assert next(looks, None) is None
