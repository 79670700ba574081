#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""food_label_checker.py LABEL.png LABEL.json: is that picture the lawful label of that food? It gets
nothing else: letters are measured dot by dot, the symbol is read by libdmtx and the words by tesseract,
and what should stand there is worked out here, from the law, not by the program that drew it. Prints
what it finds and exits 1, or nothing.

Each particular has to be read right in one of several readings of the enlarged picture (dates,
digits and lot to the letter; allergens in capitals, of which tesseract often loses the accent: they
are compared without), and 97 % of all letters in the best one."""
import json
import os
import re
import struct
import subprocess
import sys
import tempfile
import unicodedata
import zlib

LEAST_READ = 0.97
SPREAD = [sum((b >> i & 1) << 2 * i for i in range(8)).to_bytes(2, "big") for b in range(256)]


# ---- the picture: rows as whole numbers, 1 is black, the left dot in the highest bit
def read_png(path):
    data, at, packed, dpi = open(path, "rb").read(), 8, b"", 0
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        chunk = data[at + 8:at + 8 + size]
        at += 12 + size
        if kind == b"IHDR":
            width, height, depth = struct.unpack(">IIB", chunk[:9])
        elif kind == b"pHYs":
            dpi = round(struct.unpack(">I", chunk[:4])[0] * 0.0254)
        elif kind == b"IDAT":
            packed += chunk
    assert depth == 1, "not a picture for a label printer"
    raw, stride = zlib.decompress(packed), (width + 7) // 8
    white = (1 << width) - 1
    rows = []
    for y in range(height):
        line = raw[y * (stride + 1):(y + 1) * (stride + 1)]
        assert line[0] == 0, "a filter that this reader does not know"
        rows.append(~(int.from_bytes(line[1:], "big") >> (stride * 8 - width)) & white)
    return rows, width, dpi


def twice(rows, width):
    """Twice as large; slopes stay slopes (scale2x), or letters would be staircases."""
    mask, size, out = (1 << width) - 1, (width + 7) // 8, []

    def spread(row):
        return int.from_bytes(b"".join(SPREAD[b] for b in row.to_bytes(size, "big")), "big")

    for y, p in enumerate(rows):
        a, d = rows[y - 1] if y else 0, rows[y + 1] if y + 1 < len(rows) else 0
        b, c = p << 1 & mask, p >> 1

        def corner(m, n, far_m, far_n):
            take = ~(m ^ n) & (m ^ far_m) & (n ^ far_n) & mask
            return p & ~take | m & take
        out.append(spread(corner(c, a, d, b)) << 1 | spread(corner(a, b, c, d)))
        out.append(spread(corner(d, c, b, a)) << 1 | spread(corner(b, d, a, c)))
    return out, 2 * width


def write_pbm(path, rows, width, border=40):
    whole = (width + 7) // 8 * 8 + 2 * border
    with open(path, "wb") as out:
        out.write(b"P4\n%d %d\n" % (whole, len(rows) + 2 * border) + bytes(whole // 8 * border))
        for row in rows:
            out.write((row << whole - border - width).to_bytes(whole // 8, "big"))
        out.write(bytes(whole // 8 * border))


def runs(row, width):
    """Black runs of a row: (first, last) from the left."""
    text = format(row, "0%db" % width)
    return [(m.start(), m.end() - 1) for m in re.finditer("1+", text)] if row else []


def pieces(rows, width):
    """Connected pieces, corners too: [left, top, right, bottom]."""
    above, boxes, parent = [], [], []

    def root(i):
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for y, row in enumerate(rows):
        here = []
        for first, last in runs(row, width):
            mine = None
            for f, l, i in above:
                if f <= last + 1 and l >= first - 1:
                    i = root(i)
                    if mine is None:
                        mine = i
                    elif mine != i:
                        a, b = boxes[mine], boxes[i]
                        boxes[mine] = [min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])]
                        parent[i] = mine
            if mine is None:
                mine = len(boxes)
                boxes.append([first, y, last, y])
                parent.append(mine)
            b = boxes[mine]
            boxes[mine] = [min(b[0], first), b[1], max(b[2], last), y]
            here.append((first, last, mine))
        above = here
    return [boxes[i] for i in range(len(boxes)) if parent[i] == i]


def without(rows, width, box):
    left, top, right, bottom = box
    keep = ~(((1 << right - left + 1) - 1) << width - 1 - right)
    return [row & keep if top <= y <= bottom else row for y, row in enumerate(rows)]


def bands(rows):
    """Lines of text: runs of rows that have ink, (top, bottom)."""
    found, top = [], None
    for y, row in enumerate(rows + [0]):
        if row and top is None:
            top = y
        elif not row and top is not None:
            found.append((top, y - 1))
            top = None
    return found


# ---- what should stand there
def day(text):
    return "/".join(reversed(text.split("-")))


def net(mg):
    grams = mg // 1000
    if grams < 1000:
        return "%d g" % grams
    return ("%d,%03d" % divmod(grams, 1000)).rstrip("0").rstrip(",") + " kg"


def emphasised(name, words):
    for word in sorted(words, key=len, reverse=True):
        name = re.sub(r"(?<!\w)%s(?!\w)" % re.escape(word), lambda m: m.group().upper(), name, flags=re.I)
    return name


def expected(f):
    dlc, date = f["date_kind"] == "dlc", f["date"]
    when = "À consommer jusqu'au" if dlc else \
        "À consommer de préférence avant " + ("le" if len(date) == 10 else "fin")
    portions = f.get("portions", 0)
    share = f.get("rescued_percent", 0)
    parts = [
        f["name"], net(f["net_mg"]), "%d portion%s" % (portions, "s" * (portions > 1)) if portions else "",
        when + " " + day(date), "L " + f["lot"],
        "Ingrédients : " + ", ".join(emphasised(i["name"], i.get("emphasise", [])) +
                                     (" %d %%" % i["percent"] if "percent" in i else "")
                                     for i in f["ingredients"]) + ".",
        "Peut contenir des traces de : " + " et ".join(
            t for t in [", ".join(w.upper() for w in f["traces"][:-1]), f["traces"][-1].upper()] if t) + "."
        if f.get("traces") else "",
        f["storage"], f.get("after_opening", ""),
        "Congelé le %s. " % day(f["frozen_on"]) + ("Produit décongelé : ne pas recongeler." if dlc else
                                                   "Ne pas recongeler un produit décongelé.")
        if "frozen_on" in f else "",
        f.get("reheating", ""),
        "Cuisiné avec %d %% d'aliments sauvés du gaspillage." % share if share else "",
        "Denrée donnée, ne peut pas être vendue." if f.get("donated") else "",
        f["maker_name"] + ",", f["maker_address"], f.get("second_language", "")]
    return "\n".join(p for p in parts if p)


def bare(text):
    """What is compared: no spaces, one apostrophe, capitals without accents."""
    text = re.sub(r"\s", "", text.replace("’", "'").replace("‘", "'"))
    return "".join(unicodedata.normalize("NFD", c)[0] if c.isupper() else c for c in text)


def alike(a, b):
    """The share of a that is in b, letter by letter (edit distance)."""
    line = list(range(len(b) + 1))
    for i, x in enumerate(a):
        left, line[0] = line[0], i + 1
        for j, y in enumerate(b):
            left, line[j + 1] = line[j + 1], min(left + (x != y), line[j + 1] + 1, line[j] + 1)
    return 1 - line[-1] / max(len(a), 1)


# ---- letters, dot by dot
def dots(mm, dpi):
    return -(-round(mm * 10) * dpi // 254)


def digit_mm(mg):
    return 2 if mg <= 50000 else 3 if mg <= 200000 else 4 if mg <= 1000000 else 6


def x_height(letters, least):
    """The lowest height that several letters on the line's foot have; 0: too few letters."""
    feet = [b[3] for b in letters]
    foot = max(set(feet), key=feet.count)
    heights = [b[3] - b[1] + 1 for b in letters if b[3] == foot and b[3] - b[1] + 1 > least / 2]
    common = [h for h in set(heights) if heights.count(h) >= max(2, len(heights) / 8)]
    return min(common) if len(heights) > 5 and common else 0


