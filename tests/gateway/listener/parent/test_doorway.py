from gateway.authentication.ports import Door
from gateway.listener.parent.doorway import POSTGRESQL, SSH
from gateway.listener.parent.words import OUR_VERSION, TOO_MANY
from gateway.relay.postgres.wire.frames import Framer
from gateway.relay.postgres.wire.notices import ErrorResponse
from gateway.relay.postgres.wire.sides import Side
from gateway.relay.postgres.wire.tables import BOUNDS, read


def errors(said: bytes) -> ErrorResponse:
    (frame,) = Framer(Side.BACKEND, BOUNDS[Side.BACKEND]).feed(said)
    message = read(Side.BACKEND, frame)
    assert isinstance(message, ErrorResponse)
    return message


def test_ssh_hears_our_version_and_a_database_client_nothing_before_it_spoke() -> None:
    assert (SSH.greeting, POSTGRESQL.greeting) == (OUR_VERSION, b"")
    assert (SSH.door, POSTGRESQL.door) == (Door.SSH, Door.POSTGRESQL)


def test_a_database_client_is_refused_in_an_error_it_can_read() -> None:
    told = errors(POSTGRESQL.says(TOO_MANY))
    assert (told.sqlstate, told.severity) == ("53300", "FATAL")
    assert TOO_MANY.ja in told.fields["M"]
    assert TOO_MANY.en in told.fields["M"]


def test_who_would_log_in_in_the_clear_hears_how_to_do_better() -> None:
    told = errors(POSTGRESQL.plain)
    assert told.sqlstate == "28000"
    assert "sslmode=verify-full" in told.fields["M"]
