"""`python -m admin_ui`: the office's process, as `sekisho serve admin_ui` starts it."""

import os
import sys
from pathlib import Path

from admin_ui.wsgi import run
from gateway.settings.reading import read
from gateway.wiring import logs
from gateway.wiring.users import become, user_of


def main() -> int:
    """Read the settings SEKISHO_SETTINGS names, become the office's user, and serve."""
    os.umask(0o007)
    logs.begin("admin_ui")
    settings = read(Path(os.environ["SEKISHO_SETTINGS"]))
    logs.begin("admin_ui", settings.logs.format)
    user = user_of(settings, "admin_ui")
    if user is not None and os.getuid() == 0:
        become(user)
    return run(settings)


if __name__ == "__main__":
    sys.exit(main())
