"""Names that are no person's: of functions, of machines, of everybody (R-13). A shared account has no one to answer for it.

A user name is judged by its words (`test-user2`: test, user), a real name by any of the words below standing in it.
"""

import re
import unicodedata
from typing import Final

_WORDS: Final = """
account admin administrator agent anonymous app auditor backup batch bot build callcenter callcentre common company
daemon data db debug default demo develop developer dispatch dummy engineer everyone example gateway general group
guest haken helpdesk hoshu hosyu jimu kanri kanrisha kansa kyotsu kyoutsu kyoyo kyoyou kyouyou line maint maintainer
maintenance manager master member monitor noc nobody office oper operation operator ops oracle people person pgsql
postgres power public pw qa report root sa sample script security sekisho server service share shared shell ssh staff
super superuser supervisor support sys sysadmin system tantou team temp tenant test tester tmp tool unyo unyou user
vendor web work worker x xx xxx
"""
_FUNCTIONS: Final = frozenset(_WORDS.split())
_JAPANESE: Final = (
    "共用", "共有", "共通", "保守", "管理者", "管理用", "担当", "運用", "監査用", "監視", "作業用", "作業員", "汎用",
    "代表", "全員", "臨時", "派遣", "テスト", "試験", "ゲスト", "ユーザ", "ダミー", "システム", "サポート", "ヘルプデスク",
    "チーム", "グループ", "オペレータ", "アカウント", "使い回し", "名無し", "匿名",
)  # fmt: skip
_APART: Final = re.compile(r"[^a-z]+")


def is_shared_username(username: str) -> bool:
    """True if every word of the user name is one of a function: `admin`, `test-user2`; not `sato`, not `sato-admin`."""
    words = [word for word in _APART.split(username.casefold()) if word]
    return not words or all(word in _FUNCTIONS for word in words)


def is_shared_name(name: str) -> bool:
    """True for a real name that names a function: `保守共用`, `System Administrator`, `Admin`."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    words = [word for word in _APART.split(plain) if word]
    only_latin = bool(words) and plain.isascii()
    return any(word in plain for word in _JAPANESE) or (only_latin and all(word in _FUNCTIONS for word in words))
