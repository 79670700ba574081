#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""ten_years.py FILE COUNT: COUNT more weighings over ten years behind the last entry of a ledger, as its journal would
have them: entries in their chain by include/README.md, and beside them the rows that follow, made by SQL and none of
our code, so that a replay of the journal checks both. One in 500 is void again."""
import datetime
import hashlib
import json
import sqlite3
import sys

DAYS, FIRST = 3650, datetime.date(2027, 1, 1)
BOOT = "00000000000000000000000000000009"


def number(n):
    return n.to_bytes(8, "big")


def weighing(i, n, day, at_us, codes):
    """What the load i says: most comes by a few ways and leaves by a few."""
    a, b, out = i * 2654435761 >> 7 & 65535, i * 40503 >> 3 & 1023, i % 3 == 0
    w = {"id": f"{codes['id']}{n}-X", "number": n, "at_us": at_us, "day": day, "clock": "trusted",
         "direction": "out" if out else "in", "category": codes["category"][a % len(codes["category"])]}
    way = "destination" if out else "origin"
    w[way] = ("VENTE" if out else "APP_VOL") if b < 700 else codes[way][b % len(codes[way])]
    if b % 10 == 0 and not out:
        w["place"] = "PONTARLIER"
    if b % 30 == 0:
        w["partner"] = "JARDIN"
    w["net_mg"] = 1000 * (100 + i * 104729 % 20000)
    if b % 5 == 0:
        w["units"] = 1 + b % 3
    w["provenance"] = "none"
    w["method"] = "weighed" if a % 10 else "typed"
    w["stable"] = True
    return w


def rows(db, count):
    """(entry, weighing or None) one after the other, each in the chain."""
    (journal,) = db.execute("SELECT value FROM kept WHERE name = 'journal'").fetchone()
    row, seq, prev = db.execute("SELECT row, seq, hash FROM entry WHERE journal = ? ORDER BY seq DESC LIMIT 1", (journal,)).fetchone()
    (row,) = db.execute("SELECT max(row) FROM entry").fetchone()
    prefix, last = db.execute("SELECT prefix, last FROM number WHERE type = 'W' AND journal = ?", (journal,)).fetchone()
    codes = {kind: [code for code, in db.execute(
        "SELECT DISTINCT code FROM catalogue WHERE kind = ? AND valid_from < '2027' AND (kind <> 'category' OR parent <> '')"
        " AND code NOT LIKE 'ALI%' ORDER BY code", (kind,))] for kind in ("category", "origin", "destination")}
    codes["id"] = f"HD-MS-W-{prefix}"
    for i in range(count):
        at = FIRST + datetime.timedelta(i * DAYS // count)
        day, wall_us = at.isoformat(), int(datetime.datetime(at.year, at.month, at.day, 11).timestamp()) * 1000000 + i
        w = weighing(i, last + 1 + i, day, wall_us, codes)
        drafts = [("weighing", w)]
        if i % 500 == 0:
            drafts.append(("void", {"journal": journal, "seq": seq + 1, "id": w["id"], "reason": "MISTAKE"}))
        for kind, body in drafts:
            row, seq = row + 1, seq + 1
            text = json.dumps(body, separators=(",", ":")).encode()
            message = (prev + bytes.fromhex(journal) + number(seq) + number(len(kind)) + kind.encode() + number(1)
                       + number(wall_us) + bytes.fromhex(BOOT) + number(i) + day.encode() + number(1) + number(len(text)) + text)
            entry = (row, journal, seq, kind, 1, wall_us, BOOT, i, day, "trusted", text, prev, hashlib.blake2b(message, digest_size=32).digest())
            prev = entry[-1]
            yield entry, w if kind == "weighing" else None, len(drafts) > 1


def fill(db, count):
    entries, weighings = [], []
    for entry, w, voided in rows(db, count):
        entries.append(entry)
        if w:
            weighings.append((entry[0], entry[1], entry[2], w["id"], w["at_us"], "", 0, w["day"], w["direction"],
                              w["category"], w.get("origin", ""), w.get("destination", ""), w.get("place", ""), w.get("partner", ""),
                              w["net_mg"], w.get("units", 0), w["method"], *((entry[1], entry[2] + 1) if voided else (None, None))))
        if len(entries) >= 20000:
            put(db, entries, weighings)
    put(db, entries, weighings)


def put(db, entries, weighings):
    db.executemany("INSERT INTO entry VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", entries)
    db.executemany(
        "INSERT INTO weighing (row, journal, seq, id, wall_us, boot_id, boot_us, day, clock, direction, category, origin, destination,"
        " place, partner, lot, net_mg, units, method, provenance, scale, stable, container, operator, corrects, reason, voided_journal,"
        " voided_seq) VALUES (?,?,?,?,?,?,?,?,'trusted',?,?,?,?,?,?,'',?,?,?,'none','',1,'','','','',?,?)", weighings)
    entries.clear()
    weighings.clear()


KEYS = "journal, direction, category, origin, destination, partner, place, method"
SUMS = ", sum(iif(voided_seq IS NULL, net_mg, 0)), sum(iif(voided_seq IS NULL, units, 0)), count(*) - count(voided_seq) FROM weighing WHERE day >= '2027'"
db = sqlite3.connect(sys.argv[1])
db.executescript("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000")
fill(db, int(sys.argv[2]))
db.executescript(f"""
    INSERT INTO total (day, {KEYS}, mass_mg, units, weighings) SELECT day, {KEYS}{SUMS} GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
        HAVING count(*) > count(voided_seq);
    INSERT INTO total_month (month, {KEYS}, mass_mg, units, weighings) SELECT substr(day, 1, 7), {KEYS}{SUMS} GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
        HAVING count(*) > count(voided_seq);
    INSERT INTO stock_day SELECT 'MS', category, '', day, sum(iif(direction = 'in', net_mg, -net_mg)) AS mg FROM weighing
        WHERE day >= '2027' AND voided_seq IS NULL GROUP BY category, day HAVING mg <> 0;
    UPDATE number SET last = last + {int(sys.argv[2])} WHERE type = 'W';
    PRAGMA wal_checkpoint(TRUNCATE);""")
db.commit()
