"""A rule as an officer reads it."""

from gateway.authorization.rule import Effect
from tests.gateway.authorization.a_request import the_policy


def test_R95_every_shipped_rule_speaks_both_languages_and_says_what_to_do() -> None:
    for rule in the_policy().rules.values():
        for text in (rule.title, rule.next_step):
            assert text.en.isascii(), rule.id
            assert not text.ja.isascii(), rule.id


def test_obligations_stand_on_permits_only() -> None:
    for rule in the_policy().rules.values():
        assert bool(rule.obligations) is (rule.effect is Effect.PERMIT)
