"""Process start to the first request at the target."""

import os
import select
import shutil
import socket
import threading
import time

from sidebyside import figures, generators
from sidebyside.machine import GENERATOR_CORE, Process, cpu_of, describe, started_at
from sidebyside.options import HERE, parse, parser

ABLE = ("wrk", "hey", "gatling", "jmeter", "k6")
REPLY = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/plain\r\n\r\nok"
LONGEST = 60


def main(args):
    made = parser("start", 5, "wrk,hey,gatling,jmeter,k6")
    made.add_argument("--cores", choices=("1", "2", "both"), default="both", help="on one core, or on all")
    made.add_argument("--no-maven", action="store_true", help="without the fork of Maven's Surefire")
    options = parse(made, args)
    print(f"Start to first request; the first run of each is not counted; {describe()}\n", flush=True)
    all_of_them = generators.ours(options) + generators.peers(options.peers, ABLE)
    maven = None if options.no_maven else shutil.which("mvn")
    rows = []
    for count in {"1": [1], "2": [2], "both": [2, 1]}[options.cores]:
        core = GENERATOR_CORE if count == 1 else None
        for one in all_of_them:
            times = [first_request(one, core) for _ in range(options.rounds + 1)][1:]
            rows.append([one.name, count, figures.spread([ms for ms, _ in times], 0), figures.spread([c for _, c in times], 0)])
        if maven:
            times = [under_maven(maven, core) for _ in range(options.rounds + 1)][1:]
            rows.append(["JVM that Maven forks", count, figures.spread([ms for ms, _ in times], 0), figures.spread([c for _, c in times], 0)])
    print()
    figures.table(["generator", "cores", "first request after ms", "CPU ms up to it"], rows)


class FirstRequest:
    """Notes when the first request came, and which process sent it."""

    def __init__(self):
        self.server = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self.server.getsockname()[1]
        self.at = None
        self.client = None
        self.came = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def url(self):
        return f"http://127.0.0.1:{self.port}/"

    def _serve(self):
        clients = {}
        while self.server.fileno() >= 0:
            try:
                ready = select.select([self.server, *clients], [], [], 1)[0]
                for one in ready:
                    if one is self.server:
                        client, address = one.accept()
                        clients[client] = address
                    else:
                        self._answer(one, clients)
            except (OSError, ValueError):
                return

    def _answer(self, one, clients):
        data = one.recv(65536)
        if self.at is None and data:
            self.at = time.monotonic_ns()
            self.client = clients[one]
            self.came.set()
        if data:
            one.sendall(REPLY * data.count(b"\r\n\r\n"))
        else:
            del clients[one]
            one.close()

    def close(self):
        self.server.close()


def first_request(generator, core):
    """Milliseconds, and milliseconds of CPU up to then."""
    server = FirstRequest()
    load = generators.closed(1, 1, server.url())
    process = generator.start(load, core)
    server.came.wait(LONGEST)
    cpu = sum(process.cpu()) * 1000
    process.wait(LONGEST)
    generator.clean_up()
    server.close()
    return ((server.at - process.begun) / 1e6 if server.at else None, cpu)


def under_maven(maven, core):
    """Milliseconds from the start of the JVM that Surefire forks, and its milliseconds of CPU."""
    server = FirstRequest()
    command = [maven, "-B", "-o", "-q", "-Pbenchmarks", "-Dbenchmarks.skipTests=false", "-pl", "benchmarks", "-am", "test"]
    command += ["-Dtest=FirstRequestTest", "-Dsurefire.failIfNoSpecifiedTests=false", f"-Dbenchmark.target={server.url()}"]
    process = Process("maven", command, core, folder=os.path.dirname(HERE))
    server.came.wait(LONGEST * 3)
    fork = owner(server.client[1]) if server.client else None
    cpu = cpu_of(fork) * 1000 if fork else None
    took = (server.at - started_at(fork)) / 1e6 if fork else None
    process.wait(LONGEST * 3)
    server.close()
    return took, cpu


def owner(port):
    """Process that has the client's end of a connection on this machine."""
    inode = None
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with open(table) as lines:
            for fields in (line.split() for line in lines):
                if fields[1].endswith(f":{port:04X}"):
                    inode = fields[9]
    for pid in (name for name in os.listdir("/proc") if name.isdigit()):
        try:
            for file in os.listdir(f"/proc/{pid}/fd"):
                if os.readlink(f"/proc/{pid}/fd/{file}") == f"socket:[{inode}]":
                    return int(pid)
        except OSError:
            continue
    return None
