# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports beside what they were, and a workbook beside its CSV.

report_compare.py same OLD NEW: each file of folder OLD against the one in NEW. A CSV may have gained
columns at the end of its lines, JSON members at the end of its objects; all else is to the byte.
report_compare.py workbook XLSX CSV: cell by cell, with types, rows in whatever order.
"""
import csv
import datetime
import json
import os
import re
import sys
import xml.etree.ElementTree as tree
import zipfile
from decimal import Decimal

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def csv_same(old, new, sep):
    old, new = old.split("\n"), new.split("\n")
    return len(old) == len(new) and all(
        n == o or (n.startswith(o.rstrip("\r") + sep) and n.endswith("\r") == o.endswith("\r"))
        for o, n in zip(old, new))


def only(old, new):
    """new with the members that old has, in new's order."""
    if isinstance(old, dict):
        return {k: only(old[k], v) for k, v in new.items() if k in old}
    if isinstance(old, list) and len(old) == len(new):
        return [only(o, n) for o, n in zip(old, new)]
    return new


def json_same(old, new):
    def text(value):
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False) + "\n" * old.endswith("\n")
    said = json.loads(new)
    return text(said) == new and text(only(json.loads(old), said)) == old


def read(path):
    with open(path, encoding="utf-8", newline="") as f:
        return f.read()


def same(old_dir, new_dir):
    bad = 0
    for name in sorted(os.listdir(new_dir)):
        old, new = read(os.path.join(old_dir, name)), read(os.path.join(new_dir, name))
        if name.endswith(".json"):
            ok = json_same(old, new)
        elif name.endswith("csv") or name.endswith("csv-fr"):
            ok = csv_same(old, new, ";" if name.endswith("-fr") else ",")
        else:
            ok = old == new
        if not ok:
            print(f"FAILED: {name} is not what it was")
            bad += 1
    return bad


def cells(sheet, formats):
    """Rows of (kind, value); kind is text, number or what its format makes of it."""
    for row in sheet.iterfind(".//m:row", NS):
        out = []
        for c in row.iterfind("m:c", NS):
            text = "".join(t.text or "" for t in c.iterfind(".//m:t", NS))
            if c.get("t") == "inlineStr":
                out.append(("text", text))
                continue
            value, code = c.find("m:v", NS).text, formats[int(c.get("s"))]
            if not re.fullmatch(r"-?[0-9]+(\.[0-9]{1,3})?", value):
                print(f"FAILED: {c.get('r')} is not a plain decimal: {value}")
            if "yyyy" in code:
                day = datetime.date(1899, 12, 30) + datetime.timedelta(int(value))
                out.append(("date", day.isoformat()[: 10 if "dd" in code else 7]))
            else:
                out.append(("number", Decimal(value)))
        yield out


COUNTS = ("units", "units_in", "units_reuse", "weighings", "days", "deposits", "removals", "number", "of_number", "portions", "meals")


def workbook(xlsx, csv_file):
    z = zipfile.ZipFile(xlsx)
    if z.testzip():
        sys.exit("FAILED: broken archive")
    styles = tree.fromstring(z.read("xl/styles.xml"))
    codes = {f.get("numFmtId"): f.get("formatCode") for f in styles.iterfind(".//m:numFmt", NS)}
    formats = [codes.get(x.get("numFmtId"), "") for x in styles.find("m:cellXfs", NS)]
    rows = list(cells(tree.fromstring(z.read("xl/worksheets/sheet1.xml")), formats))
    last_sheet = max(n for n in z.namelist() if n.startswith("xl/worksheets/"))
    second = list(cells(tree.fromstring(z.read(last_sheet)), formats))
    title = tree.fromstring(z.read("docProps/core.xml"))[0].text
    with open(csv_file, encoding="utf-8", newline="") as f:
        table = list(csv.reader(f))
    names, lines = table[0], table[1:]
    wanted = []
    last = names.index("last_day")  # what came later stands behind the labels
    late = [name for name in names[last + 1:] if name not in ("site",) and not name.endswith("_label")]
    for line in lines:
        said, out = dict(zip(names, line)), []
        for name in names[: names.index("first_day")] + late:
            if name in ("month", "day"):
                out.append(("date", said[name]))
            elif said[name] and (name.endswith(("_kg", "_t", "_percent")) or name in COUNTS):
                out.append(("number", Decimal(said[name])))
            else:
                out.append(("text", said[name]))
            if name + "_label" in said:
                out.append(("text", said[name + "_label"]))
        wanted.append(out)
    bad = 0
    if sorted(rows[1:], key=str) != sorted(wanted, key=str):
        print("FAILED: the workbook is not the CSV")
        bad += 1
    if second[0][0][1] != title or not any(c == ("date", lines[0][names.index("first_day")]) for r in second for c in r):
        print("FAILED: the last sheet says neither title nor days")
        bad += 1
    if any(len(r) != len(rows[0]) for r in rows):
        print("FAILED: rows of different length")
        bad += 1
    return bad


sys.exit(1 if {"same": same, "workbook": workbook}[sys.argv[1]](*sys.argv[2:]) else 0)
