"""Connections to checked machines only, none of which can take longer than an answer may."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore

from ingest.hosts import Reach


class Line(httpcore.NetworkBackend):
    """Connects to the numbers that were checked, and lets no answer take longer than ``until`` (monotonic seconds).

    Host header, certificate and SNI still go by the name. Raises ``PrivateHostError``.
    """

    def __init__(self, reach: Reach) -> None:
        self.until = 0.0
        self._reach = reach
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first machine of this name that answers."""
        failure: Exception = httpcore.ConnectError(f"nobody knows the name {host}")
        for number in self._reach.numbers(host):
            try:
                stream = self._backend.connect_tcp(number, port, self.left(timeout), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return TimedStream(stream, self)
        raise failure

    def left(self, timeout: float | None) -> float:
        """The seconds that the next step may take. Raises ``httpcore.ReadTimeout`` if there are none."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("more time than one answer may take")
        return left if timeout is None else min(left, timeout)


class TimedStream(httpcore.NetworkStream):
    """A connection whose every step counts against the time of the whole answer, headers that drip too."""

    def __init__(self, stream: httpcore.NetworkStream, line: Line) -> None:
        self._stream = stream
        self._line = line

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Take what has come."""
        return self._stream.read(max_bytes, self._line.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send."""
        self._stream.write(buffer, self._line.left(timeout))

    def close(self) -> None:
        """Hang up."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Go on encrypted, with the certificate of the name that was asked."""
        return TimedStream(self._stream.start_tls(ssl_context, server_hostname, self._line.left(timeout)), self._line)

    def get_extra_info(self, info: str) -> Any:
        """What the connection says of itself."""
        return self._stream.get_extra_info(info)
