"""The password method: asked only after the terminal is proved, and judged only together with the code that follows it.

So nobody learns from the walk whether the password alone was right.
"""

from typing import Final

from gateway.authentication.progress import Prompt
from gateway.vocabulary.secret import Secret

BYTES_MAX: Final = 1024
QUESTION: Final = "Password / パスワード: "


def prompt(instructions: str) -> Prompt:
    """The question for a password."""
    return Prompt(name="", instructions=instructions, text=QUESTION, echo=False)


def held(answer: str) -> Secret | None:
    """The answer as UTF-8, as typed; None if it is longer than BYTES_MAX or no text."""
    if len(answer) > BYTES_MAX:
        return None
    try:
        typed = answer.encode("utf-8")
    except UnicodeEncodeError:
        return None
    return Secret(typed) if len(typed) <= BYTES_MAX else None
