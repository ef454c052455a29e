"""What was typed is shown harmless; usage lines are ASCII."""

from hypothesis import given
from hypothesis import strategies as st

from gateway.authorization.commands.invocation import Why
from gateway.authorization.commands.wording import refused, shown, usage
from tests.gateway.authorization.commands.an_offer import everything


@given(st.text(max_size=200))
def test_what_was_typed_is_shown_harmless_and_short(typed: str) -> None:
    text = shown(typed)
    assert text.en.isascii()
    assert text.en.isprintable()
    assert text.ja.isprintable()
    assert len(text.ja) <= 60 * 8 + 3


def test_usage_lines() -> None:
    commands = everything().commands
    assert usage(commands["tail"]) == "tail FILE [lines=N] [follow]"
    assert usage(commands["systemctl restart"]) == "systemctl restart UNIT"
    assert usage(commands["df"]) == "df [human] [inodes] [type]"
    assert usage(commands["uptime"]) == "uptime"
    for command in commands.values():
        assert usage(command).isascii()
        assert refused(Why.VALUE, "例", "example", command=command).text.en.endswith(usage(command))
