import pytest

from gateway.authentication.progress import Done, Failed, Over, Partial, Prompt, Proved
from gateway.vocabulary.outcome import Text
from tests.gateway.authentication.a_door import NOON

TEXT = Text(ja="だめです。", en="No.")
PROVED = Proved(
    person_id="P-1",
    username="sato",
    terminal_id="T-7",
    factors=(),
    at=NOON,
    assertion=b"",
    login_name=None,  # type: ignore[arg-type]
)


@pytest.mark.parametrize(
    "outcome",
    [
        Failed(text=TEXT),
        Over(text=TEXT),
        Partial(methods=("publickey",)),
        Done(proved=PROVED),
        Prompt(name="", instructions="", text="?", echo=False),
    ],
)
def test_no_outcome_can_be_mistaken_for_yes(outcome):
    with pytest.raises(TypeError):
        bool(outcome)
    with pytest.raises(TypeError):
        assert outcome
