"""The guard of conftest: nothing in a test leaves this machine, and nothing on it is hindered."""

from __future__ import annotations

import os
import socket
import tempfile
from pathlib import Path

import pytest


def test_an_address_outside_is_refused():
    with socket.socket() as sock, pytest.raises(RuntimeError, match=r"192\.0\.2\.1"):
        sock.connect(("192.0.2.1", 80))


def test_a_non_blocking_connection_outside_is_refused():
    with socket.socket() as sock, pytest.raises(RuntimeError, match=r"192\.0\.2\.1"):
        sock.connect_ex(("192.0.2.1", 80))


def test_a_name_outside_is_not_looked_up():
    with pytest.raises(RuntimeError, match=r"council\.example"):
        socket.getaddrinfo("council.example", 80)


def test_a_refusal_is_not_taken_for_a_dead_link():
    with pytest.raises(RuntimeError) as refusal:
        socket.create_connection(("council.example", 80))
    assert not isinstance(refusal.value, OSError)


def test_a_server_on_this_machine_is_reached():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("localhost", port), timeout=5) as client:
            assert client.getpeername()[0] == "127.0.0.1"


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="this system has no sockets that are files")
def test_a_socket_that_is_a_file_is_reached():
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as server:
        path = str(Path(folder) / "s")  # tmp_path may be longer than such an address can be
        server.bind(path)
        server.listen()
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(path)
            assert client.getpeername() == path


def test_home_is_the_test_s_own(home, tmp_path):
    assert os.environ["GREENSHOOTS_HOME"] == str(home)
    assert home.is_relative_to(tmp_path)
    assert not home.exists()
