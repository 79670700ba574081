# verify.py PACK.zip [HASH]: checks an evidence pack by Python 3 alone; where the first damage is, it says (method.txt).
import csv, hashlib, json, re, sys, zipfile
NAMES = "weighings.csv figures.csv entries.csv heads.csv checks.csv scales.csv approvals.csv R1.json R2.json T3.json T5.json close.json method.txt verify.py manifest.txt".split()
sys.excepthook, sha = lambda kind, why, trace: print(f"{place}: {why}"), lambda data: hashlib.sha256(data).hexdigest()
def must(right, why, where=None): right or sys.exit(f"{where or place}: {why}")
def read(name): globals().update(place=name); return pack.read(name)
def number(text): must(re.fullmatch("0|-?[1-9][0-9]{0,17}", text), "not a number"); return int(text)
def rows(name, cells):  # of each line: its place, itself, its cells
    for n, line in enumerate(read(name).removesuffix(b"\n").split(b"\n")[1:], 2):
        globals().update(place=f"{name}:{n}", row=next(csv.reader([line.decode("utf-8", "replace")]), []))
        yield place, line, must(len(row) == cells, "not that many columns") or row
place, *published = sys.argv[1:] or sys.exit("Quel dossier de preuve ? Which pack? python3 verify.py PACK.zip [HASH]")
pack, last, entry_of, sums, weighings, leaves, before = zipfile.ZipFile(place), {}, {}, {}, [], [], ("", 0)
for place in [*pack.namelist(), *NAMES]:
    must([True] == [i.compress_type in (0, 8) for i in pack.infolist() if i.filename == place in NAMES], "not once in a pack")
for place, _, (journal, seq, _, hash_, leaf) in rows("entries.csv", 5):
    must(number(seq) == int(last.get(journal, [int(seq) - 1])[0]) + 1, "does not follow the one before")
    last[journal], entry_of[journal, seq] = [seq, hash_], (hash_, leaf, place)
for place, _, row in rows("heads.csv", 3): must(last.pop(row[0], 0) == row[1:], "not the last entry of its journal")
must(not last, "lacks a journal", "heads.csv"); manifest = read("manifest.txt").removesuffix(b"\n").split(b"\n")
for place, line, row in rows("weighings.csv", 18):
    must(before < (before := (row[0], number(row[1]))), "does not follow the one before")
    hash_, leaf, entry = entry_of.pop((row[0], row[1]), ("", "", place))
    must(leaf == sha(b"\0" + line), "not the weighing of its entry"), must(hash_ == row[2], "not the entry of its weighing", entry)
    weighings.append([*row[:16], number(row[16]), number(row[17])]), leaves.append(leaf)
for _, leaf, place in entry_of.values(): must(not leaf, "its weighing is missing")
while len(leaves) > 1: leaves = [sha(b"\1" + bytes.fromhex(a + b)) if b else a for a, b in zip(leaves[::2], leaves[1::2] + [""])]
close, report = (json.loads(read(name).decode(), parse_float=str) for name in ("close.json", "R1.json"))
must([close["pack"], close["weighings"], close["merkle_root"]] == [3, len(weighings), *leaves], "not of the weighings", "close.json")
for name, keys, values in ("figures.csv", (4, *range(7, 14)), (16, 17)), ("approvals.csv", (14, 15), (16,)):
    for row in weighings: sums.setdefault(tuple(row[k] for k in keys), []).append([*(row[v] for v in values), 1])
    for place, _, row in rows(name, len(keys) + len(values) + 1):
        must([*map(number, row[len(keys):])] == [*map(sum, zip(*sums.pop((*row[:len(keys)],), ())))], "not what the weighings come to")
    must(not sums, "lacks a figure", name)
for place, mass, reading, error, _, allowed, passed in ([row[0], *map(number, row[2][4:])] for row in rows("checks.csv", 10)):
    must(error == reading - mass and passed == (abs(error) <= allowed), "does not add up")
must({sum(w[16] for w in weighings if w[8] == "in")} == {report["total"]["in_mg"], sum(r["in_mg"] for r in report["rows"])}, "not the weighings", "R1.json")
for place in NAMES[:-1]: must([m for m in manifest if m[66:] == place.encode()] == [f"{sha(read(place))}  {place}".encode()], "not as listed")
must(len(manifest) == 14 and published in ([], [sha(read("manifest.txt"))]), "not the published HASH", "manifest.txt")
print(f"whole: {len(weighings)} weighings, {sha(read('manifest.txt'))}")
