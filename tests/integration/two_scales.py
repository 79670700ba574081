# SPDX-License-Identifier: GPL-3.0-or-later
"""The storm of 61-two-scales: people, plates and troubles around a real daemon, and an oracle.

Outside the daemon it is known which thing lies on which plate and which weighing covers it.
People tap (page, scanner), answer what is right as far as it is offered, else take everything
off; they type, correct, void and undo; scales are unplugged, the daemon is killed, the disk is
full for moments. Things have few masses, so that twins are common, and none is below 100 g.

Held: a weighing that nobody was asked about is never more than what lies there uncovered; no
tick over what is uncovered; what rested uncovered and left is in the list of loads that left;
an undo takes back the newest; in the end the ledger is the sum of what the weighings cover.
"""
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import time
from urllib.parse import urlsplit

BUILD, DIR, FULL = sys.argv[1], sys.argv[2], sys.argv[3] == "full"
SECONDS = float(os.environ.get("SOAK_SECONDS", "40"))
SEED = int(os.environ.get("SOAK_SEED", "5"))
C = 50
MASSES = [100, 600, 2000, 2000, 5000, 5000, 12500, 30000]
SCALES = ["a", "b"]
pick = random.Random(SEED)
trail, counts = [], {}


class Wrong(Exception):
    pass


def note(text):
    trail.append(f"{time.monotonic() - BEGIN:7.2f} {text}")


def count(what):
    counts[what] = counts.get(what, 0) + 1


def hold(good, text):
    if not good:
        raise Wrong(text)


class Thing:
    def __init__(self, grams):
        self.grams, self.covered, self.rested, self.quiet = grams, None, False, False


class Pan:
    def __init__(self, name):
        self.name, self.things, self.owed, self.plugged = name, [], 0, True
        self.at_rest = False
        self.known_left = 0

    def grams(self):
        return sum(t.grams for t in self.things)

    def open(self):
        return [t for t in self.things if t.covered is None]

    def open_g(self):
        return sum(t.grams for t in self.open())

    def sim(self, *words):
        subprocess.run([f"{BUILD}/bascule-sim", "--state", f"{DIR}/sim-{self.name}", *words],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=20)

    def show(self):
        if self.things:
            self.sim("put", f"{self.grams() / 1000:.3f}")
        else:
            self.sim("lift")


class Daemon:
    def __init__(self):
        self.process, self.port, self.errors = None, 0, open(f"{DIR}/daemon.err", "a")

    def start(self):
        self.process = subprocess.Popen([f"{BUILD}/basculed", "--config", f"{DIR}/station.conf"],
                                        stdout=subprocess.PIPE, stderr=self.errors, text=True)
        for line in self.process.stdout:
            if line.startswith("ready "):
                self.port = urlsplit(line.split()[1]).port
                return
        raise Wrong("basculed ended before it was ready")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def call(self, method, path, body=None):
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        key = {"Idempotency-Key": f"storm-{pick.random()}"} if method == "POST" else {}
        c.request(method, "/api/v1/" + path, json.dumps(body) if body is not None else None, key)
        answer = c.getresponse()
        data = json.loads(answer.read() or b"null")
        c.close()
        return answer.status, data

    def snapshot(self):
        return self.call("GET", "station")[1]


daemon = Daemon()
pans = {name: Pan(name) for name in SCALES}
ledger = {}          # id: the weighing as last seen
written = []         # ids in the order of their writing
said = False         # a person was asked about the next weighing


def until(what, seconds=20):
    end = time.monotonic() + seconds
    while True:
        s = daemon.snapshot()
        if what(s):
            return s
        hold(time.monotonic() < end, f"waited in vain; phase {s['phase']}, scales {s['scales']}")
        time.sleep(0.03)


def scale_of(s, name):
    return next(x for x in s["scales"] if x["name"] == name)


def seen(pan):
    """The daemon shows what lies there, at rest."""
    def shows(s):
        x = scale_of(s, pan.name)
        return x["state"] in ("stable", "zero") and x["net_mg"] == pan.grams() * 1000
    until(shows)
    pan.at_rest = True


