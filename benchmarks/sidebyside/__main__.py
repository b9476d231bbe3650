"""python3 -m sidebyside <what> [options]; called by benchmarks/run."""

import importlib
import sys

from sidebyside.machine import Missing

WHAT = ("cpu", "memory", "sleepers", "arrivals", "start")


def main():
    if len(sys.argv) < 2 or sys.argv[1] not in WHAT:
        sys.exit("one of " + ", ".join(WHAT))
    module = importlib.import_module("sidebyside." + sys.argv[1])
    try:
        module.main(sys.argv[2:])
    except Missing as missing:
        sys.exit(f"benchmarks/run: {missing}")
    except KeyboardInterrupt:
        sys.exit(130)


main()
