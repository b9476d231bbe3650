"""RSS of virtual users that sleep, without a connection or with one each; not pinned."""

import sys
import time

from sidebyside import figures, generators
from sidebyside.machine import cores, describe
from sidebyside.options import parse, parser
from sidebyside.targets import target

ABLE = ("gatling", "k6")

MOST_TO_AN_ADDRESS = 20_000


def main(args):
    made = parser("memory", 1, "gatling,k6")
    made.add_argument("--vus", default="1000,10000,50000", help="numbers of virtual users")
    made.add_argument("--sleep", default="1s", help="how long a user sleeps in an iteration")
    made.add_argument("--get", action="store_true", help="each user keeps a connection of its own: { GET; sleep }")
    made.add_argument("--seconds", type=int, default=20, help="how long all users have been there when they are looked at")
    options = parse(made, args)
    what = f"{{ GET; sleep {options.sleep} }}" if options.get else f"{{ sleep {options.sleep} }}"
    print(f"RSS per virtual user of {what}, on {cores()} cores; {describe()}\n", flush=True)
    aim = target(options) if options.get else None
    both = generators.ours(options) + generators.peers(options.peers, ABLE)
    if not aim:
        both = [one for one in both if one.name != "gatling"]  # it was taught requests only
    rows = []
    try:
        for vus in (int(number) for number in options.vus.split(",")):
            results = {one.name: [] for one in both}
            for turn in range(options.rounds):
                for one in both:
                    result = run(one, vus, aim, options)
                    results[one.name].append(result)
                    print(f"{vus}, round {turn + 1}: {one.name}: {result}", file=sys.stderr, flush=True)
            rows += [row(vus, name, of) for name, of in results.items()]
    finally:
        if aim:
            aim.stop()
    header = ["VUs", "generator", "RSS MB", "KiB/VU", "peak KiB/VU", "iterations/s" if not aim else "requests/s", "cores used"]
    figures.table(header, rows)


def row(vus, name, of):
    return [
        f"{vus:,}",
        name,
        figures.spread([r["rss"] / 1024 for r in of], 0),
        figures.spread([r["rss"] / vus for r in of]),
        figures.spread([r["peak"] / vus for r in of]),
        figures.spread([r["rate"] for r in of], 0),
        figures.spread([r["cores"] for r in of], 2),
    ]


def url(aim, vus):
    if not aim:
        return ""
    return aim.url() if vus <= MOST_TO_AN_ADDRESS else aim.urls()


def run(generator, vus, aim, options):
    ramp = max(2, vus // 2000)
    seconds = ramp + options.seconds + 8
    load = generators.sleeping(vus, ramp, seconds, url(aim, vus), options.sleep)
    process = generator.start(load, core=None)
    window = options.seconds / 2
    time.sleep(ramp + 3 + window)
    process.must_live()
    count, cpu = aim.count() if aim else 0, sum(process.cpu())
    time.sleep(window)
    process.must_live()
    result = {
        "rss": process.memory(),
        "peak": process.memory("VmHWM"),
        "rate": (aim.count() - count) / window if aim else None,
        "cores": (sum(process.cpu()) - cpu) / window,
    }
    code = process.wait(seconds + 60)
    generator.clean_up()
    if code not in generator.well:
        print(f"{generator.name} ended with {code}: {process.log.name}", file=sys.stderr)
    return result