def rest(pan):
    if not pan.plugged:
        return
    seen(pan)
    time.sleep(1.2)
    for t in pan.open():
        t.rested = True
    sync()
    if not pan.things:
        empty(pan)


def lefts():
    return daemon.call("GET", "left")[1]["left"]


def empty(pan):
    """Nothing lies there and the daemon has seen it: what was owed must be in the list."""
    mine = list({x["id"]: x for x in daemon.snapshot()["left"] + lefts() if x["scale"] == pan.name}.values())
    new = [x for x in mine if int(x["id"]) > pan.known_left]
    if pan.owed >= C:
        count("loads that left")
        hold(sum(x["high_mg"] / 1000 for x in new) > pan.owed - C,
             f"{pan.owed} g left {pan.name} without a line: {new}")
    pan.owed = 0
    pan.known_left = max([int(x["id"]) for x in mine] + [pan.known_left])


def sync():
    """What was written since: each new weighing against what lies there."""
    global said
    until(lambda s: s["phase"] != "recording")
    _, page = daemon.call("GET", "weighings?limit=100000")
    fresh = [w for w in reversed(page["weighings"]) if w["id"] not in ledger]
    for w in page["weighings"]:
        ledger[w["id"]] = w
    for w in fresh:
        written.append(w["id"])
        take(w)
    said = False
    check_tick()


def take(w):
    net, pan = w["net_mg"] / 1000, pans.get(w["scale"])
    if w["corrects"] and w["reason"] != "LOAD_CHANGED":
        for p in pans.values():
            for t in p.things:
                t.covered = w["id"] if t.covered == w["corrects"] else t.covered
        return
    if w["method"] == "typed" or pan is None:
        return
    count("weighings")
    note(f"  weighed {net:.0f} g on {pan.name} by {w['category']} {w['id']}{' as said' if said else ''}")
    if w["corrects"]:
        for t in pan.things:
            t.covered = None if t.covered == w["corrects"] else t.covered
    hold(net < pan.open_g() + C, f"{net} g recorded on {pan.name}, {pan.open_g()} g lie there uncovered")
    for t in pan.open():
        t.covered, t.quiet = w["id"], False
    pan.owed = 0


def check_tick():
    s = daemon.snapshot()
    pan = pans[s["scale"]["name"]]
    if s["phase"] == "recorded" and pan.at_rest and pan.plugged:
        count("ticks")
        hold(pan.open_g() < C, f"a tick over {pan.open_g()} g uncovered on {pan.name}")


def over(pan):
    return any(t.covered for t in pan.things)


def remove(pan, t):
    """What lay there together is owed together: the heaviest that ever did."""
    if t.covered is None and t.rested and not t.quiet:
        pan.owed = max(pan.owed, sum(x.grams for x in pan.open() if x.rested and not x.quiet))
    pan.things.remove(t)


def shown(pan, quick):
    pan.at_rest = False
    if pan.plugged and alive:
        pan.show()
        if quick:
            seen(pan)
            time.sleep(0.8)
            sync()
        else:
            rest(pan)
    else:
        pan.show()


def put(pan):
    quick = pick.random() < 0.2
    t = Thing(pick.choice(MASSES))
    t.quiet = over(pan) and (quick or not all(x.rested or x.covered for x in pan.things))
    if pan.grams() + t.grams > 140000:
        return
    note(f"put {t.grams} on {pan.name}")
    pan.things.append(t)
    shown(pan, quick)


def take_one(pan):
    if pan.things:
        t = pick.choice(pan.things)
        note(f"take {t.grams} from {pan.name}")
        remove(pan, t)
        shown(pan, False)


def lift(pan):
    note(f"lift {pan.name}")
    for t in list(pan.things):
        remove(pan, t)
    shown(pan, False)


