import subprocess
import sys

from gateway.storage.revision import CURRENT
from gateway.storage.schema import _config


def test_the_program_speaks_the_newest_step():
    from alembic.script import ScriptDirectory

    assert ScriptDirectory.from_config(_config()).get_current_head() == CURRENT


def test_a_process_that_serves_loads_no_alembic():
    """It costs a third of a second and 10 MiB in each of them."""
    code = "import sys, gateway.wiring.keeper, gateway.wiring.registrar; sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
