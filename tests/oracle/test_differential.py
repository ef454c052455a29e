"""The gate against the database itself: whatever is asked, the answer is the same whoever the people are (R-04, R-05).

Questions come from a grammar (`a_question`) and are asked through the gate, over the wire, of databases that differ in nothing
but what is personal: in who is who, or in every letter. That no byte differs is stronger than that no value is seen. Masked
values keep their width and their absence, so the twins are alike in both; that much a masked answer does tell.
"""

import random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.gateway.guards.statements import test_attacks as attacks
from tests.gateway.guards.statements import test_shapes_of_queries as shapes
from tests.oracle.a_question import Asker, Question
from tests.oracle.a_witness import Witness

QUESTIONS = 300
LONG = 10_000
KNOWN = {**shapes.RUNS, **attacks.RUNS, **shapes.REFUSED, **attacks.REFUSED}
BOLDNESS = st.sampled_from((0.0, 0.02, 0.04, 0.08))
EACH = settings(
    deadline=None,
    database=None,
    phases=(Phase.generate,),  # a question that tells something is reported as it was asked
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)


def test_R05_every_known_shape_answers_alike_whoever_people_are(witness: Witness):
    for sql in KNOWN:
        witness.ask(Question(sql, ("5", "1")[: sql.count("$1") + sql.count("$2")]))


@settings(EACH, max_examples=QUESTIONS, derandomize=True)
@given(chance=st.randoms(use_true_random=True), boldness=BOLDNESS)
def test_R05_no_answer_holds_or_depends_on_anything_personal(chance: random.Random, boldness: float, witness: Witness):
    witness.ask(Asker(chance, boldness).question())


def test_most_questions_run_and_many_would_have_leaked(witness: Witness):
    """An oracle nobody could fail would prove nothing."""
    before = witness.tally.ran
    questions = [Asker(random.Random(at), 0.04).question() for at in range(100)]
    for each in questions:
        witness.ask(each)
    assert witness.tally.ran - before > len(questions) // 4
    assert sum(witness.leaks_directly(each) for each in questions) > len(questions) // 10


@pytest.mark.long
@settings(EACH, max_examples=LONG)
@given(chance=st.randoms(use_true_random=True), boldness=BOLDNESS)
def test_R05_no_answer_depends_on_anything_personal_at_length(chance: random.Random, boldness: float, witness: Witness):
    witness.ask(Asker(chance, boldness).question())