def exchange(pan):
    if not pan.things:
        return
    t = pick.choice(pan.things)
    note(f"exchange {t.grams} on {pan.name}")
    remove(pan, t)
    pan.sim("put", f"{(pan.grams() + t.grams / 2) / 1000:.3f}")
    new = Thing(t.grams if pick.random() < 0.5 else pick.choice(MASSES))
    new.quiet = True
    pan.things.append(new)
    time.sleep(0.7)
    shown(pan, False)


def category():
    return pick.choice(["TLC-VET", "TLC-CHA"])


def settled():
    """Long enough for a change to be believed."""
    time.sleep(0.6)


def tap():
    code = category()
    note(f"tap {code}")
    status, data = daemon.call("POST", "station/category", {"code": code})
    note(f"  {status} {data.get('error', '')}")
    hold(status in (201, 202, 409, 503), f"tap: {status} {data}")
    sync()
    if status == 409 and daemon.snapshot()["question"]:
        answer()


def scan():
    code = category()
    note(f"scan {code}")
    pans["a"].sim("scan", controls[code])
    settled()
    sync()
    if daemon.snapshot()["question"]:
        answer()


def is_right(pan, c):
    made, voided = c.get("makes"), c.get("voids")
    if c["code"] == "leave":
        return pan.open_g() == 0
    if c["code"] == "change":
        return False
    if voided:
        here = sum(t.grams for t in pan.things if t.covered == voided["id"])
        return bool(made) and pan.open_g() > 0 and here * 1000 == voided["net_mg"] and \
            made["net_mg"] == (pan.open_g() + here) * 1000
    return pan.open_g() > 0 and made["net_mg"] == pan.open_g() * 1000


def give(code, to_mg):
    note(f"answer {code}")
    status, data = daemon.call("POST", "station/answer", {"code": code} if to_mg is None else
                               {"code": code, "to_mg": to_mg})
    note(f"  {status} {data.get('error', '')}")
    hold(status in (200, 201, 202, 409, 503), f"answer: {status} {data}")
    sync()


def answer():
    global said
    s = daemon.snapshot()
    q, pan = s["question"], pans[s["scale"]["name"]]
    count("questions")
    note(f"  asked {q['kind']}: {[c['code'] for c in q['choices']]}")
    if pick.random() < 0.15:
        return  # no answer changes nothing
    if q["kind"] == "other_scale":
        give(pick.choice(q["choices"])["code"], None)
        return
    right = [c for c in q["choices"] if is_right(pan, c)]
    if right:
        said = True
        give(right[0]["code"], q["to_mg"])
        if right[0]["code"] == "leave":
            pan.owed = 0
    else:
        daemon.call("POST", "station/cancel", {})
        lift(pan)


def undo():
    s = daemon.snapshot()
    status, data = daemon.call("POST", "station/undo", {})
    note(f"undo: {status} {data.get('error', '')}")
    if status != 200:
        return
    count("undos")
    hold(written and s["last"] and s["last"]["id"] == written[-1], f"undo of {s['last']}")
    uncover(written[-1])
    sync()


def uncover(number):
    for p in pans.values():
        for t in p.things:
            if t.covered == number:
                t.covered = None


def valid():
    return [w for w in daemon.call("GET", "weighings?limit=20")[1]["weighings"] if not w["voided_by"]]


def void_one():
    rows = valid()
    if rows:
        w = pick.choice(rows)
        note(f"void {w['id']} of {w['net_mg'] // 1000} g")
        status, data = daemon.call("POST", f"weighings/{w['id']}/void", {"reason": "MISTAKE"})
        hold(status in (200, 201), f"void: {status} {data}")
        uncover(w["id"])
        settled()
        sync()


def correct():
    rows = valid()
    if rows:
        w = pick.choice(rows)
        note(f"correct {w['id']}")
        daemon.call("POST", f"weighings/{w['id']}/reclassify", {"reason": "CATEGORY", "category": category()})
        sync()


