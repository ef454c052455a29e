from gateway.authentication.ledger import NEXT, Factor, Stage
from gateway.authentication.methods import METHODS, methods_at


def test_R18_methods_are_what_the_ledger_admits():
    assert METHODS.keys() == set(Stage)
    for stage in Stage:
        keys = any((stage, factor) in NEXT for factor in (Factor.TERMINAL_KEY, Factor.PERSON_KEY))
        answers = any((stage, factor) in NEXT for factor in (Factor.PASSWORD, Factor.CODE))
        assert ("publickey" in methods_at(stage)) == keys
        assert ("keyboard-interactive" in methods_at(stage)) == answers
