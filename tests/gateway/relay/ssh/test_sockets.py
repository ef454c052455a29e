import socket

from gateway.relay.ssh.sockets import DEAD_PEER_MILLISECONDS, tune


def test_a_dead_peer_is_noticed_though_nobody_types():
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.create_connection(listener.getsockname()) as sock:
        tune(sock)
        assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == DEAD_PEER_MILLISECONDS


def test_other_sockets_are_left_alone():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        tune(ours)
