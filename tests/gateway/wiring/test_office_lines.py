"""What the house holds: made once, shared by offices, refused where the database or the policy is not fit."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from gateway.authorization.unfit import PolicyUnfit
from gateway.storage.engine import open_engine, writing
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.outcome import GatewayFault
from gateway.wiring.office_lines import Lines
from tests.gateway.authorization.a_request import SHIPPED
from tests.gateway.wiring.a_service import a_state


def test_a_database_of_another_version_is_refused(tmp_path: Path) -> None:
    settings = a_state(tmp_path).settings
    engine = open_engine(settings.database)
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    engine.dispose()
    with pytest.raises(GatewayFault, match="schema 0001"):
        Lines(settings, SystemClock())


def test_an_unfit_policy_is_refused(tmp_path: Path) -> None:
    policies = shutil.copytree(SHIPPED, tmp_path / "policies")
    settings = a_state(tmp_path, policies).settings
    (policies / "limits.toml").unlink()
    with pytest.raises(PolicyUnfit):
        Lines(settings, SystemClock())


def test_while_nobody_answers_each_way_is_a_fault_of_ours(tmp_path: Path) -> None:
    lines = Lines(a_state(tmp_path).settings, SystemClock())
    for way in (lines.keeper, lines.registrar, lambda: lines.web.pace("x", bytes(32), 60)):
        with pytest.raises(GatewayFault, match="nobody listens"):
            way()
    lines.close()
