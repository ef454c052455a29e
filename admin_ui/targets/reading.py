"""What a form's text fields say, read strictly: a day, a number, names. A ValueError carries what to tell the person."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from wtforms import Form
from wtforms.fields.core import Field

from admin_ui.errors import FRESH, status_of
from admin_ui.language import _l, said
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.outcome import Text
from gateway.wiring.office_unfit import FieldsRefused

_SEPARATORS: Final = re.compile(r"[\s,、，]+")
LINES_MAX: Final = 64
_MISSING: Final = _l("入力してください。")


def stripped(value: str | None) -> str:
    """A WTForms filter: no white space at the ends, nothing for nothing."""
    return (value or "").strip()


def names_in(text: str) -> tuple[str, ...]:
    """Names separated by white space or commas, in their order."""
    return tuple(name for name in _SEPARATORS.split(text.strip()) if name)[: LINES_MAX + 1]


def day_in(text: str) -> date:
    """`2026-11-22`. Raises ValueError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(_l("日付を 2026-11-22 の形で入力してください。")) from None


def number_in(text: str) -> int:
    """A whole number of at most ten digits. Raises ValueError."""
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        raise ValueError(_l("数字を入力してください。"))
    return int(text)


def put_errors(form: Form, refused: FieldsRefused) -> None:
    """Each objection beside its field; one without a field here on top of the form."""
    for each in refused.objected:
        field: Any = form._fields.get(each.field)  # WTForms has no other way to ask
        if field is None:
            form.form_errors.append(said(each.text))
        else:
            add_error(field, each.text)


def add_error(field: Field, text: object) -> None:
    """One more error of a field, in words of this request's language."""
    field.errors = [*field.errors, said(text) if isinstance(text, Text) else str(text)]


def read_fields(form: Form, readers: Mapping[str, Any]) -> dict[str, Any] | None:
    """The values of these fields, each read by its reader; None where one could not be, which then says why beside itself.

    Then every other field that must be filled and is not says so too, so that nobody is told of half of it at a time.
    """
    found: dict[str, Any] = {}
    for name, reader in readers.items():
        field: Any = form[name]
        try:
            found[name] = reader(field.data or "")
        except ValueError as wrong:
            add_error(field, wrong.args[0] if field.data else _MISSING)
    if len(found) == len(readers):
        return found
    for field in form:
        if field.flags.required and not field.data and not field.errors:
            add_error(field, _MISSING)
    return None


def shown_status(refused: CallRefused) -> int:
    """The status of a page that shows a refusal. Raises it where it has a page of its own: a second factor is wanted."""
    if refused.code == FRESH:
        raise refused
    return status_of(refused)
