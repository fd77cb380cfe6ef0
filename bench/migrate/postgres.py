"""A durable PostgreSQL of one's own, on a free port of the loopback."""

import contextlib
import os
import pathlib
import pwd
import socket
import subprocess

PROGRAMS = max(pathlib.Path("/usr/lib/postgresql").iterdir(), key=lambda path: int(path.name)) / "bin"
VERSION = PROGRAMS.parent.name


def as_postgres():
    if os.geteuid() != 0:
        return
    user = pwd.getpwnam("postgres")
    os.setgroups([])
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)


@contextlib.contextmanager
def server(folder):
    if os.geteuid() == 0:
        os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = folder / "data"
    run = lambda *words: subprocess.run(words, check=True, preexec_fn=as_postgres, stdout=subprocess.DEVNULL)
    run(PROGRAMS / "initdb", "--pgdata", data, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-instructions")
    with open(data / "postgresql.conf", "a", encoding="utf-8") as conf:
        conf.write(f"listen_addresses='127.0.0.1'\nport={port}\nunix_socket_directories=''\nmax_connections=300\n"
                   "shared_buffers=256MB\nmax_wal_size=4GB\n")
    run(PROGRAMS / "pg_ctl", "--pgdata", data, "--wait", "--log", folder / "server.log", "start")
    try:
        yield port
    finally:
        run(PROGRAMS / "pg_ctl", "--pgdata", data, "--mode=immediate", "--wait", "stop")
