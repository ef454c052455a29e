"""A loaded policy: everything policies/ says, and a digest over all of it. Immutable; replaced whole."""

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.authorization.budgets import Budgets
from gateway.authorization.cedar import Engine
from gateway.authorization.columns.catalogue import Columns
from gateway.authorization.commands.lists import Commands
from gateway.authorization.limits import Limits
from gateway.authorization.purposes import Purposes
from gateway.authorization.roles import RoleMatrix
from gateway.authorization.rule import Rule
from gateway.authorization.templates import OrderTemplate


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """`digest` is the hex SHA-256 over all files of the directory (files.py); it stands in every decision and recording."""

    digest: str
    rules: Mapping[str, Rule]
    engine: Engine
    limits: Limits
    purposes: Purposes
    roles: RoleMatrix
    templates: Mapping[str, OrderTemplate]
    commands: Commands
    columns: Columns
    budgets: Budgets
