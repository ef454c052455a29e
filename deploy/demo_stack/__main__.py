"""`deploy/demo`: start (the default), `code NAME`, `mail`, `remove-users`."""

import argparse
import os
import sys
import time
from pathlib import Path

from deploy.callcentre.accounts import closed_parent, is_root, remove_marked
from deploy.demo_stack import cast, codes, handed, mails
from deploy.demo_stack.children import ChildEnded
from deploy.demo_stack.layout import Layout
from deploy.demo_stack.lifetime import Refused
from deploy.demo_stack.office_database import Kind
from deploy.demo_stack.running import Wanted, run
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.outcome import Fault


def main() -> int:
    """0 when it ended as asked, 1 when a part of it died, 2 when it could not start."""
    given = _arguments()
    base = given.state.resolve()
    try:
        if given.verb == "code":
            return _code(base, given.username)
        if given.verb == "mail":
            return _mail(base, given.last)
        if given.verb == "remove-users":
            return _remove_users()
        _refuse_closed(base)
        run(
            Wanted(
                base=base,
                manifest=given.manifest,
                people=given.people,
                session_ca=given.call_centre_only,
                while_process=given.while_process,
                database=given.database,
            )
        )
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 2
    except (ChildEnded, TimeoutError, RuntimeError, CallRefused, Fault) as fault:
        print(f"デモの一部が止まりました。 / A part of the demo failed: {fault}", file=sys.stderr)
        return 1
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="deploy/demo", description=__doc__)
    parser.add_argument(
        "--state", type=Path, default=_default_state(), help="directory of this demo (default: %(default)s)"
    )
    parser.add_argument("--manifest", type=Path, help="write the manifest here as well, once everything answers")
    parser.add_argument(
        "--database", type=Kind, choices=list(Kind), help="what Sekisho keeps its records in (default: sqlite)"
    )
    parser.add_argument("--people", type=int, default=0, metavar="N", help="N further engineers, e001...")
    parser.add_argument(
        "--call-centre-only", type=Path, metavar="CA", help="start no gateway; targets trust this authority"
    )
    parser.add_argument("--while-process", type=int, metavar="PID", help="end when that process ends")
    verbs = parser.add_subparsers(dest="verb")
    code = verbs.add_parser("code", help="print a person's one-time code")
    code.add_argument("username")
    code.add_argument("--state", type=Path, default=argparse.SUPPRESS)
    mail = verbs.add_parser("mail", help="print the last mails that came")
    mail.add_argument("--last", type=int, default=1, metavar="N", help="so many of them (default: %(default)s)")
    mail.add_argument("--state", type=Path, default=argparse.SUPPRESS)
    verbs.add_parser("remove-users", help="remove the system users and homes the demo made (root)")
    return parser.parse_args()


def _default_state() -> Path:
    """The XDG state directory; for root one that the demo's other users can reach."""
    if home := os.environ.get("XDG_STATE_HOME"):
        return Path(home) / "sekisho-demo"
    return Path("/var/lib/sekisho-demo/state") if is_root() else Path.home() / ".local/state/sekisho-demo"


def _refuse_closed(base: Path) -> None:
    if is_root() and (closed := closed_parent(base.parent)):
        raise Refused(
            f"{closed} は他の利用者が通れません。別の --state を指定してください。 / "
            f"Other users cannot enter {closed}, but the demo's users must reach their files: give another --state."
        )


def _code(base: Path, username: str) -> int:
    person = cast.member(Layout(base).people, username)
    if person is None:
        raise Refused(
            f"{base} に {username} はいません。デモを --state DIR で起動した場合は、同じ --state を付けてください。\n"
            f"There is no {username} in {base}. Where the demo was started with --state DIR, give the same here: "
            f"deploy/demo --state DIR code {username}"
        )
    step = handed.take(Layout(base).handed_codes, username, time.time())
    if step is None:
        print("次のコードを待っています。 / Waiting for the next code.", file=sys.stderr, flush=True)
    while step is None:
        time.sleep(1)
        step = handed.take(Layout(base).handed_codes, username, time.time())
    begins = step * codes.STEP_SECONDS
    print(codes.code(person.totp_secret, begins))
    left = int(begins + codes.STEP_SECONDS - time.time())
    print(f"あと {left} 秒、一度だけ使えます。 / Good once, for {left} s.", file=sys.stderr)
    return 0


def _mail(base: Path, last: int) -> int:
    found = list(mails.newest(Layout(base).mail, max(1, last)))
    for mail in found:
        print(mail)
    if not found:
        print("メールはまだ届いていません。 / No mail has come yet.", file=sys.stderr)
    return 0


def _remove_users() -> int:
    if not is_root():
        raise Refused("root で実行してください。 / Run this as root.")
    try:
        removed = remove_marked()
    except RuntimeError as busy:
        raise Refused(f"先にデモを終了してください。 / End the demos first: {busy}") from None
    print(f"removed: {', '.join(removed) or 'none'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
