"""The mails that came, as a person reads them: `deploy/demo mail`."""

from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

_READ = BytesParser(policy=policy.default)
_HEADERS = ("Delivered-To", "Subject")


def newest(directory: Path, count: int) -> Iterator[str]:
    """The last `count` mails, oldest of them first, each decoded under its number."""
    names = sorted(directory.glob("*.eml"), key=lambda path: int(path.stem))
    for path in names[-count:]:
        yield f"── {path.name}\n{_spelled(path)}"


def _spelled(path: Path) -> str:
    mail = _READ.parsebytes(path.read_bytes())
    heads = [f"{name}: {value}" for name in _HEADERS for value in mail.get_all(name, [])]
    body = mail.get_body(("plain",)) if isinstance(mail, EmailMessage) else None
    return "\n".join([*heads, "", body.get_content().strip() if body is not None else "", ""])
