"""What people read when recording fails. Fixed wording, safe to show to anybody."""

from typing import Final

from gateway.vocabulary.outcome import Text

CANNOT_START: Final = Text(
    ja="操作を記録できないため、接続できません。システム管理者に連絡してください。",
    en="The session cannot start because it cannot be recorded. Please contact the system administrator.",
)
CANNOT_GO_ON: Final = Text(
    ja="操作を記録できなくなったため、接続を終了します。システム管理者に連絡してください。",
    en="The session ends because it can no longer be recorded. Please contact the system administrator.",
)
CANNOT_SEAL: Final = Text(
    ja="録画を封印できませんでした。後から自動で封印されます。",
    en="The recording could not be sealed now; it will be sealed later by itself.",
)
CANNOT_READ: Final = Text(
    ja="録画を読めません。監査者に連絡してください。",
    en="The recording cannot be read. Please contact an auditor.",
)
