"""What load is aimed at, on the other core, and the stub of the cloud."""

import array
import http.client
import json
import os
import shutil
import socket
import sys
import tempfile
import time

from sidebyside.machine import TARGET_CORE, Missing, Process, children, cpu_of

NGINX = """
worker_processes 1;
worker_rlimit_nofile 65536;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
daemon off;
events {{ worker_connections 65000; }}
http {{
  access_log off;
  keepalive_requests 1000000000;
  keepalive_timeout 3600s;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
{listen}
    location / {{ default_type text/plain; return 200 "hello world\\n"; }}
    location = /stub_status {{ stub_status; }}
  }}
}}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().read().decode()
    finally:
        connection.close()


def await_port(process, port, seconds=10):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        process.must_live()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise Missing(f"{process.name} does not listen:\n{process.tail()}")


#: of nginx, on this machine
ADDRESSES = 4


class Target:
    """Something at url() that counts its requests."""

    port = 0

    def url(self):
        return f"http://127.0.0.1:{self.port}/"

    def urls(self):
        return self.url()

    def count(self):
        """Requests up to now; the line under 'server accepts handled requests'."""
        lines = get(self.port, "/stub_status").splitlines()
        return int(lines[2].split()[2])

    def cpu(self):
        raise NotImplementedError

    def stop(self):
        raise NotImplementedError


class Nginx(Target):
    """nginx with one worker."""

    name = "nginx, 1 worker"

    def __init__(self):
        self.port = free_port()
        self.folder = tempfile.mkdtemp(prefix="nginx-")
        os.chmod(self.folder, 0o755)
        conf = os.path.join(self.folder, "nginx.conf")
        with open(conf, "w") as file:
            file.write(NGINX.format(folder=self.folder, listen="\n".join(self.listen(n) for n in range(1, ADDRESSES + 1))))
        self.process = Process(
            "nginx", [nginx(), "-p", self.folder, "-c", conf, "-e", self.folder + "/error.log"], TARGET_CORE
        )
        await_port(self.process, self.port)
        self.worker = children(self.process.pid)[0]

    def listen(self, number):
        return f"    listen 127.0.0.{number}:{self.port} backlog=65535;"

    def urls(self):
        """All its addresses: to one of them there are some 28,000 connections and no more."""
        return ",".join(f"http://127.0.0.{number}:{self.port}/" for number in range(1, ADDRESSES + 1))

    def cpu(self):
        return cpu_of(self.worker)

    def stop(self):
        self.process.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def nginx():
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/opt/homebrew/bin")


class Stamping(Target):
    """Our own, which knows when each request came."""

    name = "own target"

    def __init__(self, java, jar, spin=False, stamps=False):
        self.port = free_port()
        self.file = tempfile.mktemp(prefix="stamps-") if stamps else None
        command = [java, "-Xms256m", "-Xmx1g", "-XX:+UseSerialGC", "-cp", jar]
        command += ["dev.stampede.benchmarks.server.StampingTarget", str(self.port)]
        command += [self.file] if self.file else []
        command += ["spin"] if spin else []
        self.process = Process("target", command, TARGET_CORE)
        await_port(self.process, self.port)
        self._warm_up()

    def _warm_up(self, connections=300, requests=100):
        """A cold target would stall the first requests, whoever sends them."""
        for _ in range(connections):
            with socket.create_connection(("127.0.0.1", self.port)) as one:
                for _ in range(requests):
                    one.sendall(b"GET /warm HTTP/1.1\r\nHost: target\r\n\r\n")
                    one.recv(65536)

    def cpu(self):
        return cpu_of(self.process.pid)

    def stop(self):
        self.process.end_input()

    def stamps(self):
        """Stops it; the instants in nanoseconds, in order."""
        self.stop()
        instants = array.array("q")
        with open(self.file, "rb") as file:
            instants.frombytes(file.read())
        os.unlink(self.file)
        if sys.byteorder == "little":
            instants.byteswap()
        return instants


def target(options):
    """nginx where there is one."""
    if nginx() and not options.own_target:
        return Nginx()
    if not options.own_target:
        print("nginx is not installed (apt-get install nginx-light): the own target takes its place, which is slower.\n")
    return Stamping(options.java, options.jars[0][1])


class StubCloud:
    """The cloud's protocol, as far as a run needs it."""

    def __init__(self):
        self.port = free_port()
        here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        self.process = Process(
            "stub-cloud", [sys.executable, "-m", "sidebyside.stubcloud", str(self.port)], TARGET_CORE, folder=here
        )
        await_port(self.process, self.port)

    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def pushes(self):
        counted = json.loads(get(self.port, "/"))
        return counted["pushes"], counted["bytes"]

    def stop(self):
        self.process.stop()
