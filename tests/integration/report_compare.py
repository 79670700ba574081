# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports beside what they were, and a workbook beside its CSV.

report_compare.py same OLD NEW: each file of folder OLD against the one in NEW. A CSV may have gained
columns at the end of its lines, JSON members at the end of its objects; all else is to the byte.
report_compare.py workbook XLSX CSV JSON: each sheet is its table in JSON, cell by cell, with types, in the order in
which people see rows; the first is the CSV, digit by digit.
report_compare.py text TEXT JSON LANG: within 80 letters, and nothing of it is cut or missing.
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
            if not re.fullmatch(r"-?[0-9]+(\.[0-9]{1,6})?", value):
                print(f"FAILED: {c.get('r')} is not a plain decimal: {value}")
            if "yyyy" in code:
                day = datetime.date(1899, 12, 30) + datetime.timedelta(int(value))
                out.append(("date", day.isoformat()[: 10 if "dd" in code else 7]))
            else:
                out.append(("number", Decimal(value)))
        yield out


def figure(column, value, tonnes, exact):
    """What a spreadsheet shows of a figure in JSON."""
    if column["type"] == "count":
        return Decimal(value)
    if column["type"] == "ppm":
        return (Decimal(value) / 10000).quantize(Decimal("0.1"), "ROUND_HALF_UP")
    kg = Decimal(value) / 1000000
    if tonnes:
        return (kg / 1000).quantize(Decimal("0.001"), "ROUND_HALF_UP")
    return kg if exact else kg.quantize(Decimal("0.001"), "ROUND_HALF_UP")


def row_of(table, row, exact):
    """(kind, value) of each cell as its sheet has them: a label behind its key."""
    for column in table["columns"]:
        name, value = column["name"], row.get(column["name"])
        day = column["type"] in ("month", "day") and re.fullmatch(r"\d{4}-\d\d(-\d\d)?", value or "")
        if day:
            yield "date", value
        elif column["type"] in ("mg", "count", "ppm") and value is not None:
            yield "number", figure(column, value, table.get("tonnes"), exact)
        else:
            yield "text", value or ""
        if name + "_label" in row:
            yield "text", row[name + "_label"]


def sheet_rows(z, number, formats):
    return list(cells(tree.fromstring(z.read(f"xl/worksheets/sheet{number}.xml")), formats))


def same_cells(what, sheet, table):
    """A sheet beside its table in JSON, in the order in which people see the rows."""
    keyed = any(c["type"] not in ("mg", "count", "ppm") for c in table["columns"])
    rows = [table["rows"][i] for i in table["order"]] if keyed else [table["total"]]
    wanted = [list(row_of(table, row, False)) for row in rows]
    exact = [list(row_of(table, row, True)) for row in rows]
    if sheet[1:] in (wanted, exact):
        return 0
    at = next((i for i, (a, b) in enumerate(zip(sheet[1:], wanted)) if a != b), None)
    print(f"FAILED: sheet {what}: {len(sheet) - 1} rows, not {len(wanted)}" if at is None else
          f"FAILED: sheet {what}, row {at + 2}: {[c for c in zip(sheet[at + 1], wanted[at]) if c[0] != c[1]]}")
    return 1


def same_csv(sheet, table, csv_file):
    """A CSV beside the first sheet: the very digits, and each column under the name that JSON has."""
    with open(csv_file, encoding="utf-8", newline="") as f:
        lines = list(csv.DictReader(f))
    names = []
    for column in table["columns"]:
        name = column["name"]
        names.append(re.sub("_ppm$", "_percent", re.sub("_mg$", "_t" if table.get("tonnes") else "_kg", name)))
        if table["rows"] and name + "_label" in table["rows"][0]:
            names.append(name + "_label")
    told = sorted([[str(value) for _, value in row] for row in sheet[1:]])
    # what a spreadsheet would run has an apostrophe in a CSV, which is no part of a cell's text in a workbook
    said = sorted([[re.sub("^'(?=[=+@\\t\\r-])", "", line[name]) for name in names] for line in lines])
    if told != said:
        print(f"FAILED: the first sheet is not the CSV: {next(([a, b] for a, b in zip(told, said) if a != b), (len(told), len(said)))}")
    return told != said


def workbook(xlsx, csv_file, json_file):
    z = zipfile.ZipFile(xlsx)
    if z.testzip():
        sys.exit("FAILED: broken archive")
    styles = tree.fromstring(z.read("xl/styles.xml"))
    codes = {f.get("numFmtId"): f.get("formatCode") for f in styles.iterfind(".//m:numFmt", NS)}
    formats = [codes.get(x.get("numFmtId"), "") for x in styles.find("m:cellXfs", NS)]
    with open(json_file, encoding="utf-8") as f:
        first = json.load(f)
    tables = [first] + first.get("tables", [])
    sheets = [sheet_rows(z, n + 1, formats) for n in range(len(tables) + 1)]
    names = [s.get("name") for s in tree.fromstring(z.read("xl/workbook.xml")).iterfind(".//m:sheet", NS)]
    title = tree.fromstring(z.read("docProps/core.xml"))[0].text
    bad = sum(same_cells(names[i], sheets[i], tables[i]) for i in range(len(tables)))
    bad += same_csv(sheets[0], first, csv_file)
    if len(names) != len(sheets) or len(set(names)) != len(names) or any(len(n) > 31 for n in names):
        print(f"FAILED: sheets are called {names}")
        bad += 1
    if len(tables) > 1 and names[:-1] != [names[0]] + [t["heading"] for t in tables[1:]]:
        print(f"FAILED: sheets are called {names}")
        bad += 1
    if sheets[-1][0][0][1] != title or not any(c == ("date", first["first_day"]) for r in sheets[-1] for c in r):
        print("FAILED: the last sheet says neither title nor days")
        bad += 1
    if any(len(r) != len(sheet[0]) for sheet in sheets[:-1] for r in sheet):
        print("FAILED: rows of different length")
        bad += 1
    return bad


def said(column, value, tonnes, lang):
    """A figure as people read it."""
    text = f"{value:,d}" if column["type"] == "count" else f"{figure(column, value, tonnes, False):,f}"
    return text.replace(",", "\u202f").replace(".", ",") if lang == "fr" else text


def text(text_file, json_file, lang):
    """A report as text: within 80 letters, with every figure and every word of each name."""
    told = read(text_file)
    words, bad = set(re.split("[ \n]+", told)), 0
    for line in told.split("\n"):
        if len(line) > 80 or line != line.rstrip():
            print(f"FAILED: {len(line)} letters: {line}")
            bad += 1
    first = json.loads(read(json_file))
    for table in [first] + first.get("tables", []):
        for row in table["rows"]:
            wanted = [w for name in row if name.endswith("_label") for w in row[name].split(" ")]
            for column in table["columns"]:
                value = row[column["name"]]
                if value and column["type"] in ("mg", "count", "ppm") and column["name"] != "rescued_mg":
                    wanted.append(said(column, value, table.get("tonnes"), lang))
                elif column["type"] == "text":
                    wanted += (value or "").split(" ")
            for word in wanted:
                if word and word not in words:
                    print(f"FAILED: no {word} in the text")
                    bad += 1
    return bad


sys.exit(1 if {"same": same, "workbook": workbook, "text": text}[sys.argv[1]](*sys.argv[2:]) else 0)
