"""The server: a socket on the loopback interface, and uvicorn behind it."""

from __future__ import annotations

import logging
import socket
import sys
from threading import Event, Thread

import uvicorn

from grader.web.app import build_app
from grader.web.site import Site
from questions.errors import InputError

HOST = "127.0.0.1"
_BACKLOG = 64
_PATIENCE = 3
"""Seconds that open requests have when the server stops."""


def listen(port: int) -> socket.socket:
    """A listening socket on this port, or on a free one when it is taken. Raises InputError."""
    for choice in dict.fromkeys((port, 0)):
        made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind((HOST, choice))
            made.listen(_BACKLOG)
        except OSError:
            made.close()
            continue
        return made
    raise InputError(f"cannot listen on {HOST}", place=f"port {port}", hint="choose another --port")


def run(site: Site, listening: socket.socket, stop: Event | None = None) -> None:
    """Serve until Ctrl+C, SIGTERM or `stop`; models are read meanwhile.

    A bug in a page is one line on stderr, and a page.
    """
    log = logging.getLogger("kaoguan.web")
    if not log.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("kaoguan: %(message)s"))
        log.addHandler(handler)
    config = uvicorn.Config(
        build_app(site),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=_PATIENCE,
    )
    server = uvicorn.Server(config)
    site.counter.begin(site.warm)
    if stop is not None:
        Thread(target=_wait, args=(stop, server), daemon=True).start()
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:
        pass
    finally:
        site.counter.close()


def _wait(stop: Event, server: uvicorn.Server) -> None:
    stop.wait()
    server.should_exit = True
