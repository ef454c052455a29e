import pytest

from gateway.authorization.loader import load
from tests.gateway.authorization.a_directory import a_copy, edit
from tests.gateway.authorization.coherence.an_incoherence import found, says

REQUIRED = ("limits.toml", 'watcher = "none"', 'watcher = "required"')
ENGINEERS = (
    "roles.toml",
    'may = ["order.ask", "order.withdraw"',
    'may = ["session.watch", "order.ask", "order.withdraw"',
)


def test_R27_engineers_do_not_watch_one_another(tmp_path):
    says(
        found(tmp_path, REQUIRED, ENGINEERS),
        hole="engineer.may",
        limit="shell.watcher",
        leak="without a supervisor's eye",
    )


@pytest.mark.parametrize("change", [REQUIRED, ENGINEERS])
def test_either_alone_is_coherent(tmp_path, change):
    directory = a_copy(tmp_path)
    edit(directory, *change)
    load(directory)
