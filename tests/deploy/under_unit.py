"""Runs a command under what a unit permits, as far as a process can do that to itself.

`python -m tests.deploy.under_unit PROCESS COMMAND...`. Real kernel filters, not a reading of them: system calls and address
families (libseccomp), no memory both writable and executable, no new rights, the descriptors' limit.
"""

import ctypes
import errno
import os
import resource
import socket
import sys

from tests.deploy.units import service, system_calls, words

_NO_NEW_PRIVS, _MDWE, _REFUSE_EXEC_GAIN = 38, 65, 1  # prctl(2)
_ALLOW, _EPERM = 0x7FFF0000, 0x00050000 | errno.EPERM


class _Comparison(ctypes.Structure):
    _fields_ = (("arg", ctypes.c_uint), ("op", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64))


def confine(process: str) -> None:
    """For good. Raises OSError where the kernel does not do it."""
    kept = service(process)
    if "LimitNOFILE" in kept:
        bound = min(int(kept["LimitNOFILE"][0]), resource.getrlimit(resource.RLIMIT_NOFILE)[1])
        resource.setrlimit(resource.RLIMIT_NOFILE, (bound, bound))
    libc = ctypes.CDLL(None, use_errno=True)
    for option, value in ((_NO_NEW_PRIVS, kept["NoNewPrivileges"]), (_MDWE, kept["MemoryDenyWriteExecute"])):
        if value == ["yes"] and libc.prctl(option, 1, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), f"prctl({option})")
    _filter(system_calls(process), words(kept["RestrictAddressFamilies"]))


def _filter(calls: frozenset[str], families: list[str]) -> None:
    seccomp = ctypes.CDLL("libseccomp.so.2")
    seccomp.seccomp_init.restype = ctypes.c_void_p
    seccomp.seccomp_rule_add_array.argtypes = [
        ctypes.c_void_p,
        ctypes.c_uint32,
        ctypes.c_int,
        ctypes.c_uint,
        ctypes.c_void_p,
    ]
    rules = ctypes.c_void_p(seccomp.seccomp_init(_EPERM))
    for call in calls - {"socket"}:
        number = seccomp.seccomp_syscall_resolve_name(call.encode())
        if number >= 0:
            _added(seccomp.seccomp_rule_add_array(rules, _ALLOW, number, 0, None))
    number = seccomp.seccomp_syscall_resolve_name(b"socket")
    for family in families:
        equal = _Comparison(arg=0, op=4, a=getattr(socket, family), b=0)
        _added(seccomp.seccomp_rule_add_array(rules, _ALLOW, number, 1, ctypes.byref(equal)))
    _added(seccomp.seccomp_load(rules))


def _added(status: int) -> None:
    if status != 0:
        raise OSError(-status, "libseccomp")


if __name__ == "__main__":
    confine(sys.argv[1])
    os.execv(sys.argv[2], sys.argv[2:])
