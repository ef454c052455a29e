"""gunicorn's log as everybody else's: through the one formatter of this process, with no handler of its own."""

from typing import Any

from gunicorn.glogging import Logger


class Reporting(Logger):
    """Hands its records up to the root."""

    def setup(self, cfg: Any) -> None:
        """As gunicorn does, but for its handlers."""
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True
