# SPDX-License-Identifier: GPL-3.0-or-later
"""What was reused is one figure, to the milligram, whichever report says it.

reuse.py BASCULE DB PERIOD MONTH…: the months of the period, or none. Food counts as what of it was rescued, all net of
what came back. Where a report is by its nature another sum, the formula stands here beside it.
"""
import collections
import json
import subprocess
import sys

bascule, db, period, *months = sys.argv[1:]
bad = 0


def report(name, days=period, *options):
    done = subprocess.run([bascule, "--db", db, "report", name, "--period", days, "--format", "json", *options],
                          capture_output=True, text=True)
    if done.returncode == 1:
        return {"total": collections.Counter(), "rows": [], "tables": []}  # nothing of these days
    if done.returncode:
        sys.exit(f"FAILED: report {name}: {done.stderr}")
    return json.loads(done.stdout)


def same(what, got, wanted):
    global bad
    if got != wanted:
        print(f"FAILED: {what}: {got}, not {wanted}")
        bad += 1


def added(table, *names):
    return sum(row[n] for row in table["rows"] for n in names)


def part(said, name):
    return next(t for t in said["tables"] if t["name"] == name)


t1 = report("T1")["total"]
net, gross, back = t1["reuse_net_mg"], t1["reuse_mg"], t1["neutral_in_mg"]
same("net of what came back", net, gross - back)
for name in ("R1", "R2", "R3", "T6", "bilan-reuse"):
    if name != "bilan-reuse":
        same(f"{name}, its total", report(name)["total"]["reuse_net_mg"], net)
    rows = report(name)["rows"]
    same(f"{name}, its rows", sum(r["reuse_net_mg"] for r in rows if r.get("month", period).startswith(period)), net)
r3 = report("R3")
same("T2 in R3, categories", added(part(r3, "T2"), "reuse_net_mg"), net)

# Bodies and what has none are the whole; of the whole are all flows of R2.
r2 = report("R2")
bodies = sum(r["reuse_net_mg"] for r in r2["rows"] if r["eco_organisme"])
same("bodies and what has none", bodies + report("unmapped")["total"]["reuse_net_mg"], net)
same("where else R2 says that it went", r2["total"]["elsewhere_mg"],
     t1["transfer_mg"] + t1["energy_mg"] + t1["disposal_mg"])

# The Bilan: reuse as it left, what came back, and the net of both, each a row; by destination and way all that left.
flows = {r["flow"]: r["moved_mg"] for r in report("bilan")["rows"]}
same("Bilan, reuse", (flows["reuse"], flows["neutral_in"], flows["reuse_net"]), (gross, back, net))
left = gross + sum(t1[f"{f}_mg"] for f in ("transfer", "recycling", "energy", "disposal", "correction"))
same("Bilan, destinations", report("bilan-destinations")["total"]["out_mg"], left)
ways = report("bilan-ways")
same("Sankey, out", ways["total"]["out_mg"], left)
same("Sankey, back", ways["total"]["neutral_in_mg"], back)
classes = {r["destination"]: r["flow"] for r in report("T4")["rows"]}
same("Sankey, its destinations of reuse",
     sum(r["out_mg"] for r in ways["rows"] if classes.get(r["destination"]) == "reuse"), gross)

# tonnage is what left the door; it and the list of what was handed on say what of it was water or bought.
tonnage = report("tonnage")["total"]
same("tonnage, net of what came back", tonnage["reuse_mg"] + tonnage["transfer_mg"] - tonnage["neutral_in_mg"],
     net + t1["transfer_mg"] + t1["added_mg"])
same("what was water or bought", report("rescued")["total"]["other_mg"], t1["added_mg"])

# R6 is of food alone, and what was handed to another structure is handed on too.
food = {r["category"] for r in report("R6")["rows"]}
same("R6, handed on", report("R6")["total"]["distributed_mg"],
     sum(r["reuse_net_mg"] + r["transfer_mg"] for r in part(r3, "T2")["rows"] if r["category"] in food))
same("T8, handed on", report("T8")["total"]["distributed_mg"], report("R6")["total"]["distributed_mg"])

for name, column in (("T1", "reuse_net_mg"), ("R2", "reuse_net_mg"), ("R6", "distributed_mg")):
    if months:
        same(f"{name}, months and the year", sum(report(name, m)["total"][column] for m in months), report(name)["total"][column])
sys.exit(1 if bad else 0)
