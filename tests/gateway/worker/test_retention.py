from types import SimpleNamespace

from gateway.vocabulary.outcome import GatewayFault
from gateway.worker.retention import PACE, RetentionWatch


def test_R84_it_asks_soon_after_the_start_and_every_hour_and_sooner_after_a_failure():
    answers = iter(
        [SimpleNamespace(retired=0, unremoved=0), GatewayFault("away"), SimpleNamespace(retired=1, unremoved=2)]
    )
    pauses = []

    def end():
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def wait(seconds):
        pauses.append(seconds)
        return len(pauses) > 3

    RetentionWatch(end).run(wait)
    assert pauses == [PACE.first, PACE.good, PACE.failed, PACE.good]
