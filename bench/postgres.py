"""PostgreSQL servers of one's own, on free ports of the loopback. Used by the figures that need one."""

import contextlib
import os
import pathlib
import pwd
import socket
import subprocess

PROGRAMS = max(pathlib.Path("/usr/lib/postgresql").iterdir(), key=lambda path: int(path.name)) / "bin"
VERSION = PROGRAMS.parent.name


def as_postgres():
    """What a child process does before it becomes a server: root may not be one."""
    if os.geteuid() != 0:
        return
    user = pwd.getpwnam("postgres")
    os.setgroups([])
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)


@contextlib.contextmanager
def server(folder, name="data", initdb=(), **settings):
    """Its port; durable and with PostgreSQL's own settings but for those that are given."""
    if os.geteuid() == 0:
        os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = folder / name
    run = lambda *words: subprocess.run(words, check=True, preexec_fn=as_postgres, stdout=subprocess.DEVNULL)
    run(PROGRAMS / "initdb", "--pgdata", data, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-instructions", *initdb)
    settings = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": "", **settings}
    with open(data / "postgresql.conf", "a", encoding="utf-8") as conf:
        conf.writelines(f"{key}='{value}'\n" for key, value in settings.items())
    run(PROGRAMS / "pg_ctl", "--pgdata", data, "--wait", "--log", folder / f"{name}.log", "start")
    try:
        yield port
    finally:
        run(PROGRAMS / "pg_ctl", "--pgdata", data, "--mode=immediate", "--wait", "stop")
