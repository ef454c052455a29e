"""May this account be made? Every objection at once, so that a form is corrected in one go (R-13). Pure.

That the number has no second account is the database's to say (a unique keyed digest); here is what the form itself shows.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from gateway.people.shared_names import is_shared_name, is_shared_username
from gateway.vocabulary.identifiers import USERNAME
from gateway.vocabulary.identity import Engagement, Language, Role
from gateway.vocabulary.outcome import Text

LETTERS_MAX: Final = 100
_KANA: Final = re.compile(r"[\u3041-\u309f\u30a0-\u30ff\uff66-\uff9f0-9 \u3000]+")


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

    def __repr__(self) -> str:
        return f"Application({self.username})"


def objections(asked: Application, today: date) -> tuple[Text, ...]:
    """All reasons why not; empty if the account may be made. `today` is the day in Japan."""
    employer = () if _is_shown(asked.employer) else (_EMPLOYER,)
    employment = employment_objections(
        engagement=asked.engagement,
        agency=asked.agency,
        contract_end=asked.contract_end,
        roles=asked.roles,
        today=today,
    )
    return (*_about_names(asked), *employer, *employment)


def employment_objections(
    *, engagement: Engagement, agency: str | None, contract_end: date | None, roles: frozenset[Role], today: date
) -> tuple[Text, ...]:
    """The reasons against what can change about a person: how he is engaged, until when, and as what."""
    apart = () if roles and Role.DEMO_OPERATOR not in roles else (_ROLES,)
    return (*_about_employment(engagement, agency, contract_end, today), *apart)


def roles_apart(first: Text, second: Text) -> Text:
    """The objection against two roles, by their names, that policies/roles.toml keeps apart."""
    return Text(
        ja=f"役割「{first.ja}」と「{second.ja}」は一人で兼務できません。どちらか一方にしてください。",
        en=f"One person does not hold the roles {first.en} and {second.en}. Choose one.",
    )


def _about_names(asked: Application) -> Iterator[Text]:
    if not USERNAME.fullmatch(asked.username):
        yield _USERNAME
    elif is_shared_username(asked.username):
        yield _SHARED_USERNAME
    for value, what in ((asked.name, _NAME), (asked.kana, _KANA_TEXT), (asked.number, _NUMBER)):
        if not _is_shown(value):
            yield what
    if is_shared_name(asked.name):
        yield _SHARED_NAME
    if _is_shown(asked.kana) and not _KANA.fullmatch(asked.kana):
        yield _KANA_TEXT


def _about_employment(
    engagement: Engagement, agency: str | None, contract_end: date | None, today: date
) -> Iterator[Text]:
    dispatched = engagement is Engagement.DISPATCHED
    if dispatched is (agency is None) or (agency is not None and not _is_shown(agency)):
        yield _AGENCY
    if contract_end is None:
        yield _CONTRACT_END
    elif contract_end < today:
        yield _CONTRACT_OVER


def _is_shown(text: str) -> bool:
    """One line that a screen shows as it is: no control, format or line-break characters (categories C*, Zl, Zp)."""
    plain = all(unicodedata.category(letter)[0] != "C" and letter not in "\u2028\u2029" for letter in text)
    return bool(text.strip()) and len(text) <= LETTERS_MAX and plain


_USERNAME: Final = Text(
    ja="利用者名は半角英小文字で始まる 32 文字以内の英小文字・数字・. _ - です。",
    en="A user name is up to 32 of a-z 0-9 . _ -, beginning with a letter.",
)
_SHARED_USERNAME: Final = Text(
    ja="共用や職務の名前（admin、root、test、hoshu など）はアカウントにできません。本人を表す利用者名にしてください。",
    en="Names of functions or shared names (admin, root, test ...) are no accounts. Choose one that stands for the person.",
)
_NAME: Final = Text(ja="氏名は必須です（1 行、100 文字以内）。", en="The real name is missing (one line, 100 letters).")
_SHARED_NAME: Final = Text(
    ja="氏名が共用や職務の名前です。アカウントは実在の個人ごとに作成します。本人の氏名を入力してください。",
    en="That is the name of a function, not of a person. Every account is one natural person's: enter the real name.",
)
_KANA_TEXT: Final = Text(ja="フリガナは必須です（かな・カナ）。", en="The reading (kana) is missing, or is not kana.")
_NUMBER: Final = Text(ja="社員番号は必須です（1 行、100 文字以内）。", en="The person number is missing.")
_EMPLOYER: Final = Text(
    ja="所属（委託先）は必須です。「sekisho employer list」の番号または名称を指定してください。",
    en="The employer is missing: give an id or name of: sekisho employer list",
)
_AGENCY: Final = Text(
    ja="派遣（dispatched）には派遣元（--agency）が必要で、自社（own）には不要です。",
    en="A dispatched person has an agency (--agency); own staff has none.",
)
_CONTRACT_END: Final = Text(
    ja="契約終了日（--contract-end）は必須です。", en="The end of the contract (--contract-end) is missing."
)
_CONTRACT_OVER: Final = Text(
    ja="契約終了日が過去の日付です。日付を確認してください。", en="The contract has ended already. Check the date."
)
_ROLES: Final = Text(
    ja="役割を一つ以上指定してください（engineer、supervisor、administrator、auditor、client）。",
    en="Give one role or more: engineer, supervisor, administrator, auditor, client.",
)