def type_entry():
    s = daemon.snapshot()
    pan = pans[s["scale"]["name"]]
    plain = pan.plugged and pan.at_rest and pan.open_g() > 0 and not any(t.quiet for t in pan.things)
    here = plain and pick.random() < 0.5
    if not pan.plugged:
        return
    grams = pan.open_g() if here else 77750  # as heavy as no sum of MASSES: it strikes no line
    note(f"type {grams}")
    status, data = daemon.call("POST", "weighings", {
        "direction": "in", "category": category(), "origin": "APP_VOL",
        "net_kg": f"{grams / 1000:.3f}", "reason": "scale_broken"})
    hold(status in (201, 503), f"typed: {status} {data}")
    if status == 201 and here:
        for t in pan.open():
            t.covered = data["id"]
        pan.owed = 0
    sync()


def unplug(pan):
    note(f"unplug {pan.name}")
    count("unplugs")
    pan.plugged = False
    pan.at_rest = False
    pan.sim("unplug", "scale")
    until(lambda s: scale_of(s, pan.name)["state"] not in ("stable", "zero", "moving"))
    for _ in range(pick.randrange(3)):
        pick.choice([put, take_one, lift])(pan)
        for t in pan.things:
            t.quiet = t.quiet or not t.rested
    note(f"plug {pan.name}")
    pan.sim("plug", "scale")
    pan.plugged = True
    rest(pan)


def kill():
    global alive
    note("kill -9")
    count("kills")
    alive = False
    daemon.kill()
    for pan in pans.values():
        pan.at_rest = False
        if pick.random() < 0.5:
            pick.choice([put, take_one, lift])(pan)
            for t in pan.things:
                t.quiet = t.quiet or not t.rested
    alive = True
    daemon.start()
    for pan in pans.values():
        rest(pan)


def full():
    if not FULL:
        return
    note("disk full")
    count("full disks")
    with open(f"{DIR}/small/fill", "wb", buffering=0) as f:
        try:
            while f.write(b"\0" * 4096):
                pass
        except OSError:
            pass
    for _ in range(2):
        tap()
    os.unlink(f"{DIR}/small/fill")
    until(lambda s: s["store"]["ok"], 60)
    sync()


def act():
    """Loads and taps by chance; every fourth time the next of the troubles, so that all come."""
    pan = pans[pick.choice(SCALES)]
    troubles = [lambda: unplug(pan), type_entry, kill, correct, full, void_one]
    if counts["acts"] % 4 == 0:
        what = troubles[counts["acts"] // 4 % len(troubles)]
    else:
        what = pick.choices([lambda: put(pan), lambda: take_one(pan), lambda: lift(pan),
                             lambda: exchange(pan), scan, undo], [10, 3, 7, 3, 3, 2])[0]
    what()
    if pick.random() < 0.5:
        tap()
    elif pick.random() < 0.1:
        daemon.call("POST", "station/cancel", {})


def sums():
    """The ledger is what its valid weighings cover: nothing was counted twice."""
    rows = [w for w in daemon.call("GET", "weighings?limit=100000")[1]["weighings"] if not w["voided_by"]]
    total = sum(w["net_mg"] for w in rows)
    hold(daemon.call("GET", "tonnage?from=1990-01-01&to=2100-01-01")[1]["total"]["in_mg"] == total,
         "tonnage is another sum than the weighings'")


BEGIN = time.monotonic()
alive = True
try:
    daemon.start()
    controls = {c["code"]: c["control"] for c in daemon.call("GET", "catalogue")[1]["categories"]
                if c.get("control")}
    for p in pans.values():
        rest(p)
    while time.monotonic() - BEGIN < SECONDS:
        count("acts")
        act()
    for p in pans.values():
        lift(p)
    sums()
    hold(counts.get("weighings", 0) >= SECONDS / 20, f"hardly anything was weighed: {counts}")
    print("note: storm, seed %d: %s; 0 over-counted, 0 untraced" %
          (SEED, ", ".join(f"{n} {what}" for what, n in sorted(counts.items()))))
except Wrong as wrong:
    print("\n".join(trail[-60:]))
    print(f"FAILED: seed {SEED}: {wrong}")
    sys.exit(1)
finally:
    if daemon.process and daemon.process.poll() is None:
        daemon.process.terminate()
        daemon.process.wait()
