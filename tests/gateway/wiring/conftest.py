"""The town, its order and its recording, for tests of the office."""

from tests.gateway.cli.conftest import order, recorded, town

__all__ = ["order", "recorded", "town"]
