"""Headers of the PROXY protocol as a proxy makes them, written from the format's text and not from our parser."""

import socket
import struct

SIGNATURE = b"\x0d\x0a\x0d\x0a\x00\x0d\x0a\x51\x55\x49\x54\x0a"


def line(source="198.51.100.7", port=40022, family="TCP4", to="192.0.2.1"):
    return f"PROXY {family} {source} {to} {port} 22\r\n".encode()


def binary(source="198.51.100.7", port=40022, to="192.0.2.1", extensions=b"", command=0x21):
    if ":" in source:
        kind, hosts = 0x21, socket.inet_pton(socket.AF_INET6, source) + socket.inet_pton(socket.AF_INET6, to)
    else:
        kind, hosts = 0x11, socket.inet_aton(source) + socket.inet_aton(to)
    body = hosts + struct.pack(">HH", port, 22) + extensions
    return SIGNATURE + bytes([command, kind]) + struct.pack(">H", len(body)) + body


def local(body=b""):
    return SIGNATURE + b"\x20\x00" + struct.pack(">H", len(body)) + body


def extension(kind, value):
    return bytes([kind]) + struct.pack(">H", len(value)) + value
