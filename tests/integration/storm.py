#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""
A storm through the real daemon: page calls, scans, buttons, typed entries, corrections, undo,
kills, an unplugged scale, a disk that is full for moments. An oracle outside the daemon knows
which things truly lie on the plate and which weighing covers each; the person is honest and
answers questions by what it knows. Nothing may be counted twice, no tick may stand over what
is not in the ledger, and what rested and left unrecorded must be listed.

    storm.py BUILD DIR SECONDS SEED [FILL]    (FILL: a file on the ledger's small disk)
"""
import json
import os
import random
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

BUILD, DIR, SECONDS, SEED = sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4])
FILL = sys.argv[5] if len(sys.argv) > 5 else None
NEAR = 15_000  # of two masses that are the same: readings are whole 10 g
C = 100_000    # the station's own c at e = 10 g is half of it
BOX = 1_500_000  # what the container BAC weighs
TILES = ["TLC-VET", "TLC-CHA", "HRP-LIV"]
random.seed(SEED)


class Wrong(Exception):
    """What must never happen."""


class Daemon:
    def __init__(self):
        self.process = self.api = None
        self.up_since = 0.0
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [f"{BUILD}/basculed", "--config", f"{DIR}/station.conf"],
            stdout=subprocess.PIPE, stderr=open(f"{DIR}/daemon.err", "ab"), text=True)
        for line in self.process.stdout:
            if line.startswith("ready "):
                self.api = line.split()[1] + "api/v1"
                self.up_since = time.monotonic()
                return
        raise Wrong("the daemon ended before it was ready")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    def call(self, path, body=None, key=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.api}/{path}", data=data)
        if key:
            request.add_header("Idempotency-Key", key)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)


class World:
    def __init__(self, daemon):
        self.daemon = daemon
        self.plate, self.before = [], []  # things that lie there; that lay there before the last change
        self.cover = {}                   # valid weighing -> its things
        self.seen = set()                 # weighings that were looked at
        self.next_gram = 1000
        self.box = 0                      # what the container weighs in which all of that lies
        self.rested_from = time.monotonic()
        self.whole = True                 # nothing was taken from beside what is recorded: there it
                                          # may be of either, and a line of the rest is not owed
        self.acts = {}
        self.kept = self.listed = self.boxes = 0
        self.controls = {row["code"]: row["control"]
                         for row in daemon.call("catalogue")[1]["categories"] if row.get("control")}

    def sim(self, *words):
        subprocess.run([f"{BUILD}/bascule-sim", "--state", f"{DIR}/sim", *words],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)

    def covered(self):
        return {thing for things in self.cover.values() for thing in things}

    def open_things(self, things):
        covered = self.covered()
        return [thing for thing in things if thing not in covered]

    def show(self):
        """The plate as the simulated scale shows it from now on."""
        self.sim("put", f"{(sum(self.plate) + self.box) / 1e6:.3f}") if self.plate else self.sim("lift")
        self.rested_from = time.monotonic()

    def station(self):
        return self.daemon.call("station")[1]

    # What the ledger says, against what is true.
    def judge(self):
        rows = self.daemon.call("weighings?limit=200")[1]["weighings"]
        known = {row["id"]: row for row in rows}
        for row in reversed(rows):
            if row["id"] not in self.seen:
                self.seen.add(row["id"])
                self.attribute(row)
        for number in [n for n in self.cover if known.get(n, {}).get("voided_by")]:
            del self.cover[number]

    def attribute(self, row):
        net, old = row["net_mg"], self.cover.pop(row["corrects"], None) if row["corrects"] else None
        sets = [self.open_things(self.plate), self.open_things(self.before)]
        if old is not None:
            sets = [old + [t for t in s if t not in old] for s in sets] + [old]
        for things in sets:
            if things and abs(sum(things) - net) <= NEAR:
                self.cover[row["id"]] = things
                self.kept += 1
                return
        raise Wrong(f"{row['id']} of {net} mg is not what was to be weighed: {sets}, plate {self.plate}")

    def look(self):
        """Once nothing moves: a tick only over what is in the ledger."""
        self.judge()
        s = self.station()
        rest = time.monotonic() - max(self.rested_from, self.daemon.up_since)
        open_mg = sum(self.open_things(self.plate))
        if rest > 2 and s["phase"] == "recorded" and open_mg > C:
            raise Wrong(f"a tick over {open_mg} mg that nobody recorded: {json.dumps(s['plate'])}")
        return s

    # ---- what people do ----

    def put(self):
        if len(self.plate) > 3:
            return self.lift()
        self.judge()
        self.next_gram += random.randrange(7, 90) * 10
        if self.next_gram > 25_000:
            self.next_gram = 1000 + random.randrange(50) * 10
        self.before = list(self.plate)
        self.plate.append(self.next_gram * 1000)
        self.show()

    def put_in_box(self):
        """A container is chosen by its code; what is put then lies in it."""
        if self.plate or self.station()["phase"] != "empty":
            return self.lift()
        if self.daemon.call("station/container", {"code": "BAC"})[0] == 200:
            self.box = BOX
            self.boxes += 1
        self.put()

    def is_tared(self):
        """Else it was given up: a person sees that what is shown is not what is in it, and begins anew."""
        if not self.plate or self.station()["scale"]["tare_mg"] in (None, self.box):
            return True
        self.whole = False
        self.lift()
        return False

    def take_one(self):
        if len(self.plate) < 2:
            return self.put()
        self.judge()
        self.before = list(self.plate)
        self.whole = self.whole and not any(thing in self.covered() for thing in self.plate)
        self.plate.pop(random.randrange(len(self.plate)))
        self.show()

    def lift(self):
        if not self.plate:
            return self.put()
        if self.open_things(self.plate) and random.randrange(2):
            time.sleep(2.6)  # it has rested
        s = self.look()
        open_mg = sum(self.open_things(self.plate))
        rested = time.monotonic() - max(self.rested_from, self.daemon.up_since) > 2.5
        listed = self.whole and rested and open_mg > C and s["scale"]["state"] == "stable"
        newest = max([int(load["id"]) for load in self.daemon.call("left")[1]["left"]] or [0])
        self.before, self.plate, self.box = list(self.plate), [], 0
        self.show()
        for _ in range(100):
            s = self.station()
            if s["plate"]["counted_mg"] == 0 and s["phase"] == "empty":
                break
            time.sleep(0.05)
        self.judge()
        if listed and self.open_things(self.before) and not self.traced(newest, open_mg):
            raise Wrong(f"{open_mg} mg left without a line: {self.daemon.call('left')[1]}")
        self.whole = True

    def traced(self, newest, mg):
        for _ in range(60):
            for load in self.daemon.call("left")[1]["left"]:
                if int(load["id"]) > newest and load["low_mg"] - C <= mg <= load["high_mg"] + C:
                    self.listed += 1
                    return True
            time.sleep(0.05)
        return False

    def tile(self):
        if not self.is_tared():
            return
        code = random.choice(TILES)
        way = random.randrange(3)
        if way == 0:
            self.sim("scan", self.controls[code])
        elif way == 1:
            self.sim("press", "green")
        else:
            self.daemon.call("station/category", {"code": code}, f"k{random.getrandbits(60)}")
        time.sleep(0.2)
        self.judge()
        self.answer()

    def answer(self):
        q = self.station()["question"]
        if not q or q.get("to_mg") is None or abs(q["to_mg"] - sum(self.plate)) > NEAR:
            return
        open_mg = sum(self.open_things(self.plate))
        for choice in q["choices"]:
            makes = choice.get("makes", {}).get("net_mg", 0)
            voids = choice.get("voids", {}).get("net_mg", 0)
            if choice["code"] != "change" and abs(makes - voids - open_mg) <= NEAR:
                self.daemon.call("station/answer", {"code": choice["code"], "to_mg": q["to_mg"]})
                return self.judge()
        self.daemon.call("station/cancel", {})

    def undo(self):
        if random.randrange(2):
            self.sim("press", "red")
            time.sleep(0.2)
        else:
            self.daemon.call("station/undo", {})
        self.judge()

    def type_in(self):
        """What lies there and is not recorded, typed from the display."""
        self.judge()
        mg = sum(self.open_things(self.plate))
        if self.is_tared() and mg and not self.station()["armed"]:
            self.daemon.call("weighings", {"direction": "in", "category": "TLC-VET", "origin": "APP_VOL",
                                           "net_kg": f"{mg / 1e6:.3f}", "reason": "SCALE"})
        self.judge()

    def correct(self):
        if self.cover:
            number = random.choice(list(self.cover))
            self.daemon.call(f"weighings/{number}/reclassify",
                             {"reason": "CATEGORY", "category": random.choice(TILES)})
        self.judge()

    def void(self):
        if self.cover:
            number = random.choice(list(self.cover))
            self.daemon.call(f"weighings/{number}/void", {"reason": "MISTAKE"})
        self.judge()

    def cut(self):
        if random.randrange(2) and self.plate:
            self.sim("scan", self.controls["TLC-VET"])
            time.sleep(random.random() * 0.05)
        self.daemon.kill()
        self.daemon.start()
        self.judge()

    def unplug(self):
        self.sim("unplug", "scale")
        time.sleep(random.random())
        self.sim("plug", "scale")
        self.rested_from = time.monotonic()
        self.judge()

    def full(self):
        if not FILL:
            return self.wait()
        with open(FILL, "wb", buffering=0) as fill:  # nothing is left to be written at its end
            try:
                while True:
                    fill.write(bytes(65536))
            except OSError:
                pass
        self.tile()
        os.remove(FILL)
        self.judge()

    def wait(self):
        time.sleep(random.random() * 3)
        self.look()


def main():
    daemon = Daemon()
    world = World(daemon)
    daemon.call("catalogue", {"rows": [{"kind": "container", "code": "BAC", "label_fr": "Bac", "tare_kg": "1.5"}],
                              "from": "2020-01-01"})
    acts = {world.put: 6, world.put_in_box: 2, world.take_one: 1, world.lift: 4, world.tile: 8, world.undo: 1,
            world.type_in: 1, world.correct: 1, world.void: 0.5, world.cut: 1, world.unplug: 0.5,
            world.full: 0.5, world.wait: 3}
    end, story = time.monotonic() + SECONDS, []
    try:
        while time.monotonic() < end:
            act = random.choices(list(acts), list(acts.values()))[0]
            story.append(act.__name__)
            act()
    except Wrong as wrong:
        print(f"storm seed={SEED}: {wrong}\n  after: {' '.join(story[-12:])}")
        return 1
    finally:
        daemon.process.terminate()
        daemon.process.wait()
    print(f"storm seed={SEED}: acts={len(story)} kills={story.count('cut')} boxes={world.boxes} weighings={world.kept} "
          f"left={world.listed} over-counted=0 untraced=0")
    return 0


sys.exit(main())
