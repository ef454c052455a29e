"""What people read when a disk is nearly full. Fixed wording, safe to show to anybody."""

from typing import Final

from gateway.vocabulary.outcome import Text

NO_ROOM: Final = Text(
    ja="記録を保存するディスクの空きが足りないため、新しいセッションを開始できません。"
    "システム管理者に連絡してください。空きができれば自動的に再開します。",
    en="No session can start: the disk that keeps the records is nearly full. Tell the system administrator. "
    "Sessions start again by themselves once there is room.",
)
ENDING_FULL: Final = Text(
    ja="記録を保存するディスクの空きがなくなったため、切断しました。ここまでの記録は残っています。"
    "システム管理者に連絡してください。",
    en="This session was cut: the disk that keeps the records is full. What was recorded so far is kept. "
    "Tell the system administrator.",
)
