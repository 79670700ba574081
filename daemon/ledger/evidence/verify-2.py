# verify.py PACK.zip [HASH]: checks an evidence pack by Python 3 alone; where the first damage is, it says (method.txt).
import csv, hashlib, json, sys, zipfile
sys.excepthook = lambda kind, why, trace: print(f"{place}: {why}")
def must(right, why, where=None): right or sys.exit(f"{where or place}: {why}")
def sha(data): return hashlib.sha256(data).hexdigest()
def read(name): globals().update(place=name); return pack.read(name)
def rows(name):  # of each line: its place, itself, its cells
    for n, line in enumerate(read(name).removesuffix(b"\n").split(b"\n")[1:], 2):
        yield f"{name}:{n}", line, next(csv.reader([line.decode("utf-8", "replace")]), [])
place, last, entry_of, sums, weighings, leaves, before = sys.argv[1], {}, {}, {}, [], [], ("", 0)
pack = zipfile.ZipFile(place)
for place in pack.namelist(): must(pack.namelist().count(place) == 1, "is there twice")
for place, _, (journal, seq, _, hash_, leaf) in rows("entries.csv"):
    must(journal not in last or int(seq) == int(last[journal][0]) + 1, "does not follow the one before")
    last[journal], entry_of[journal, int(seq)] = [seq, hash_], (hash_, leaf, place)
for place, _, row in rows("heads.csv"): must(last.pop(row[0], 0) == row[1:], "not the last entry of its journal")
must(not last, "lacks a journal", "heads.csv")
for place, line, row in rows("weighings.csv"):
    must(before < (before := (row[0], int(row[1]))), "does not follow the one before")
    hash_, leaf, entry = entry_of.pop(before, ("", "", place))
    must(leaf == sha(b"\0" + line), "not the weighing of its entry")
    must(hash_ == row[2], "not the entry of its weighing", entry)
    weighings.append(row), leaves.append(leaf)
for _, leaf, place in entry_of.values(): must(not leaf, "its weighing is missing")
while len(leaves) > 1: leaves = [sha(b"\1" + bytes.fromhex(a + b)) if b else a for a, b in zip(leaves[::2], leaves[1::2] + [""])]
must([json.loads(read("close.json"))["merkle_root"]] == leaves, "not the root of the weighings")
for name, keys, values in ("figures.csv", (4, *range(7, 14)), (16, 17)), ("approvals.csv", (14, 15), (16,)):
    for row in weighings: sums.setdefault(tuple(row[k] for k in keys), []).append([*(int(row[v]) for v in values), 1])
    for place, _, row in rows(name):
        come = [sum(parts) for parts in zip(*sums.pop((*row[:len(keys)],), ()))]
        must(come == [*map(int, row[len(keys):])], "not what the weighings come to")
    must(not sums, "lacks a figure", name)
for place, _, (*_, mass, reading, error, _, allowed, passed) in rows("checks.csv"):
    must(int(error) == int(reading) - int(mass) and int(passed) == (abs(int(error)) <= int(allowed)), "does not add up")
must(json.loads(read("R1.json"))["total"]["in_mg"] == sum(int(row[16]) for row in weighings if row[8] == "in"), "not the weighings")
manifest = {line[66:]: line[:64] for line in read("manifest.txt").decode().splitlines()}
for place in dict.fromkeys([*manifest, *pack.namelist()]):
    must(place == "manifest.txt" or sha(read(place)) == manifest.get(place), "not the file that the manifest names")
must(sys.argv[2:] in ([], [sha(read("manifest.txt"))]), "not the published HASH")
print(f"whole: {len(weighings)} weighings, {sha(read('manifest.txt'))}")
