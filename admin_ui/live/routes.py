"""The blueprint with every route of it."""

from admin_ui.live import acts, looking
from admin_ui.live.room import blueprint

__all__ = ["acts", "blueprint", "looking"]
