"""CPU per request in a closed loop without pauses: generator on one core, target on the other."""

import signal
import sys
import time

from sidebyside import figures, generators
from sidebyside.machine import busy, describe
from sidebyside.options import parse, parser
from sidebyside.targets import StubCloud, target

LONGEST = 180
#: how they end when they are told to: Go and Java with a code of their own, C by the signal
INTERRUPTED = (0, 105, 130, 143, -signal.SIGTERM)

ABLE = ("wrk", "hey", "gatling", "jmeter", "k6", "k6-cloud")


def main(args):
    made = parser("cpu", 5, "wrk,hey,gatling,jmeter,k6,k6-cloud")
    made.add_argument("--vus", type=int, default=50, help="virtual users, or connections")
    made.add_argument("--window", type=float, default=8, help="seconds that are measured in each run")
    made.add_argument("--warm-up", type=float, help="seconds of CPU that each uses before that; default: what it needs, 1 to 12")
    made.add_argument("--cloud", choices=("on", "off", "both"), default="on", help="this project's output to a stub of the cloud")
    options = parse(made, args)
    all_of_them = list(participants(options))
    print(f"CPU per request, {options.vus} VUs, GET of 12 bytes; {describe()}", flush=True)
    aim = target(options)
    cloud = StubCloud()
    print(f"Target: {aim.name}. Measured: {options.window:g} s in each of {options.rounds} rounds.\n", flush=True)
    results = {name: [] for name, _, _ in all_of_them}
    try:
        for turn in range(options.rounds):
            for name, generator, uses_cloud in all_of_them:
                result = run(generator, aim, cloud if uses_cloud else None, options)
                results[name].append(result)
                print(f"round {turn + 1}: {name}: {result.line()}", file=sys.stderr, flush=True)
    finally:
        aim.stop()
        cloud.stop()
    report(results, [name for name, generator, _ in all_of_them if generator.ours])


def participants(options):
    """Name, generator, and whether its cloud output is on."""
    for own in generators.ours(options):
        if options.cloud in ("on", "both"):
            yield f"{own.name} (cloud)", own, True
        if options.cloud in ("off", "both"):
            yield own.name, own, False
    for peer in generators.peers(options.peers, ABLE):
        yield peer.name, peer, peer.name == "k6-cloud"


class Result:
    """What one run took."""

    def __init__(self, user, kernel, requests, seconds, target_cpu, busy, peak, trouble):
        self.micros = (user + kernel) / requests * 1e6 if requests else None
        self.user = user / requests * 1e6 if requests else None
        self.kernel = kernel / requests * 1e6 if requests else None
        self.rate = requests / seconds
        self.core = (user + kernel) / seconds
        self.target_core = target_cpu / seconds
        self.others = max(0, busy / seconds - self.core - self.target_core)
        self.peak = peak / 1024
        self.trouble = trouble

    def line(self):
        micros = f"{self.micros:.1f}" if self.micros else "-"
        return f"{micros} us/request, {self.rate:,.0f} requests/s, {self.peak:.0f} MB. {self.trouble}"


def run(generator, aim, cloud, options):
    load = generators.closed(options.vus, LONGEST, aim.url(), cloud)
    pushes = cloud.pushes()[0] if cloud else 0
    process = generator.start(load)
    warm_up(process, options.warm_up if options.warm_up is not None else generator.warm_up)
    before = (process.cpu(), aim.count(), aim.cpu(), busy(), time.monotonic())
    time.sleep(options.window)
    process.must_live()
    after = (process.cpu(), aim.count(), aim.cpu(), busy(), time.monotonic())
    peak = process.memory("VmHWM")
    code = process.stop(signal.SIGTERM, 30)
    generator.clean_up()
    trouble = "" if code in (*generator.well, *INTERRUPTED) else f"It ended with {code}: {process.log.name}"
    if cloud and cloud.pushes()[0] == pushes:
        trouble += " The cloud got nothing."
    (user, kernel), count, target_cpu, all_cpu, took = (
        (tuple(b - a for a, b in zip(x, y)) if isinstance(x, tuple) else y - x) for x, y in zip(before, after)
    )
    return Result(user, kernel, count, took, target_cpu, all_cpu, peak, trouble)


def warm_up(process, cpu_seconds):
    """By CPU, not by the clock: on a busy machine a compiler takes longer to have compiled."""
    until = time.monotonic() + LONGEST - 30
    time.sleep(min(3, cpu_seconds))
    while sum(process.cpu()) < cpu_seconds and time.monotonic() < until:
        process.must_live()
        time.sleep(0.1)


def report(results, mine):
    print()
    rows = [
        [
            name,
            figures.spread([r.micros for r in of]),
            f"{figures.spread([r.user for r in of]).split()[0]} / {figures.spread([r.kernel for r in of]).split()[0]}",
            figures.spread([r.rate for r in of], 0),
            figures.spread([r.core for r in of], 2).split()[0],
            figures.spread([r.target_core for r in of], 2).split()[0],
            figures.spread([r.others for r in of], 2).split()[0],
            figures.spread([r.peak for r in of], 0),
        ]
        for name, of in results.items()
    ]
    header = ["generator", "CPU us/request", "user / kernel", "requests/s", "core used", "by target", "by others", "peak RSS MB"]
    figures.table(header, rows)
    print("CPU us/request is the same number as CPU-milliseconds per 1,000 requests. What others use makes requests/s worth little.\n")
    figures.compare("CPU per request", {name: [r.micros for r in of] for name, of in results.items()}, mine)
    for name, of in results.items():
        for trouble in {r.trouble for r in of if r.trouble}:
            print(f"{name}: {trouble}")
