"""Constant arrival rates: how late arrivals are, and which never come. The target stamps them."""

import sys

from sidebyside import figures, generators
from sidebyside.machine import describe
from sidebyside.options import parse, parser
from sidebyside.targets import Stamping

ABLE = ("k6",)


def main(args):
    made = parser("arrivals", 5, "k6")
    made.add_argument("--rates", default="1000,5000", help="arrivals per second")
    made.add_argument("--vus", type=int, default=200, help="virtual users, all made before")
    made.add_argument("--cold", type=int, default=5, help="seconds that count as cold")
    made.add_argument("--warm", type=int, default=20, help="seconds after them")
    options = parse(made, args)
    print(f"Arrivals at constant rates, {options.vus} VUs, one core; {describe()}")
    print(f"Cold: the first {options.cold} s; everything else is of the {options.warm} s after them.\n", flush=True)
    both = generators.ours(options) + generators.peers(options.peers, ABLE)
    for rate in (int(number) for number in options.rates.split(",")):
        results = {one.name: [] for one in both}
        for turn in range(options.rounds):
            for one in both:
                result = run(one, rate, options)
                results[one.name].append(result)
                print(f"{rate}/s, round {turn + 1}: {one.name}: {result}", file=sys.stderr, flush=True)
        report(rate, results, options, [one.name for one in both if one.ours])


def run(generator, rate, options):
    aim = Stamping(options.java, options.jars[0][1], spin=True, stamps=True)
    seconds = options.cold + options.warm
    process = generator.start(generators.arriving(rate, options.vus, seconds, aim.url()))
    code = process.wait(seconds + 60)
    generator.clean_up()
    if code not in generator.well:
        print(f"{generator.name} ended with {code}: {process.log.name}", file=sys.stderr)
    return judge(aim.stamps(), rate, options.cold, options.warm)


def judge(stamps, rate, cold, warm):
    """What was planned for the end of the run, seen from the last arrival, is warm; all else that is missing was cold."""
    period = 1e9 / rate
    planned = rate * (cold + warm)
    if not stamps:
        return {"warm": 0, "warm_missing": rate * warm, "cold_missing": rate * cold}
    begin = stamps[-1] - (rate * warm - 0.5) * period
    warm_ones = [stamp for stamp in stamps if stamp >= begin]
    warm_missing = max(0, rate * warm - len(warm_ones))
    result = {
        "warm": len(warm_ones),
        "warm_missing": warm_missing,
        "cold_missing": max(0, planned - len(stamps) - warm_missing),
    }
    gaps = sorted(abs(b - a - period) / 1e3 for a, b in zip(warm_ones, warm_ones[1:]))
    result["gap50"], result["gap99"] = figures.percentile(gaps, 0.5), figures.percentile(gaps, 0.99)
    if warm_missing == 0:  # what is missing shifts the grid
        off = [stamp - warm_ones[0] - i * period for i, stamp in enumerate(warm_ones)]
        late = sorted((one - min(off)) / 1e3 for one in off)
        for name, share in (("p50", 0.5), ("p90", 0.9), ("p99", 0.99)):
            result[name] = figures.percentile(late, share)
    return result


def report(rate, results, options, mine):
    print(f"{rate:,}/s\n")
    header = ["generator", "late p50 us", "p90 us", "p99 us", "gap error p50 us", "p99 us", "warm, missing", f"missing in the first {options.cold} s"]
    rows = []
    for name, of in results.items():
        late = [figures.spread([r.get(key) for r in of], 0) for key in ("p50", "p90", "p99", "gap50", "gap99")]
        missing = [figures.spread([r["warm_missing"] for r in of], 0), figures.spread([r["cold_missing"] for r in of], 0)]
        rows.append([name, *late, *missing])
    figures.table(header, rows)
    for key in ("p50", "p99"):
        figures.compare(f"lateness {key}", {name: [r.get(key) for r in of] for name, of in results.items()}, mine)
