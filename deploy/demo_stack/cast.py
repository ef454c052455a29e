"""The demo's people, of whom nobody exists: what the office is told about them, and what they know and carry.

Secrets are drawn at the first start and kept beside the demo, so that a second start on the same state finds the same people.
"""

import base64
import json
import os
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from deploy.demo_stack import terminal_certificate
from gateway.crypto import openssh
from gateway.vocabulary.identity import Engagement, Role

EMPLOYER_OWN = "みなと運用サービス株式会社（見本）"
EMPLOYER_VENDOR = "ひがし保守株式会社（見本）"
AGENCY = "かざぐるま人材株式会社（見本）"
ENGINEER = "sato"  # who the greeting logs in as
REQUESTER = "watanabe"  # the duty supervisor, who files the orders and therefore approves none
WITH_PASSWORD = 40  # of the people made by `--people N`, so many also get a password
_SYLLABLES = ("ka", "shi", "tsu", "ne", "ho", "mi", "yu", "ra", "ki", "so", "to", "no", "hi", "mo", "yo", "re")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person of the cast, with everything the person knows and carries."""

    username: str
    role: Role
    name: str
    kana: str
    number: str
    employer: str
    engagement: Engagement
    agency: str | None
    password: str | None
    totp_secret: str
    ssh_key: str
    terminal_key: str

    def public_line(self, private: str) -> str:
        return Path(f"{private}.pub").read_text(encoding="ascii").strip()

    @property
    def terminal_name(self) -> str:
        return f"pc-{self.username}"

    @property
    def terminal_cert(self) -> Path:
        """What the terminal shows at the database door (PEM), beside its SSH key."""
        return Path(self.terminal_key).with_name("terminal.crt")

    @property
    def terminal_cert_key(self) -> Path:
        """The key of that certificate (PEM), for its owner's eyes only, as libpq demands."""
        return Path(self.terminal_key).with_name("terminal.key")


_NAMED = (
    ("sato", Role.ENGINEER, "佐藤 陽一", "サトウ ヨウイチ", EMPLOYER_VENDOR, Engagement.DISPATCHED),
    ("suzuki", Role.ENGINEER, "鈴木 美咲", "スズキ ミサキ", EMPLOYER_VENDOR, Engagement.OWN),
    ("tanaka", Role.ENGINEER, "田中 蓮", "タナカ レン", EMPLOYER_VENDOR, Engagement.DISPATCHED),
    ("yamada", Role.SUPERVISOR, "山田 恵子", "ヤマダ ケイコ", EMPLOYER_OWN, Engagement.OWN),
    ("kobayashi", Role.SUPERVISOR, "小林 誠", "コバヤシ マコト", EMPLOYER_OWN, Engagement.OWN),
    ("watanabe", Role.SUPERVISOR, "渡辺 学", "ワタナベ マナブ", EMPLOYER_OWN, Engagement.OWN),
    ("ito", Role.ADMINISTRATOR, "伊藤 直樹", "イトウ ナオキ", EMPLOYER_OWN, Engagement.OWN),
    ("mori", Role.AUDITOR, "森 智子", "モリ トモコ", EMPLOYER_OWN, Engagement.OWN),
    ("hoshimi", Role.CLIENT, "星見 香織", "ホシミ カオリ", "ほしみ通販株式会社（見本）", Engagement.OWN),
)
SECOND_ADMINISTRATOR = "hayashi"  # registered last: once there are two, powers are given by two
_SECOND = (SECOND_ADMINISTRATOR, Role.ADMINISTRATOR, "林 由美", "ハヤシ ユミ", EMPLOYER_OWN, Engagement.OWN)
_SECOND_PLACE = 99_999  # her person number, apart from the others' however many those are


def gather(directory: Path, extra_engineers: int) -> tuple[Member, ...]:
    """The ten named people and `e001`...; those already in `directory` stay as they are, the others are made."""
    known = {member.username: member for member in _stored(directory)}
    wanted = [*_NAMED, *(_extra(number) for number in range(1, extra_engineers + 1))]
    for place, row in [*enumerate(wanted, start=1), (_SECOND_PLACE, _SECOND)]:
        username, role, name, kana, employer, engagement = row
        if username in known:
            continue
        has_password = place <= len(_NAMED) + WITH_PASSWORD or place == _SECOND_PLACE
        known[username] = Member(
            username=username,
            role=role,
            name=name,
            kana=kana,
            number=f"P{place:05d}",
            employer=employer,
            engagement=engagement,
            agency=AGENCY if engagement is Engagement.DISPATCHED else None,
            password=_new_password() if has_password else None,
            totp_secret=base64.b32encode(secrets.token_bytes(20)).decode("ascii"),
            ssh_key=_new_key(directory / username / "id_person"),
            terminal_key=_new_key(directory / username / "id_terminal"),
        )
    cast = tuple(known.values())
    for one in cast:
        if not one.terminal_cert.exists():
            terminal_certificate.make(one.terminal_cert, one.terminal_cert_key, one.terminal_name, datetime.now(UTC))
    _store(directory, cast)
    return cast


def member(directory: Path, username: str) -> Member | None:
    """The person of that name, or None."""
    return next((one for one in _stored(directory) if one.username == username), None)


def _extra(number: int) -> tuple[str, Role, str, str, str, Engagement]:
    return (
        f"e{number:03d}",
        Role.ENGINEER,
        f"見本 {number}号",
        f"ミホン {number}ゴウ",
        EMPLOYER_VENDOR,
        Engagement.OWN,
    )


def _new_password() -> str:
    """64 bits in syllables that can be typed, such as `kashimi-tonora-...`."""
    return "-".join("".join(secrets.choice(_SYLLABLES) for _ in range(4)) for _ in range(4))


def _new_key(path: Path) -> str:
    """An OpenSSH key pair at `path` and `path`.pub; the path."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    pair = openssh.new_pair()
    with open(path, "wb", opener=lambda name, flags: os.open(name, flags | os.O_EXCL, 0o600)) as file:
        file.write(pair.private.reveal())
    Path(f"{path}.pub").write_text(f"{openssh.line(pair.public)} {path.parent.name}\n", encoding="ascii")
    return str(path)


def _file(directory: Path) -> Path:
    return directory / "cast.json"


def _stored(directory: Path) -> list[Member]:
    if not _file(directory).exists():
        return []
    rows = json.loads(_file(directory).read_text(encoding="utf-8"))
    return [Member(**{**row, "role": Role(row["role"]), "engagement": Engagement(row["engagement"])}) for row in rows]


def _store(directory: Path, cast: tuple[Member, ...]) -> None:
    """Write the file whole or not at all."""
    fresh = directory / "cast.json.new"
    text = json.dumps([asdict(one) for one in cast], ensure_ascii=False, indent=1)
    with open(fresh, "w", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(text)
    fresh.replace(_file(directory))
