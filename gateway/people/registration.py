"""May this account be made? Every objection at once, so that a form is corrected in one go (R-13). Pure.

That the number has no second account is the database's to say (a unique keyed digest); here is what the form itself shows.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from gateway.people.mail import is_address
from gateway.people.plain_line import LETTERS_MAX, is_plain_line
from gateway.people.shared_names import is_shared_name, is_shared_username
from gateway.vocabulary.identifiers import USERNAME
from gateway.vocabulary.identity import Engagement, Language, Role
from gateway.vocabulary.outcome import Text

CONTRACT_LIFE_MAX: Final = timedelta(days=10 * 366)  # an end that never comes is none
_KANA: Final = re.compile(r"[\u3041-\u309f\u30a0-\u30ff\uff66-\uff9f0-9 \u3000]+")


class Part(StrEnum):
    """A field of the form, by the name it has in forms and options."""

    USERNAME = "username"
    NAME = "name"
    KANA = "kana"
    NUMBER = "number"
    EMPLOYER = "employer"
    AGENCY = "agency"
    CONTRACT_END = "contract_end"
    ROLES = "roles"
    MAIL = "mail"
    TRAINED_ON = "trained_on"
    OATH_ON = "oath_on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """What is wrong, and beside which field it is said."""

    part: Part
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """A person to register. `employer` is an id or a name, `agency` the dispatching company of a dispatched person."""

    username: str
    name: str
    kana: str
    number: str
    employer: str
    engagement: Engagement
    agency: str | None
    contract_end: date | None
    roles: frozenset[Role]
    language: Language = Language.JAPANESE
    mail: str | None = None
    trained_on: date | None = None
    oath_on: date | None = None

    def __repr__(self) -> str:
        return f"Application({self.username})"


def objections(asked: Application, today: date) -> tuple[Objection, ...]:
    """All reasons why not; empty if the account may be made. `today` is the day in Japan."""
    found = [
        *((Part.USERNAME, text) for text in _about_username(asked.username)),
        *_about_names(asked.name, asked.kana),
        *(() if is_plain_line(asked.number) else ((Part.NUMBER, _NUMBER),)),
        *(() if is_plain_line(asked.employer) else ((Part.EMPLOYER, _EMPLOYER),)),
    ]
    employment = employment_objections(
        engagement=asked.engagement,
        agency=asked.agency,
        contract_end=asked.contract_end,
        roles=asked.roles,
        today=today,
    )
    papers = paper_objections(mail=asked.mail, trained_on=asked.trained_on, oath_on=asked.oath_on, today=today)
    return (*(Objection(part=part, text=text) for part, text in found), *employment, *papers)


def name_objections(name: str, kana: str) -> tuple[Objection, ...]:
    """The reasons against a real name and its reading."""
    return tuple(Objection(part=part, text=text) for part, text in _about_names(name, kana))


def employment_objections(
    *, engagement: Engagement, agency: str | None, contract_end: date | None, roles: frozenset[Role], today: date
) -> tuple[Objection, ...]:
    """The reasons against what can change about a person: how he is engaged, until when, and as what."""
    apart = () if roles and Role.DEMO_OPERATOR not in roles else (Objection(part=Part.ROLES, text=_ROLES),)
    return (*_about_employment(engagement, agency, contract_end, today), *apart)


def paper_objections(
    *, mail: str | None, trained_on: date | None, oath_on: date | None, today: date
) -> tuple[Objection, ...]:
    """The reasons against a mail address, and the days of course and oath: none lies ahead."""
    days = ((Part.TRAINED_ON, trained_on), (Part.OATH_ON, oath_on))
    ahead = tuple(Objection(part=part, text=_AHEAD) for part, day in days if day is not None and day > today)
    return ahead if mail is None or is_address(mail) else (Objection(part=Part.MAIL, text=_MAIL), *ahead)


def roles_apart(first: Text, second: Text) -> Text:
    """The objection against two roles, by their names, that policies/roles.toml keeps apart."""
    return Text(
        ja=f"役割「{first.ja}」と「{second.ja}」は一人で兼務できません。どちらか一方にしてください。",
        en=f"One person does not hold the roles {first.en} and {second.en}. Choose one.",
    )


def _about_username(username: str) -> Iterator[Text]:
    if not USERNAME.fullmatch(username):
        yield _USERNAME
    elif is_shared_username(username):
        yield _SHARED_USERNAME


def _about_names(name: str, kana: str) -> Iterator[tuple[Part, Text]]:
    if not is_plain_line(name) or not any(map(str.isalpha, name)):
        yield Part.NAME, _NAME
    elif is_shared_name(name):
        yield Part.NAME, _SHARED_NAME
    if not is_plain_line(kana) or not _KANA.fullmatch(kana):
        yield Part.KANA, _KANA_TEXT


def _about_employment(
    engagement: Engagement, agency: str | None, contract_end: date | None, today: date
) -> Iterator[Objection]:
    dispatched = engagement is Engagement.DISPATCHED
    if dispatched is (agency is None) or (agency is not None and not is_plain_line(agency)):
        yield Objection(part=Part.AGENCY, text=_AGENCY)
    if contract_end is None:
        yield Objection(part=Part.CONTRACT_END, text=_CONTRACT_END)
    elif contract_end < today:
        yield Objection(part=Part.CONTRACT_END, text=_CONTRACT_OVER)
    elif contract_end - today > CONTRACT_LIFE_MAX:
        yield Objection(part=Part.CONTRACT_END, text=_CONTRACT_ENDLESS)


_USERNAME: Final = Text(
    ja="利用者名は半角英小文字で始まる 32 文字以内の英小文字・数字・. _ - です。",
    en="A user name is up to 32 of a-z 0-9 . _ -, beginning with a letter.",
)
_SHARED_USERNAME: Final = Text(
    ja="共用や職務の名前（admin、root、test、hoshu など）はアカウントにできません。本人を表す利用者名にしてください。",
    en="Names of functions or shared names (admin, root, test ...) are no accounts. Choose one that stands for the person.",
)
_NAME: Final = Text(
    ja=f"氏名は必須です。1 行、{LETTERS_MAX} 文字以内で、制御文字・文字の向きを変える文字・外字（私用領域）は使えません。",
    en=f"The real name is missing, or is not one line of at most {LETTERS_MAX} letters without control, direction or private-use "
    "characters.",
)
_SHARED_NAME: Final = Text(
    ja="氏名が共用や職務の名前です。アカウントは実在の個人ごとに作成します。本人の氏名を入力してください。",
    en="That is the name of a function, not of a person. Every account is one natural person's: enter the real name.",
)
_KANA_TEXT: Final = Text(ja="フリガナは必須です（かな・カナ）。", en="The reading (kana) is missing, or is not kana.")
_NUMBER: Final = Text(ja="社員番号は必須です（1 行、100 文字以内）。", en="The person number is missing.")
_EMPLOYER: Final = Text(
    ja="所属（委託先）は必須です。登録済みの委託先の番号または名称を指定してください。",
    en="The employer is missing: give the id or name of a registered one.",
)
_AGENCY: Final = Text(
    ja="派遣の人には派遣元の会社名が必要で、直接雇用の人には不要です。",
    en="A dispatched person has an agency; own staff has none.",
)
_CONTRACT_END: Final = Text(ja="契約終了日は必須です。", en="The end of the contract is missing.")
_CONTRACT_OVER: Final = Text(
    ja="契約終了日が過去の日付です。日付を確認してください。", en="The contract has ended already. Check the date."
)
_CONTRACT_ENDLESS: Final = Text(
    ja="契約終了日が 10 年より先です。実際の契約の終了日を入力してください（更新のときに延長できます）。",
    en="The contract would end more than ten years ahead. Enter its real end; it can be extended when it is renewed.",
)
_ROLES: Final = Text(
    ja="役割を一つ以上指定してください。",
    en="Give one role or more: engineer, supervisor, administrator, auditor, client.",
)
_MAIL: Final = Text(
    ja="通知用メールアドレスは name@example.jp の形で一つだけ入力してください（表示名・空白・日本語は使えません）。",
    en="The mail address for notices is one plain address like name@example.jp, without display name or spaces.",
)
_AHEAD: Final = Text(
    ja="未来の日付です。実際に受講・提出した日を入力してください。",
    en="This day lies ahead. Enter the day on which it was done.",
)
