"""What is wrong with a form, field by field: every objection at once, so that it is corrected in one go and beside the field."""

from collections.abc import Sequence
from dataclasses import dataclass

from gateway.ipc.messages import CallRefused
from gateway.vocabulary.outcome import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Objected:
    """One objection: the field it belongs to, a code that programs know, the words."""

    field: str
    code: str
    text: Text


class FieldsRefused(CallRefused):
    """Nothing was changed. `objected` has at least one; the code is the first one's, the text all of them."""

    def __init__(self, objected: Sequence[Objected]) -> None:
        super().__init__(objected[0].code, _all([each.text for each in objected]))
        self.objected = tuple(objected)


def require_fit(objected: Sequence[Objected]) -> None:
    """Raises FieldsRefused where anything is objected to."""
    if objected:
        raise FieldsRefused(objected)


def _all(texts: Sequence[Text]) -> Text:
    different = list(dict.fromkeys(texts))
    return Text(ja="\n".join(each.ja for each in different), en="\n".join(each.en for each in different))
