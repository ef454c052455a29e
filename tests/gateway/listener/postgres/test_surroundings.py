import inspect

from gateway.listener.postgres.surroundings import DatabaseSurroundings, Dial
from gateway.relay.postgres.target.dial import dial


def test_the_target_is_reached_by_the_relays_own_dial() -> None:
    defaults = {name: field.default for name, field in DatabaseSurroundings.__dataclass_fields__.items()}
    assert defaults["dial"] is dial
    wanted = list(inspect.signature(Dial.__call__).parameters)[1:]
    assert list(inspect.signature(dial).parameters) == wanted
