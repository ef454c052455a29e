"""The compiler as a whole."""

import importlib
import pkgutil
from pathlib import Path

from gateway.authorization.coherence import rules
from gateway.authorization.coherence.judge import RULES, table_of
from tests.gateway.authorization.a_directory import a_copy, unfit
from tests.gateway.authorization.a_request import SHIPPED, the_policy

QUESTIONS_MAX = 250


def test_every_rule_of_coherence_is_asked():
    written = {
        importlib.import_module(f"{rules.__name__}.{each.name}").look for each in pkgutil.iter_modules(rules.__path__)
    }
    assert set(RULES) == written
    assert len(RULES) == len(written)


def test_the_shipped_policy_is_coherent_and_cheap_to_judge():
    table = table_of(the_policy(), {})
    assert [found for look in RULES for found in look(table)] == []
    assert 100 < len(table) < QUESTIONS_MAX


def test_removing_any_single_obligation_refuses_to_load_or_leaves_nothing_open(tmp_path: Path):
    """Each obligation of each permit, one at a time, but the list of environment variables, without which nothing passes."""
    kept = (SHIPPED / "access/permits.cedar").read_text(encoding="utf-8")
    directory = a_copy(tmp_path)
    for rule in the_policy().rules.values():
        for name in set(rule.obligations) - {"environment"}:
            fewer = " ".join(each for each in rule.obligations if each != name)
            block = f'@obligations("{" ".join(rule.obligations)}")\npermit (principal, action == Action::"{rule.capability}"'
            assert block in kept
            (directory / "access/permits.cedar").write_text(
                kept.replace(block, block.replace(" ".join(rule.obligations), fewer)), encoding="utf-8"
            )
            assert unfit(directory).key == rule.id, (rule.id, name)