def the_quantity(lines, count):
    """The line that begins with so many signs of one height, the highest; and those heights."""
    best = lines[0], [0]
    for line in lines:
        first = [b[3] - b[1] + 1 for b in sorted(line[2])[:2 * count]]
        first = [h for h in first if h > max(first) / 2][:count]
        if max(first) - min(first) <= 2 and len(first) == count and min(first) > min(best[1]):
            best = line, first
    return best


def look(rows, width, dpi, f, symbols):
    """Heights, and that no line touches another."""
    letters = [b for b in pieces(rows, width)]
    small = 0 < f.get("face_cm2", 0) < 80
    least, digits = dots(0.9 if small else 1.2, dpi), dots(digit_mm(f["net_mg"]), dpi)
    lines = []
    for top, bottom in bands(rows):
        of = [b for b in letters if top <= b[1] <= bottom]
        lines.append((top, bottom, of, x_height(of, least)))
    if not lines:
        return ["nothing is printed"]
    quantity, tall = the_quantity(lines[:6], sum(c.isdigit() for c in net(f["net_mg"])))
    found = ["quantity: digits of %d dots, not %d" % (min(tall), digits)] if min(tall) < digits else []
    for line in lines:
        top, bottom, of, x = line
        if 0 < x < least:
            found.append("x-height: %d dots, not %d, at row %d" % (x, least, top))
        most = max(tall) * 1.4 + 2 if line is quantity else max(x, least) * 2.16 + 2
        if bottom - top + 1 > most and (x or line is quantity):
            found.append("touch: a line of %d dots at row %d, at most %d" % (bottom - top + 1, top, most))
    for s in symbols:
        for b in letters:
            if b[0] <= s[2] + 2 and b[2] >= s[0] - 2 and b[1] <= s[3] + 2 and b[3] >= s[1] - 2:
                found.append("touch: letters at a symbol, row %d" % b[1])
                break
    return found


