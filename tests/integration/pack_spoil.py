#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# pack_spoil.py PACK.zip FOLDER: the ways in which an evidence pack may be spoiled, each as it was done and once
# more with its manifest made to fit (…-fit): FOLDER/NAME.zip, and on stdout NAME and the places that must be named.
import hashlib
import json
import sys
import zipfile

with zipfile.ZipFile(sys.argv[1]) as pack:
    files = {name: pack.read(name) for name in pack.namelist()}


def lines(name):
    return files[name].decode().splitlines(keepends=True)


def cell(line, n, text):
    cells = line.rstrip("\n").split(",")
    cells[n] = text
    return ",".join(cells) + "\n"


def flipped(line, n):
    value = line.rstrip("\n").split(",")[n]
    return cell(line, n, value[:-1] + ("0" if value[-1] != "0" else "1"))


entries, weighings = lines("entries.csv"), lines("weighings.csv")
of_weighing = next(n for n, line in enumerate(entries) if line.rstrip("\n").split(",")[4] and n > 20)
without = next(n for n, line in enumerate(entries) if not line.rstrip("\n").split(",")[4] and 20 < n < len(entries) - 2)
last = len(entries) - 1
figures, checks, heads = lines("figures.csv"), lines("checks.csv"), lines("heads.csv")


def replaced(all_lines, n, line):
    return all_lines[:n] + [line] + all_lines[n + 1:]


# What is written, and where both verifiers must say so once the manifest fits; lines count from 1.
SPOILS = {
    "entry-changed": ("entries.csv", replaced(entries, of_weighing, flipped(entries[of_weighing], 3)),
                      [f"entries.csv:{of_weighing + 1}"]),
    "weighing-changed": ("weighings.csv", replaced(weighings, 30, flipped(weighings[30], 16)), ["weighings.csv:31"]),
    "entry-left-out": ("entries.csv", entries[:without] + entries[without + 1:], [f"entries.csv:{without + 1}"]),
    "weighing-left-out": ("weighings.csv", weighings[:30] + weighings[31:],
                          [f"entries.csv:{1 + next(n for n, line in enumerate(entries) if line.split(',')[:2] == weighings[30].split(',')[:2])}"]),
    "entry-added": ("entries.csv", entries[:without] + [entries[without]] + entries[without:],
                    [f"entries.csv:{without + 2}"]),
    "entries-reordered": ("entries.csv", entries[:without] + [entries[without + 1], entries[without]] + entries[without + 2:],
                          [f"entries.csv:{n}" for n in (without + 1, without + 2, without + 3)]),
    "weighings-reordered": ("weighings.csv", weighings[:30] + [weighings[31], weighings[30]] + weighings[32:],
                            ["weighings.csv:32"]),
    "head": ("heads.csv", replaced(heads, 1, flipped(heads[1], 2)), ["heads.csv:2"]),
    "figure": ("figures.csv", replaced(figures, 2, flipped(figures[2], 8)), ["figures.csv:3"]),
    "figure-left-out": ("figures.csv", figures[:-1], ["figures.csv"]),
    "method": ("method.txt", [files["method.txt"].decode().replace("void", "valid", 1)], []),
    "scale-check": ("checks.csv", replaced(checks, 3, flipped(checks[3], 5)), ["checks.csv:4"]),
    "root": ("close.json", [files["close.json"].decode().replace('"merkle_root":"', '"merkle_root":"f')], ["close.json"]),
}


if "R1.json" in files:  # packs from before have no figures of reports
    SPOILS["report"] = ("R1.json", [files["R1.json"].decode().replace('"total":{"in_mg":', '"total":{"in_mg":1')], ["R1.json"])
    SPOILS["report-left-out"] = ("R1.json", None, ["R1.json"])
    for name in ("R2.json", "T3.json", "T5.json", "scales.csv", "method.txt", "verify.py"):
        SPOILS[f"without-{name}"] = (name, None, [name])
    journal = entries[1].split(",")[0][:-1] + "0"
    first = figures[1].rstrip("\n")
    SPOILS["figures-line"] = ("figures.csv", figures + ["\n"], [f"figures.csv:{len(figures) + 1}"])
    for n, mark in enumerate(("1_0", "+1", " 1", "\u0661", "01", "1.0", "")):
        SPOILS[f"number-{n}"] = ("figures.csv", replaced(figures, 1, cell(first, 8, mark)), ["figures.csv:2"])
    SPOILS["check-words"] = ("checks.csv", replaced(checks, 1, cell(cell(checks[1], 4, "abc"), 5, "abc")), ["checks.csv:2"])
    total = json.loads(files["R1.json"])["total"]["in_mg"]
    SPOILS["report-float"] = ("R1.json", [files["R1.json"].decode().replace(f'"total":{{"in_mg":{total}', f'"total":{{"in_mg":{total}.0')],
                              ["R1.json"])
    SPOILS["report-row"] = ("R1.json", [files["R1.json"].decode().replace('"rows":[{', '"rows":[{"site":"XX","in_mg":9},{', 1)], ["R1.json"])
    SPOILS["report-bom"] = ("R1.json", ["\ufeff" + files["R1.json"].decode()], ["R1.json"])
    for n, pack in enumerate(("1", "2", "4", '"3"')):
        SPOILS[f"close-pack-{n}"] = ("close.json", [files["close.json"].decode().replace('"pack":3', f'"pack":{pack}')], ["close.json"])
    SPOILS["close-weighings"] = ("close.json", [files["close.json"].decode().replace('"weighings":', '"weighings":1')], ["close.json"])
    for name in ("evil.exe", "../../evil", "dir/"):
        SPOILS[f"more-{len(name)}"] = (name, ["x"], [name])
    SPOILS["other-report"] = ("T5.json", [files["T5.json"].decode().replace("0", "1", 1)], [])


def write(name, spoiled):
    with zipfile.ZipFile(f"{sys.argv[2]}/{name}.zip", "w", zipfile.ZIP_DEFLATED) as out:
        for file, data in spoiled.items():
            out.writestr(file, data)


for name, (file, text, places) in SPOILS.items():
    spoiled = dict(files, **{file: "".join(text or "").encode()})
    if text is None:
        del spoiled[file]
    assert spoiled != files, name
    write(name, spoiled)
    print(name, *sorted({file, *places}))
    spoiled["manifest.txt"] = "".join(f"{hashlib.sha256(spoiled[n]).hexdigest()}  {n}\n" for n in spoiled
                                      if n != "manifest.txt").encode()
    write(name + "-fit", spoiled)
    print(name + "-fit", *sorted(["manifest.txt"] + places))
