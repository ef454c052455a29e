"""Registering employers (委託先, 再委託先): who they are, what kind, and which contract their people work under (R-13, R-20).

People's accounts never outlast it: neither may a person be registered past the contract's end, nor the contract be shortened
while accounts go on after it. Another kind of employer changes whose consent its people need (R-28): two sign it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from gateway.authorization.roles import Permission
from gateway.ipc.messages import CallRefused
from gateway.registrar.changes import EmployerAdded, EmployerChanged
from gateway.vocabulary.identity import EMPLOYER_KINDS, Employer
from gateway.vocabulary.outcome import Text
from gateway.wiring import office_texts as texts
from gateway.wiring.office import Office
from gateway.wiring.office_objections import about_lines
from gateway.wiring.office_second import ask_second
from gateway.wiring.office_unfit import Objected, require_fit

KINDS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "processor": Text(ja="委託先（自社を含む）", en="processor (own company too)"),
        "sub-processor": Text(ja="再委託先", en="sub-processor"),
        "client": Text(ja="委託元", en="client company"),
    }
)
__all__ = ["EMPLOYER_KINDS", "KINDS", "add_employer", "change_employer", "employer_named"]


def add_employer(office: Office, employer: Employer) -> None:
    """Register an employer under an id of its own; one name, one employer. Raises FieldsRefused, CallRefused."""
    office.require_register(Permission.PEOPLE_MANAGE, employer.id)
    require_fit(list(_objections(office, employer)))
    office.commit(
        EmployerAdded(
            id=employer.id,
            name=employer.name,
            kind=employer.kind,
            contract_number=employer.contract_number,
            contract_start=employer.contract_start,
            contract_end=employer.contract_end,
        )
    )


def change_employer(office: Office, before: Employer, after: Employer) -> str | None:
    """Make the employer `before`, as it was seen, what `after` says; the id of what another administrator has to confirm first.

    None where it is in effect already. Raises FieldsRefused, CallRefused ("stale").
    """
    office.require_register(Permission.PEOPLE_MANAGE, before.id)
    after = replace(after, id=before.id)
    require_fit(list(_objections(office, after)))
    change = EmployerChanged(before=before, after=after)
    if after.kind != before.kind:
        return ask_second(office, change)
    office.commit(change)
    return None


def employer_named(office: Office, wanted: str) -> Employer:
    """The employer of this id or name. Raises CallRefused where there is not exactly one."""
    found = [each for each in office.lists.employers() if wanted in (each.id, each.name)]
    if len(found) != 1:
        raise CallRefused("employer.absent", texts.absent("委託先", "employer", wanted, "employer list"))
    return found[0]


def _objections(office: Office, employer: Employer) -> Iterator[Objected]:
    number = {} if employer.contract_number is None else {"contract_number": employer.contract_number}
    yield from about_lines("name.unfit", name=employer.name, **number)
    if any(each.name == employer.name and each.id != employer.id for each in office.lists.employers()):
        yield Objected(field="name", code="employer.taken", text=_TAKEN)
    if employer.kind not in EMPLOYER_KINDS:
        yield Objected(field="kind", code="employer.unfit", text=_KIND)
    start, end = employer.contract_start, employer.contract_end
    if start is not None and end is not None and end < start:
        yield Objected(field="contract_end", code="employer.unfit", text=_BACKWARDS)
    if end is not None and (lasting := office.lists.heads(ending_after=end).get(employer.id, 0)):
        yield Objected(field="contract_end", code="employer.people", text=_outlasted(lasting))


def _outlasted(people: int) -> Text:
    return Text(
        ja=f"この日より後まで有効なアカウントが {people} 件あります。先にアカウントの契約終了日を変更するか、廃止してください。",
        en=f"{people} accounts of its people go on after that day. Change or revoke them first.",
    )


_TAKEN: Final = Text(
    ja="同じ名称の委託先が登録済みです。委託先の一覧で確認してください。",
    en="An employer of that name is registered. Check the list of employers.",
)
_KIND: Final = Text(ja="種別を選んでください。", en="Choose the kind.")
_BACKWARDS: Final = Text(
    ja="契約終了日が開始日より前です。日付を確認してください。",
    en="The contract would end before it starts. Check the days.",
)
