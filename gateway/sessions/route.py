"""Where a channel wants to go, however it was said: in the user name at the door, in a jump, or in the menu.

A route is a wish and opens nothing; `admit` decides it like any other.
"""

from dataclasses import dataclass

from gateway.authentication.login_name import LoginName


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A target and an account on it by name; None for what was not said."""

    target: str | None
    account: str | None


def named_in(name: LoginName) -> Route:
    """What the user name at the door says."""
    return Route(target=name.target, account=name.account)