def take_symbols(rows, width, dpi):
    """Pieces that no letter is as large as: the code and the oval. Rows without them, and where."""
    symbols = []
    for b in pieces(rows, width):
        if b[2] - b[0] > dots(8, dpi) and b[3] - b[1] > dots(6, dpi):
            symbols.append(b)
    for b in symbols:
        rows = without(rows, width, b)
    return rows, symbols


# ---- words
def tesseract(rows, width, psm):
    with tempfile.NamedTemporaryFile(suffix=".pbm") as file:
        write_pbm(file.name, rows, width)
        done = subprocess.run(["tesseract", file.name, "-", "-l", "fra", "--psm", str(psm)], check=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              env=dict(os.environ, OMP_THREAD_LIMIT="1"))
    return done.stdout.decode()


def readings(rows, width, f):
    """One after the other, as long as something is not read."""
    two, half = twice(rows, width)
    yield tesseract(*twice(two, half), 4)
    lines = [(top, bottom, [b for b in pieces(rows[:bottom + 1], width) if top <= b[1]])
             for top, bottom in bands(rows)[:6]]
    (top, bottom, of), tall = the_quantity(lines, sum(c.isdigit() for c in net(f["net_mg"])))
    right = max(b[2] for b in of if b[3] - b[1] >= max(tall) * 0.45)
    part = [0] * 8 + [row >> width - 1 - right << 8 for row in rows[top:bottom + 1]] + [0] * 8
    # Large beside small ones: alone, and not too large, it is read better.
    yield tesseract(*(twice(part, right + 9) if max(tall) < 40 else (part, right + 9)), 7)
    yield tesseract(two, half, 6)
    yield tesseract(*twice(two, half), 6)
    yield tesseract(two, half, 4)


def particulars(f):
    """What has to be read to the letter: name of the finding, text."""
    text = expected(f)
    yield "date", bare(text.split("\n")[2 + bool(f.get("portions"))])
    yield "lot", bare("L" + f["lot"])
    yield "quantity", bare(net(f["net_mg"]))
    for line in text.split("\n"):
        for number in re.findall(r"\d[\d/,.]*\d|\d", line):
            yield "digits", number
    for i in f["ingredients"]:
        for word in i.get("emphasise", []):
            yield "allergen", bare(word.upper())
    for word in f.get("traces", []):
        yield "allergen", bare(word.upper())


def read(rows, width, f):
    wanted, best = list(particulars(f)), 0
    whole = bare(expected(f))
    for text in readings(rows, width, f):
        text = bare(text)
        wanted = [w for w in wanted if w[1] not in text]
        if best < LEAST_READ:
            best = max(best, alike(whole, text))
        if not wanted and best >= LEAST_READ:
            return []
    found = ["%s: not read: %s" % w for w in wanted]
    return found + (["words: %.1f %% read" % (best * 100)] if best < LEAST_READ else [])


def read_code(path, f):
    if "code" not in f:
        return []
    said = subprocess.run(["dmtxread", "-n", "-N1", "-m", "5000", path], stdout=subprocess.PIPE).stdout.decode().strip()
    return [] if said == f["code"] else ["code: %r, not %r" % (said, f["code"])]


def read_oval(rows, width, symbols, f):
    """The number in the middle of the oval."""
    for left, top, right, bottom in symbols:
        wide, high = right - left + 1, bottom - top + 1
        if wide > high * 5 // 4:
            middle = [row >> width - 1 - right + wide // 14 & (1 << wide * 6 // 7) - 1
                      for row in rows[top + high * 3 // 8:bottom - high * 3 // 8 + 2]]
            part = [0] * 8 + [row << 8 for row in middle] + [0] * 8
            text = bare(tesseract(*twice(*twice(part, wide * 6 // 7 + 16)), 7))
            return [] if f["approval"] in text else ["approval: not read: " + text]
    return ["approval: no oval"]


def check(path, f):
    rows, width, dpi = read_png(path)
    words, symbols = take_symbols(rows, width, dpi)
    found = look(words, width, dpi, f, symbols) + read_code(path, f)
    if len(symbols) != ("code" in f) + ("approval" in f):
        found.append("symbols: %d" % len(symbols))
    if "approval" in f:
        found += read_oval(rows, width, symbols, f)
    # Reading takes a second; a label that is known to be wrong needs no more proof.
    return found or read(words, width, f)


if __name__ == "__main__":
    faults = check(sys.argv[1], json.load(open(sys.argv[2], encoding="utf-8")))
    print("\n".join(faults))
    sys.exit(bool(faults))
