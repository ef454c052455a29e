"""What a terminal sends to a target: keys pass, answers of the terminal do not; pastes and programs are noticed."""

from gateway.guards.typed.control_strings import ControlStrings
from gateway.guards.typed.meter import Meter, TypedLimits

__all__ = ["ControlStrings", "Meter", "TypedLimits"]
