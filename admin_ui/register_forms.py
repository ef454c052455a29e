"""What the forms of the register share: days, choices of what is registered, and objections put beside their fields.

A form reads the fields it names and no other. What is wrong is judged by the wiring's rules, which the command line has too;
only what a rule could not be asked about (a day that is none) is said here.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

from flask import Response, make_response
from flask_wtf import FlaskForm
from wtforms import DateField, Field, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, DateInput, ListWidget

from admin_ui.errors import FRESH, status_of
from admin_ui.language import Lazy, said
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.outcome import Text
from gateway.wiring.office_unfit import FieldsRefused, Objected, require_fit

T = TypeVar("T")

LINE_MAX = 100
NO_DAY = Text(ja="日付を「2027-03-31」の形で入力してください。", en="Enter the day like 2027-03-31.")


class Required(InputRequired):
    """Marks a field as one that must be filled; what it says when it is not is the rules' to say."""

    def __init__(self) -> None:
        self.field_flags = {"required": True}
        self.message = None

    def __call__(self, form: Any, field: Field) -> None:
        """Judges nothing."""


class LineField(StringField):
    """One line, without the blanks around it; whatever stands inside is kept as typed."""

    def __init__(self, label: Lazy, *, required: bool = False, letters: int = LINE_MAX, **more: Any) -> None:
        validators = [Required()] if required else []
        super().__init__(label, validators, filters=[_stripped], render_kw={"maxlength": letters}, **more)


class DayField(DateField):
    """A day; None for an empty field."""

    widget = DateInput()

    def __init__(self, label: Lazy, *, required: bool = False, **more: Any) -> None:
        super().__init__(label, [Required()] if required else [], **more)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Raises ValueError, in the person's language, for what is no day between 2000 and 2999."""
        typed = valuelist[0].strip() if valuelist else ""
        if not typed:
            self.data = None
            return
        try:
            found = date.fromisoformat(typed)
        except ValueError:
            raise ValueError(said(NO_DAY)) from None
        if len(typed) != 10 or not date(2000, 1, 1) <= found <= date(2999, 12, 31):
            raise ValueError(said(NO_DAY))
        self.data = found


class ChoiceField(SelectField):
    """One of what is offered; the rules refuse anything else."""

    def __init__(self, label: Lazy, *, required: bool = False, **more: Any) -> None:
        super().__init__(label, [Required()] if required else [], validate_choice=False, **more)


class ChecksField(SelectMultipleField):
    """Any of what is offered, as boxes to tick; the rules refuse anything else."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Lazy, *, required: bool = False, **more: Any) -> None:
        super().__init__(label, [Required()] if required else [], validate_choice=False, **more)


def offered(pairs: Iterable[tuple[str, str]], *, nothing: str | None = None) -> list[SelectChoice]:
    """(value, text) pairs as a field takes them; `nothing` is the text of an empty first choice."""
    first = [] if nothing is None else [SelectChoice(value="", label=nothing)]
    return [*first, *(SelectChoice(value=value, label=text) for value, text in pairs)]


def committed(form: FlaskForm, act: Callable[[], Response], shown: Callable[[], str]) -> Response:
    """Do `act` with what was typed; where it is refused, `shown` is the page again, with the objections beside the fields."""
    if not form.validate():
        return make_response(shown(), 422)
    try:
        return act()
    except CallRefused as refused:
        if refused.code == FRESH:
            raise
        beside(form, refused)
        return make_response(shown(), 422 if isinstance(refused, FieldsRefused) else status_of(refused))


class Gathered:
    """Objections of several parts of a form, so that they are said all at once."""

    def __init__(self, objected: Iterable[Objected] = ()) -> None:
        self._objected = list(objected)

    def of(self, read: Callable[[], T], otherwise: T) -> T:
        """What `read` makes of its part; `otherwise` where it objects."""
        try:
            return read()
        except FieldsRefused as refused:
            self._objected += refused.objected
            return otherwise

    def require_none(self) -> None:
        """Raises FieldsRefused where anything was objected to."""
        require_fit(self._objected)


def beside(form: FlaskForm, refused: CallRefused) -> None:
    """Put each objection beside its field; what belongs to none stands above the form."""
    objected: Sequence[tuple[str, Text]] = [("", refused.text)]
    if isinstance(refused, FieldsRefused):
        objected = [(each.field, each.text) for each in refused.objected]
    for name, text in objected:
        if name in form:
            form[name].errors = [*form[name].errors, said(text)]
        else:
            form.form_errors = [*form.form_errors, said(text)]


def _stripped(text: str | None) -> str:
    return (text or "").strip(" \t\r\n\u3000")
