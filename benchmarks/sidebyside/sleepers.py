"""Many virtual users of { GET; sleep 1 s } on one core: is the planned rate held?"""

import sys
import time

from sidebyside import figures, generators
from sidebyside.machine import busy, describe
from sidebyside.options import parse, parser
from sidebyside.targets import target

ABLE = ("gatling", "k6")
HELD = 0.99


def main(args):
    made = parser("sleepers", 5, "gatling,k6")
    made.add_argument("--vus", type=int, default=10_000)
    made.add_argument("--sleep", type=int, default=1, help="seconds")
    made.add_argument("--ramp", type=int, default=10, help="seconds until all users are there")
    made.add_argument("--settle", type=int, default=10, help="seconds before the window")
    made.add_argument("--window", type=int, default=20, help="seconds that are measured")
    options = parse(made, args)
    planned = options.vus / options.sleep
    print(
        f"{options.vus:,} VUs of {{ GET; sleep {options.sleep} s }}, {planned:,.0f} requests/s planned, one core; {describe()}\n",
        flush=True,
    )
    aim = target(options)
    both = generators.ours(options) + generators.peers(options.peers, ABLE)
    results = {one.name: [] for one in both}
    try:
        for turn in range(options.rounds):
            for one in both:
                result = run(one, aim, options)
                results[one.name].append(result)
                print(f"round {turn + 1}: {one.name}: {result}", file=sys.stderr, flush=True)
    finally:
        aim.stop()
    header = ["generator", f"runs at >= {HELD:.0%}", "requests/s", "of planned", "core used", "by others", "CPU us/request", "peak RSS MB", "KiB/VU"]
    figures.table(header, [row(name, of, planned, options.vus) for name, of in results.items()])


def row(name, of, planned, vus):
    return [
        name,
        f"{sum(r['rate'] >= HELD * planned for r in of)} of {len(of)}",
        figures.spread([r["rate"] for r in of], 0),
        figures.spread([r["rate"] / planned for r in of], 3),
        figures.spread([r["core"] for r in of], 2),
        figures.spread([max(0, r["others"]) for r in of], 2),
        figures.spread([r["core"] / r["rate"] * 1e6 for r in of if r["rate"]]),
        figures.spread([r["peak"] / 1024 for r in of], 0),
        figures.spread([r["peak"] / vus for r in of]),
    ]


def run(generator, aim, options):
    seconds = options.ramp + options.settle + options.window + 3
    load = generators.sleeping(options.vus, options.ramp, seconds, aim.url(), f"{options.sleep}s")
    process = generator.start(load)
    time.sleep(options.ramp + options.settle)
    process.must_live()
    count, cpu, target_cpu, all_cpu, at = aim.count(), sum(process.cpu()), aim.cpu(), busy(), time.monotonic()
    time.sleep(options.window)
    process.must_live()
    took = time.monotonic() - at
    result = {
        "rate": (aim.count() - count) / took,
        "core": (sum(process.cpu()) - cpu) / took,
        "peak": process.memory("VmHWM"),
        "others": (busy() - all_cpu - (sum(process.cpu()) - cpu) - (aim.cpu() - target_cpu)) / took,
    }
    code = process.wait(seconds + 60)
    generator.clean_up()
    if code not in generator.well:
        print(f"{generator.name} ended with {code}: {process.log.name}", file=sys.stderr)
    return result
