"""The one-time code method: always the last question (RFC 6238). The keeper judges; here only the form is read."""

import re
import unicodedata
from typing import Final

from gateway.authentication.progress import Prompt

DIGITS: Final = 6
QUESTION: Final = "One-time code / ワンタイムコード: "
_TYPED_MAX: Final = 32  # six digits, and whatever blanks people put between them
_CODE = re.compile(rf"[0-9]{{{DIGITS}}}")


def prompt(instructions: str) -> Prompt:
    """The question for a code. Not echoed: a code is good once, but for a moment it is good."""
    return Prompt(name="", instructions=instructions, text=QUESTION, echo=False)


def digits(answer: str) -> str | None:
    """Six ASCII digits from what was typed; None if it is no code.

    Blanks are dropped, and full-width digits, which a Japanese input method types, become ASCII (Unicode NFKC).
    """
    if len(answer) > _TYPED_MAX:
        return None
    typed = "".join(unicodedata.normalize("NFKC", answer).split())
    return typed if _CODE.fullmatch(typed) else None
