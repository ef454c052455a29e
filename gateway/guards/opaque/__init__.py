"""Text that nobody reads: encodings, binary, hashes, bare numbers, unknown disguises; and text faster than anybody reads.

Pure; time is an argument.
"""

from gateway.guards.opaque.limits import OpaqueLimits as OpaqueLimits
from gateway.guards.opaque.limits import Used as Used
from gateway.guards.opaque.meter import OpaqueMeter as OpaqueMeter
