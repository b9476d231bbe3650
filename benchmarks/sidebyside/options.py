"""What all runs may be told."""

import argparse
import os

from sidebyside.machine import Missing, prepare

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
JAR = os.path.join(HERE, "target", "benchmarks.jar")


def parser(what, rounds, peers):
    made = argparse.ArgumentParser(prog=f"benchmarks/run {what}", formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    made.add_argument("--rounds", type=int, default=rounds, help="how often each is run, in turn")
    made.add_argument(
        "--stampede",
        action="append",
        metavar="'NAME=JAR [java options]'",
        help="a build of this project, several to compare: --stampede before=old.jar --stampede 'after=benchmarks/target/benchmarks.jar"
        f" -Xmn64m' (default: stampede={JAR})",
    )
    made.add_argument("--peers", default=peers, help="others that take part, if they are there; '' for none")
    made.add_argument("--own-target", action="store_true", help="not nginx, even if there is one")
    return made


def parse(made, args):
    options = made.parse_args(args)
    options.java = os.path.join(os.environ["JAVA_HOME"], "bin", "java")
    options.jars = []
    for given in options.stampede or [f"stampede={JAR}"]:
        name, _, rest = given.partition("=")
        jar, *java_options = rest.split()
        jar = os.path.abspath(jar)
        if not os.path.exists(jar):
            raise Missing(f"there is no {jar}: build it with  mvn -q -Pbenchmarks -pl benchmarks -am package")
        options.jars.append((name, jar, java_options))
    options.peers = [peer for peer in options.peers.split(",") if peer]
    prepare()
    return options
