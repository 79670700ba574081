#!/usr/bin/env python3
# verify.py PACK.zip [HASH]: checks an evidence pack with nothing but Python 3; method.txt says what is proven, and how.
import csv, hashlib, json, re, sys, zipfile
def content(name):
    try: return pack.read(name)
    except Exception: return b""  # damaged, which the manifest tells
def fault(place, why):
    faults.append(place)
    print(f"{place}: {why}")
def lines(name):
    return files[name].removesuffix(b"\n").split(b"\n") if files.get(name) else []
def rows(name, cells):
    for n, line in enumerate(lines(name)[1:], 2):
        row = next(csv.reader([line.decode("utf-8", "replace")]), [])
        if len(row) == cells: yield n, line, row
        else: fault(f"{name}:{n}", "not that many columns")
def number(text): return int(text) if re.fullmatch("-?[0-9]{1,18}", text) else -1
def sha(data): return hashlib.sha256(data).hexdigest()
def root(leaves):  # RFC 9162, 2.1.1
    if len(leaves) < 2: return leaves[0] if leaves else sha(b"")
    k = 1 << (len(leaves) - 1).bit_length() - 1
    return sha(b"\1" + bytes.fromhex(root(leaves[:k])) + bytes.fromhex(root(leaves[k:])))
def check_sums(name, keys, values):
    sums = {}
    for _, _, row in rows("weighings.csv", 18):
        key, add = tuple(row[k] for k in keys), [number(row[v]) for v in values] + [1]
        sums[key] = [a + b for a, b in zip(sums.get(key, [0] * len(add)), add)]
    for n, _, row in rows(name, len(keys) + len(values) + 1):
        if sums.pop(tuple(row[:len(keys)]), None) != [number(cell) for cell in row[len(keys):]]:
            fault(f"{name}:{n}", "not what the weighings come to")
    if sums: fault(name, "lacks a figure")
pack, faults = zipfile.ZipFile(sys.argv[1]), []
files = {name: content(name) for name in pack.namelist()}
manifest = {line[66:].decode(): line[:64].decode() for line in lines("manifest.txt")}
if sys.argv[2:] and sha(files.get("manifest.txt", b"")) != sys.argv[2]: fault("manifest.txt", "not the published HASH")
for name in manifest:
    if sha(files.get(name, b"")) != manifest[name]: fault(name, "not the file that the manifest names")
for name in files:
    if name not in {**manifest, "manifest.txt": 0} or pack.namelist().count(name) > 1: fault(name, "not in the manifest, or twice")
last, leaves_of = {}, {}
for n, _, (journal, seq, _, hash_, leaf) in rows("entries.csv", 5):
    if journal in last and number(seq) != last[journal][0] + 1: fault(f"entries.csv:{n}", "does not follow the one before")
    last[journal] = number(seq), hash_
    if leaf: leaves_of[journal, seq] = hash_, leaf, n
for n, _, (journal, seq, hash_) in rows("heads.csv", 3):
    if last.pop(journal, None) != (number(seq), hash_): fault(f"heads.csv:{n}", "not the last entry of its journal")
if last: fault("heads.csv", "lacks a journal")
before, at, leaves = len(faults), ("", 0), []
for n, line, row in rows("weighings.csv", 18):
    if (row[0], number(row[1])) <= at: fault(f"weighings.csv:{n}", "does not follow the one before")
    at, leaf = (row[0], number(row[1])), sha(b"\0" + line)
    leaves.append(leaf)
    hash_, wanted, entry = leaves_of.pop((row[0], row[1]), ("", "", 0))
    if wanted != leaf: fault(f"weighings.csv:{n}", "not the weighing of its entry")
    elif hash_ != row[2]: fault(f"entries.csv:{entry}", "not the entry of its weighing")
for _, _, n in leaves_of.values(): fault(f"entries.csv:{n}", "its weighing is missing")
if len(faults) == before and root(leaves) != json.loads(files.get("close.json") or "{}").get("merkle_root"):
    fault("close.json", "not the root of the weighings")
if len(faults) == before: check_sums("figures.csv", [4, *range(7, 14)], [16, 17])
if len(faults) == before: check_sums("approvals.csv", [14, 15], [16])
for n, _, row in rows("checks.csv", 10):
    error, wanted, allowed, passed = number(row[5]) - number(row[4]), number(row[6]), number(row[8]), number(row[9])
    if wanted != error or passed != (abs(error) <= allowed): fault(f"checks.csv:{n}", "does not add up")
print(f"{len(faults)} faults" if faults else f"whole: {len(leaves)} weighings, {sha(files['manifest.txt'])}")
sys.exit(bool(faults))
