"""What a person's own machine would have in ~/.ssh for the demo: a file for `ssh -F` and `scp -F`, and known hosts. Pure."""

from collections.abc import Mapping
from pathlib import Path

from deploy.callcentre.ports import LOOPBACK
from deploy.demo_stack.cast import Member

GATEWAY = "gw"


def config(member: Member, *, port: int, accounts: Mapping[str, str], known_hosts: Path) -> str:
    """The configuration: `gw` is the gateway, and each target is reached by its name through it, as its account.

    `UpdateHostKeys` has to be said: OpenSSH leaves it off where UserKnownHostsFile is set, and then learns no next host key.
    """
    lines = [
        f"# OpenSSH for {member.username} of the demo: ssh -F THIS_FILE {GATEWAY}|{'|'.join(accounts)}",
        f"Host {GATEWAY}",
        f"  HostName {LOOPBACK}",
        f"  Port {port}",
        f"  User {member.username}",
    ]
    for target, account in accounts.items():
        lines += [f"Host {target}", f"  User {account}", f"  ProxyJump {GATEWAY}"]
    lines += [
        "Host *",
        f'  IdentityFile "{member.terminal_key}"',
        f'  IdentityFile "{member.ssh_key}"',
        "  IdentitiesOnly yes",
        f'  UserKnownHostsFile "{known_hosts}"',
        "  UpdateHostKeys yes",
    ]
    return "\n".join(lines) + "\n"


def known(*, port: int, host_key: str, authority: str, targets: Mapping[str, str]) -> str:
    """known_hosts: the gateway's own key, and its authority for the targets' names."""
    return f"[{LOOPBACK}]:{port} {host_key}\n@cert-authority {','.join(targets)} {authority}\n"
