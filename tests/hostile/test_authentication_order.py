"""Every sequence of up to five acts of a client, and random longer ones: a log-in only by a legal order of proofs.

The rule is written down here a second time, from the requirements and not from the ledger: an act list is a log-in if the
terminal's signature comes before any answer, an answer only follows its question, and the code comes last.
"""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from gateway.authentication import texts
from gateway.authentication.ledger import Factor
from gateway.authentication.login import Login
from gateway.authentication.progress import Done, Over
from tests.gateway.authentication.a_door import (
    LOST_TERMINAL_KEY,
    NOBODYS_KEY,
    OTHER_TERMINAL_KEY,
    PASSWORD,
    SATO_KEY,
    SUZUKI_KEY,
    TERMINAL_KEY,
    World,
)

ACTS = {
    "sign terminal": lambda login, world: login.key_proved(TERMINAL_KEY),
    "sign person": lambda login, world: login.key_proved(SATO_KEY),
    "query terminal": lambda login, world: login.would_accept(TERMINAL_KEY),
    "query person": lambda login, world: login.would_accept(SATO_KEY),
    "sign another's": lambda login, world: login.key_proved(SUZUKI_KEY),
    "be asked": lambda login, world: login.prompt(),
    "answer password": lambda login, world: login.answer(PASSWORD),
    "answer code": lambda login, world: login.answer(world.keeper.code_now("sato")),
}
MORE = {
    "forge terminal": lambda login, world: login.signature_failed(TERMINAL_KEY),
    "sign unknown": lambda login, world: login.key_proved(NOBODYS_KEY),
    "sign lost terminal": lambda login, world: login.key_proved(LOST_TERMINAL_KEY),
    "sign other terminal": lambda login, world: login.key_proved(OTHER_TERMINAL_KEY),
    "answer wrong": lambda login, world: login.answer("000000"),
    "answer another's code": lambda login, world: login.answer(world.keeper.code_now("suzuki")),
    "none": lambda login, world: login.not_this_way(),
    "wait": lambda login, world: world.next_code(),
}
LEGAL_FACTORS = {
    (Factor.TERMINAL_KEY, Factor.PERSON_KEY, Factor.CODE),
    (Factor.PERSON_KEY, Factor.TERMINAL_KEY, Factor.CODE),
    (Factor.TERMINAL_KEY, Factor.PASSWORD, Factor.CODE),
}
LETTERS = dict(zip(ACTS, "TPtpX?wc", strict=True))
QUERIES = str.maketrans("", "", "tp")  # a query changes nothing, wherever it stands
LOGGED_IN = re.compile(
    r"(?=[TPX?]*T)(?=[TPX?]*P)[TPX?]*\?c"  # both keys signed, among attempts that lead nowhere; then a question and its code
    r"|T\?w\?c"  # the terminal, a question and the password, a question and the code: leaves no room for more in five
)


def played(acts: tuple[str, ...]) -> tuple[Login, World, list[object]]:
    world = World()
    login = world.login()
    every = {**ACTS, **MORE}
    return login, world, [every[act](login, world) for act in acts]


def expected(acts: tuple[str, ...]) -> bool:
    """Whether the first five acts contain a log-in."""
    return LOGGED_IN.match("".join(LETTERS[act] for act in acts).translate(QUERIES)) is not None


def test_R16_R18_every_sequence_of_up_to_five_acts():
    wrong = []
    for length in range(6):
        for acts in itertools.product(ACTS, repeat=length):
            _, world, outcomes = played(acts)
            done = [outcome for outcome in outcomes if isinstance(outcome, Done)]
            if len(done) != expected(acts) or any(
                one.proved.factors not in LEGAL_FACTORS or one.proved.username != "sato" for one in done
            ):
                wrong.append((acts, outcomes))
            if done and world.diary.last().kind != "login.completed":
                wrong.append((acts, world.diary.kinds))
    assert wrong == []


@effort(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(sorted({**ACTS, **MORE})), max_size=30))
def test_R16_R18_long_walks_end_in_a_legal_log_in_or_none(acts):
    login, world, outcomes = played(tuple(acts))
    done = [one for one in outcomes if isinstance(one, Done)]
    assert len(done) <= 1
    if not done:
        assert "login.completed" not in world.diary.kinds
        assert world.diary.bound is None
        return
    at = next(number for number, one in enumerate(outcomes) if isinstance(one, Done))
    assert done[0].proved.factors in LEGAL_FACTORS
    assert acts[at] == "answer code"
    assert acts[at - 1] != "answer code"
    signed = acts[:at]
    assert "sign terminal" in signed or "sign other terminal" in signed
    assert "sign person" in signed or "answer password" in signed
    assert all(not isinstance(one, Done) for one in outcomes[at + 1 :])
    assert login.methods() == ()


@effort(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(sorted({**ACTS, **MORE})), max_size=30))
def test_R18_the_keeper_hears_nothing_before_a_terminal_is_proved(acts):
    acts = [act for act in acts if not (act.startswith("sign") and act.endswith("terminal"))]
    _, world, _ = played(tuple(acts))
    assert world.keeper.calls == []
    assert world.keeper.attempts == {}


@effort(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(sorted({**ACTS, **MORE})), max_size=200))
def test_every_connection_has_an_end(acts):
    _, world, outcomes = played(tuple(acts))
    real = [one for act, one in zip(acts, outcomes, strict=True) if act != "wait" and not isinstance(one, Over)]
    assert len(real) <= 40 + 6 + 3 * 40
    assert len(world.keeper.calls) <= 2 * 6


def test_a_public_key_is_no_key():
    """The attack on a walk kept in the query: show the terminal's public key, then prove one's own key alone."""
    world = World()
    login = world.login()
    assert login.would_accept(TERMINAL_KEY)
    login.signature_failed(TERMINAL_KEY)
    login.key_proved(SATO_KEY)
    assert login.methods() == ("publickey",)
    assert login.prompt() != texts.OPENING
    assert world.keeper.calls == []
    assert isinstance(login.answer(world.keeper.code_now("sato")), Over)


@pytest.mark.parametrize("keys", [(TERMINAL_KEY,), (TERMINAL_KEY, TERMINAL_KEY), (TERMINAL_KEY, OTHER_TERMINAL_KEY)])
def test_R16_terminals_alone_and_a_code_are_no_person(keys):
    world = World()
    login = world.login()
    for key in keys:
        login.key_proved(key)
    login.prompt()
    login.answer(world.keeper.code_now("sato"))  # given where the password belongs
    login.prompt()
    assert not isinstance(login.answer(world.keeper.code_now("sato")), Done)
