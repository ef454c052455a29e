"""What the journal and the recording are told of one file, at whichever end it came to. Pure."""

from dataclasses import asdict

from gateway.relay.events import UploadDone, UploadInterrupted, UploadRefused, Why
from gateway.relay.names import Names
from gateway.relay.ssh.sftp.folder import shown, spelled
from gateway.relay.ssh.sftp.landing import Landing


def done(names: Names, landing: Landing) -> UploadDone:
    """It stands under its own name."""
    return UploadDone(
        **asdict(names),
        upload=landing.upload,
        path=spelled(shown(landing.place)),
        size_bytes=landing.received,
        digest=landing.digest,
        people=landing.look.people,
        replaced=landing.replaces,
        unread=landing.look.unreadable,
    )


def refused(names: Names, landing: Landing, why: Why, *, left: bool) -> UploadRefused:
    """It was refused; `left` where its temporary file could not be removed."""
    return UploadRefused(
        **asdict(names),
        upload=landing.upload,
        path=spelled(shown(landing.place)),
        size_bytes=landing.received,
        digest=landing.digest,
        people=landing.look.people,
        why=why,
        whole=landing.is_whole,
        left=left,
        counts=landing.look.counts,
        detail=landing.look.unreadable,
    )


def interrupted(names: Names, landing: Landing, *, left: bool) -> UploadInterrupted:
    """It never came to its end."""
    return UploadInterrupted(
        **asdict(names),
        upload=landing.upload,
        path=spelled(shown(landing.place)),
        size_bytes=landing.received,
        digest=landing.digest,
        people=landing.look.people,
        left=left,
    )


def line(what: str, landing: Landing) -> str:
    """A marker of the recording."""
    return f"{what}: {spelled(shown(landing.place))} {landing.received} bytes sha256={landing.digest.hex()}"
