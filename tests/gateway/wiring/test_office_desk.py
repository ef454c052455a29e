import pytest

from gateway.approvals.ports import Commit
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.outcome import Text
from gateway.wiring.office_desk import DeskPort
from gateway.work_orders import change
from tests.gateway.cli.order.test_outcome import ORDER

TEXT = Text(ja="", en="")


class Registrar:
    """What the desk's port asks, answering with a refusal or not."""

    def __init__(self, code: str | None) -> None:
        self.code = code
        self.changes: list[object] = []

    def commit(self, asked: object, _events: object) -> None:
        self.changes.append(asked)
        if self.code is not None:
            raise CallRefused(self.code, TEXT)

    def append(self, events: object) -> None:
        self.changes.append(events)


@pytest.mark.parametrize(
    ("code", "said"), [(None, Commit.DONE), ("stale", Commit.STALE), ("office.exists", Commit.STALE)]
)
def test_somebody_faster_is_said_and_not_raised(code: str | None, said: Commit) -> None:
    registrar = Registrar(code)
    port = DeskPort(registrar)  # type: ignore[arg-type]
    assert port.commit(change.OrderMoved(order=ORDER, expected_version=1), []) is said
    assert port.commit(change.OrderAsked(order=ORDER), []) is said
    assert [type(each).__module__ for each in registrar.changes] == ["gateway.registrar.changes"] * 2


def test_any_other_refusal_goes_to_the_person() -> None:
    port = DeskPort(Registrar("role.missing"))  # type: ignore[arg-type]
    with pytest.raises(CallRefused, match=r"role\.missing"):
        port.commit(change.OrderAsked(order=ORDER), [])
    port.append([])
