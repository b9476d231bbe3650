"""Processes: started on a core, looked at through /proc, and all of them stopped in the end."""

import atexit
import os
import resource
import signal
import subprocess
import tempfile
import time

TICKS = os.sysconf("SC_CLK_TCK")
GENERATOR_CORE = 0
TARGET_CORE = 1
FILES = 65536


class Missing(Exception):
    """What is needed and not there, and what to do about it."""


class Process:
    """A process of our own, its output in a file."""

    def __init__(self, name, command, core=None, env=None, folder=None):
        self.name = name
        self.log = tempfile.NamedTemporaryFile("w+", prefix=f"{name}-", suffix=".log", delete=False)
        pinned = ["taskset", "-c", str(core)] if core is not None else []
        self.begun = time.monotonic_ns()
        self.popen = subprocess.Popen(
            pinned + command,
            stdin=subprocess.PIPE,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            env=env,
            cwd=folder,
            start_new_session=True,
        )
        _running.append(self)

    @property
    def pid(self):
        return self.popen.pid

    def cpu(self):
        """Seconds of CPU up to now, in user mode and in the kernel."""
        fields = _stat(self.pid)
        return int(fields[11]) / TICKS, int(fields[12]) / TICKS

    def memory(self, what="VmRSS"):
        """VmRSS or VmHWM, in KiB."""
        with open(f"/proc/{self.pid}/status") as status:
            for line in status:
                if line.startswith(what + ":"):
                    return int(line.split()[1])
        return 0

    def alive(self):
        return self.popen.poll() is None

    def must_live(self):
        if not self.alive():
            raise Missing(f"{self.name} has ended with {self.popen.returncode}; it said:\n{self.tail()}")

    def wait(self, seconds):
        """Waits for its own end; its exit code, or None when it had to be stopped."""
        try:
            code = self.popen.wait(seconds)
        except subprocess.TimeoutExpired:
            self.stop()
            return None
        self._gone()
        return code

    def stop(self, first=signal.SIGTERM, patience=10):
        for how in (first, signal.SIGKILL):
            if not self.alive():
                break
            self.popen.send_signal(how)
            try:
                self.popen.wait(patience)
            except subprocess.TimeoutExpired:
                continue
        self._gone()
        return self.popen.returncode

    def end_input(self, patience=20):
        """For those that end with their standard input."""
        self.popen.stdin.close()
        try:
            self.popen.wait(patience)
        except subprocess.TimeoutExpired:
            self.stop()
        self._gone()

    def tail(self, lines=15):
        with open(self.log.name, errors="replace") as log:
            return "".join(log.readlines()[-lines:])

    def _gone(self):
        if self in _running:
            _running.remove(self)
            if self.popen.stdin and not self.popen.stdin.closed:
                self.popen.stdin.close()
            self.log.close()
            if self.popen.returncode in (0, 105, 120, 130, 143, -signal.SIGTERM):
                os.unlink(self.log.name)


def children(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as listed:
        return [int(child) for child in listed.read().split()]


def cpu_of(pid):
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / TICKS


def started_at(pid):
    """When a process began, in nanoseconds of CLOCK_MONOTONIC; right to a clock tick, 10 ms."""
    since_boot = int(_stat(pid)[19]) * 1_000_000_000 // TICKS
    return since_boot - (time.clock_gettime_ns(time.CLOCK_BOOTTIME) - time.monotonic_ns())


def busy():
    """Seconds of CPU that the whole machine has used."""
    with open("/proc/stat") as stat:
        fields = [int(field) for field in stat.readline().split()[1:]]
    return (sum(fields[:8]) - fields[3] - fields[4]) / TICKS  # all but idle and waiting for disks; guests are in user


def _stat(pid):
    with open(f"/proc/{pid}/stat") as stat:
        return stat.read().rpartition(")")[2].split()


def cores():
    return os.cpu_count() or 1


def prepare():
    """Checks what all runs need, and allows many sockets."""
    if cores() < 2:
        raise Missing("two processors are needed, one for the generator and one for the target")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, FILES), max(hard, FILES)))
    except (ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def describe():
    """The machine in one line."""
    model = "?"
    with open("/proc/cpuinfo") as info:
        for line in info:
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    load = os.getloadavg()[0]
    return f"{time.strftime('%Y-%m-%d %H:%M')}, {cores()} x {model}, Linux {os.uname().release}, load before {load:.1f}"


_running = []


def _stop_all():
    for process in list(_running):
        process.stop(patience=3)


atexit.register(_stop_all)
signal.signal(signal.SIGTERM, lambda *unused: exit(143))
