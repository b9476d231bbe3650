"""Ours and the others: how each is told its load."""

import json
import os
import shutil
import tempfile

from sidebyside.machine import GENERATOR_CORE, Process
from sidebyside.options import HERE

PEERS = os.path.join(HERE, "peers")


class Load:
    """What is asked of a generator. k6's options say it to k6 and to us; wrk and hey know only closed loops without pauses."""

    def __init__(self, scenario, url="", sleep="", cloud=None, vus=0, seconds=0, ramp=0):
        self.scenario = scenario
        self.url = url
        self.sleep = sleep
        self.cloud = cloud
        self.vus = vus
        self.seconds = seconds
        self.ramp = ramp

    def file(self):
        handle, name = tempfile.mkstemp(prefix="load-", suffix=".json")
        with os.fdopen(handle, "w") as file:
            json.dump({"scenarios": {"load": {"gracefulStop": "5s", **self.scenario}}}, file)
        return name


def closed(vus, seconds, url, cloud=None):
    scenario = {"executor": "constant-vus", "vus": vus, "duration": f"{seconds}s"}
    return Load(scenario, url, cloud=cloud, vus=vus, seconds=seconds)


def sleeping(vus, ramp, seconds, url, sleep):
    """Users that come one after the other, and then stay."""
    stages = [{"duration": f"{ramp}s", "target": vus}, {"duration": f"{seconds - ramp}s", "target": vus}]
    scenario = {"executor": "ramping-vus", "startVUs": 0, "stages": stages, "gracefulRampDown": "5s"}
    return Load(scenario, url, sleep, vus=vus, seconds=seconds, ramp=ramp)


def arriving(rate, vus, seconds, url):
    scenario = {
        "executor": "constant-arrival-rate",
        "rate": rate,
        "timeUnit": "1s",
        "duration": f"{seconds}s",
        "preAllocatedVUs": vus,
        "maxVUs": vus,
    }
    return Load(scenario, url, vus=vus, seconds=seconds)


class Generator:
    """Something that makes load; warm_up is how many seconds of CPU it needs until it is steady."""

    ours = False
    warm_up = 1
    #: exit codes of a run that is worth something
    well = (0,)

    def __init__(self, name):
        self.name = name

    def start(self, load, core=GENERATOR_CORE):
        self.given = load.file()
        return Process(self.name.replace(" ", "-"), self.command(load), core, self.environment(load))

    def clean_up(self):
        os.unlink(self.given)

    def command(self, load):
        raise NotImplementedError

    def environment(self, load):
        env = {key: value for key, value in os.environ.items() if not key.startswith(("K6_", "STAMPEDE_"))}
        if load.cloud:
            env["K6_CLOUD_HOST"] = load.cloud.url()
            env["K6_CLOUD_TOKEN"] = "stub"
            env["K6_CLOUD_TRACES_ENABLED"] = "false"
        return env


class Stampede(Generator):
    """This project, by its command line. 120: it says that the core was too busy, which is what is wanted here."""

    ours = True
    warm_up = 12
    well = (0, 120)

    def __init__(self, name, java, jar, java_options):
        super().__init__(name)
        self.java = [java, *java_options]
        self.jar = jar
        self.folder = tempfile.mkdtemp(prefix="stampede-")
        self.config = os.path.join(self.folder, "k6-config.json")
        with open(self.config, "w") as file:
            file.write("{}")

    def command(self, load):
        test = "HttpLoad" if load.url else "SleepLoad"
        properties = [f"-Dbenchmark.target={load.url}"] if load.url else []
        properties += [f"-Dbenchmark.sleep={load.sleep}"] if load.sleep else []
        return [
            *self.java,
            *properties,
            "-cp",
            self.jar,
            "dev.stampede.junit.cli.Main",
            "run",
            f"dev.stampede.benchmarks.load.{test}",
            "--options",
            self.given,
            "--folder",
            self.folder,
        ]

    def environment(self, load):
        env = super().environment(load)
        env["K6_CONFIG"] = self.config  # nobody's login
        if load.cloud:
            env["K6_OUT"] = "cloud"
        return env

    def clean_up(self):
        super().clean_up()
        shutil.rmtree(os.path.join(self.folder, "cloud"), ignore_errors=True)


