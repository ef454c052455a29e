"""The ports are shapes; the dictionaries of world.py fit them, and so must storage's stores."""

from dataclasses import fields
from typing import get_type_hints

from gateway.keeper.ports import Ports


def test_each_port_asks_little():
    hints = get_type_hints(Ports)
    for field in fields(Ports):
        methods = [name for name in vars(hints[field.name]) if not name.startswith("_")]
        assert 1 <= len(methods) <= 2, field.name
