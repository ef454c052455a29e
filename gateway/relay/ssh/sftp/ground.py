"""The drop folder on the target: where a client's place really is. Every parent is asked for its real path and must lie inside.

A link inside the folder may lead anywhere; nothing is done through one that leads out. What a process on the target changes
between our look and our act is that account's own doing, which needs no upload.
"""

from gateway.relay.ssh.sftp import replies, requests
from gateway.relay.ssh.sftp.attributes import Attributes
from gateway.relay.ssh.sftp.far import Far
from gateway.relay.ssh.sftp.folder import Declined, Place, below, is_within
from gateway.relay.ssh.sftp.replies import Code
from gateway.relay.ssh.sftp.words import DROP_FOLDER_MISSING, DROP_FOLDER_TOO_WIDE, NO_SFTP, OUTSIDE
from gateway.vocabulary.outcome import TargetError


class Ground:
    """The real drop folder of one session."""

    def __init__(self, far: Far, root: bytes) -> None:
        """Use `find`."""
        self._far, self._root = far, root

    @classmethod
    def find(cls, far: Far, drop_folder: str) -> "Ground":
        """The registered folder (absolute, or from the account's home). Raises TargetError with words.

        A folder that is or holds the account's home is refused: what is written there (`.ssh/authorized_keys`) would open
        ways around the gateway.
        """
        try:
            home = far.real_path(b".")
            root = far.real_path(drop_folder.encode())
            found = far.attributes(root)
        except Declined as declined:
            raise TargetError(f"drop folder {drop_folder}: {declined.code.name}", DROP_FOLDER_MISSING) from declined
        except TargetError as error:
            raise TargetError(str(error), NO_SFTP) from error
        if found is None or not found.is_folder:
            raise TargetError(f"drop folder {drop_folder} is no folder", DROP_FOLDER_MISSING)
        if is_within(root, home):
            raise TargetError(f"drop folder {drop_folder} is or holds the home", DROP_FOLDER_TOO_WIDE)
        return cls(far, root)

    def folder(self, place: Place) -> bytes:
        """The real path of a folder. Raises Declined where it leads out or nowhere."""
        real = self._far.real_path(below(self._root, place))
        if not is_within(self._root, real):
            raise Declined(Code.PERMISSION_DENIED, OUTSIDE, kind="sftp.outside")
        return real

    def name(self, place: Place) -> bytes:
        """The path of a name whose folder is really inside; whether there is such a name is another question."""
        return self.folder(place[:-1]).rstrip(b"/") + b"/" + place[-1]

    def own_attributes(self, place: Place) -> Attributes:
        """Attributes of the name itself. Raises Declined."""
        found = self._far.attributes(self.name(place) if place else self._root)
        if found is None:
            raise Declined.of(Code.NO_SUCH_FILE)
        return found

    def attributes(self, place: Place) -> Attributes:
        """Attributes of what the name leads to, if that is inside. Raises Declined."""
        found = self.own_attributes(place)
        if not found.is_link:
            return found
        real = self.folder(place)
        return self._far.ask(lambda number: requests.Stat(id=number, path=real), replies.Attrs).attributes