class K6(Generator):
    """k6, where K6 names its binary."""

    warm_up = 8
    #: 99: a threshold has failed, as dropped iterations do not do, but slow ones may
    well = (0, 99)

    def __init__(self, name, binary):
        super().__init__(name)
        self.binary = binary

    def command(self, load):
        script = "k6-get.js" if load.url else "k6-sleep.js"
        cloud = ["--out", "cloud"] if load.cloud else []
        told = ["-e", f"TARGET={load.url}", "-e", f"SLEEP={load.sleep}"]
        options = ["--no-usage-report", "--quiet", "--config", self.given]
        return [self.binary, "run", *options, *cloud, *told, os.path.join(PEERS, script)]


class Wrk(Generator):
    """One thread; no check of what comes back."""

    def command(self, load):
        return ["wrk", "-t1", f"-c{load.vus}", f"-d{load.seconds}s", load.url]


class Hey(Generator):
    """No check of what comes back."""

    warm_up = 2

    def command(self, load):
        return ["hey", "-z", f"{load.seconds}s", "-c", str(load.vus), load.url]


class Gatling(Generator):
    """Its Java DSL, made by 'benchmarks/run peers'."""

    warm_up = 20

    def __init__(self, name, java):
        super().__init__(name)
        self.java = java
        self.results = tempfile.mkdtemp(prefix="gatling-")

    def command(self, load):
        told = [f"-Dtarget={load.url}", f"-Dvus={load.vus}", f"-Dseconds={load.seconds}", f"-Dramp={load.ramp}"]
        told += [f"-Dsleep={load.sleep.rstrip('s')}"] if load.sleep else []
        flags = ["-XX:+UseG1GC", "--add-opens=java.base/java.lang=ALL-UNNAMED", "-Dgatling.data.enableAnalytics=false"]
        return [self.java, *flags, *told, "-cp", jvm_peer("gatling"), "io.gatling.app.Gatling", "-s", "Load", "-rf", self.results, "-nr"]

    def clean_up(self):
        super().clean_up()
        shutil.rmtree(self.results, ignore_errors=True)


class JMeter(Generator):
    """Its Java DSL, made by 'benchmarks/run peers'."""

    warm_up = 20

    def __init__(self, name, java):
        super().__init__(name)
        self.java = java

    def command(self, load):
        told = [f"-Dtarget={load.url}", f"-Dvus={load.vus}", f"-Dseconds={load.seconds}"]
        return [self.java, *told, "-cp", jvm_peer("jmeter"), "Load"]


def jvm_peer(name):
    target = os.path.join(PEERS, name, "target")
    return f"{target}/classes:{target}/lib/*"


def made(name, kind):
    """A peer on the JVM; it runs on the JDK that runs us."""
    there = os.path.isdir(os.path.join(PEERS, name, "target", "lib"))
    return lambda: kind(name, os.path.join(os.environ["JAVA_HOME"], "bin", "java")) if there else None


def ours(options):
    return [Stampede(name, options.java, jar, java_options) for name, jar, java_options in options.jars]


def k6():
    binary = os.environ.get("K6") or shutil.which("k6")
    return binary if binary and shutil.which(binary) else None


def peers(wanted, able):
    """Those of the able ones that are wanted and there; tells which are not."""
    found = []
    for name in wanted:
        if name not in able:
            print(f"'{name}' cannot take part in this; known are {', '.join(able)}.")
            continue
        generator = KNOWN[name]()
        if generator is None:
            print(f"{name} is not there and is left out. {HINTS.get(name, '')}")
        else:
            found.append(generator)
    return found


HINTS = {
    "wrk": "apt-get install wrk",
    "hey": "apt-get install hey",
    "k6": "Name its binary: K6=/path/to/k6 benchmarks/run ...",
    "gatling": "Fetch it: benchmarks/run peers",
    "jmeter": "Fetch it: benchmarks/run peers",
    "k6-cloud": "Name its binary: K6=/path/to/k6 benchmarks/run ...",
}


def installed(tool, make):
    return lambda: make(tool) if shutil.which(tool) else None


def with_k6(name):
    return lambda: K6(name, k6()) if k6() else None


KNOWN = {
    "wrk": installed("wrk", Wrk),
    "hey": installed("hey", Hey),
    "gatling": made("gatling", Gatling),
    "jmeter": made("jmeter", JMeter),
    "k6": with_k6("k6"),
    "k6-cloud": with_k6("k6-cloud"),
}
