"""Objections of the register's pure rules, as forms show them: beside their fields, all at once. Codes are for programs."""

from collections.abc import Iterable
from datetime import date

from gateway.people.plain_line import is_plain_line
from gateway.people.registration import Objection, Part
from gateway.vocabulary.clock import JST
from gateway.vocabulary.identity import Employer
from gateway.vocabulary.outcome import Text
from gateway.wiring.office import Office
from gateway.wiring.office_unfit import FieldsRefused, Objected

REASON_LETTERS_MAX = 200


def today(office: Office) -> date:
    """The day in Japan."""
    return office.clock.now().astimezone(JST).date()


def about_person(found: Iterable[Objection]) -> list[Objected]:
    """Objections of the people's rules."""
    return [Objected(field=each.part.value, code="person.unfit", text=each.text) for each in found]


def about_contract(employer: Employer | None, contract_end: date | None) -> list[Objected]:
    """Nobody is employed past the end of his employer's own contract (R-20)."""
    ends = None if employer is None else employer.contract_end
    if ends is None or contract_end is None or contract_end <= ends:
        return []
    text = Text(
        ja=f"所属する委託先との契約は {ends:%Y年%m月%d日} に終了します。それより後の日付にはできません。",
        en=f"The employer's own contract ends on {ends.isoformat()}; this day is later.",
    )
    return [Objected(field=Part.CONTRACT_END.value, code="person.unfit", text=text)]


def about_lines(code: str, **lines: str) -> list[Objected]:
    """Names, places and numbers that are one plain line each."""
    return [Objected(field=field, code=code, text=_LINE) for field, value in lines.items() if not is_plain_line(value)]


def require_reason(reason: str | None) -> None:
    """Raises FieldsRefused for a reason that is not one line of at most 200 letters. None is no reason."""
    if reason is not None and not is_plain_line(reason, REASON_LETTERS_MAX):
        raise FieldsRefused([Objected(field="reason", code="reason.unfit", text=_REASON)])


_LINE = Text(
    ja="1 行、100 文字以内で入力してください。制御文字、文字の向きを変える文字、先頭の = + - @ は使えません。",
    en="Enter one line of at most 100 letters, without control or direction characters, not beginning with = + - @.",
)
_REASON = Text(
    ja="理由を 1 行、200 文字以内で入力してください。", en="Give the reason in one line of at most 200 letters."
)
