"""People. One person, one account (R-13): an account is a natural person with an employer and an end date."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """What a person is in the office. One person may hold several, as R-22 allows."""

    ENGINEER = "engineer"  # 保守担当者
    SUPERVISOR = "supervisor"  # 管理監督者
    ADMINISTRATOR = "administrator"  # アカウント管理者
    AUDITOR = "auditor"  # 監査者
    CLIENT = "client"  # 委託元担当
    DEMO_OPERATOR = "demo-operator"  # only beside deploy/demo's marker; see gateway/settings.py


class Engagement(StrEnum):
    """Own staff (直接雇用) or dispatched (派遣)."""

    OWN = "own"
    DISPATCHED = "dispatched"


class Standing(StrEnum):
    """Whether an account, terminal or target may be used now."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


class Language(StrEnum):
    """The language a person is addressed in first."""

    JAPANESE = "ja"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A natural person. `name`, `kana`, `number` and `mail` are personal: encrypted at rest, never in the journal.

    `trained_on` and `oath_on` are the days of his last course (研修) and of his oath (誓約書).
    """

    id: str
    username: str
    name: str
    kana: str
    number: str
    employer: str
    engagement: Engagement
    agency: str | None
    contract_end: date
    roles: frozenset[Role]
    language: Language
    standing: Standing
    mail: str | None = None
    trained_on: date | None = None
    oath_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Employer:
    """A company people are employed by. `kind` is a word of `EMPLOYER_KINDS`; the contract's days include both ends."""

    id: str
    name: str
    kind: str
    contract_number: str | None = None
    contract_start: date | None = None
    contract_end: date | None = None


EMPLOYER_KINDS = ("processor", "sub-processor", "client")  # 委託先（自社を含む）, 再委託先, 委託元
