#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""food_labels.py BASCULE FOLDER COUNT: draws COUNT food labels that differ (each allergen, 40
ingredients, a tray and a pot, the smallest label that is lawful, both resolutions) and has each checked by
food_label_checker.py, which gets the picture and the JSON alone. Then 20 labels spoiled on purpose, and
the checker must find each, for what was done to it."""
import copy
import datetime
import json
import os
import random
import re
import subprocess
import sys
import zlib
from concurrent.futures import ProcessPoolExecutor

import food_label_checker as checker

BASCULE, FOLDER, COUNT = sys.argv[1], sys.argv[2], int(sys.argv[3])
SPOILED = 20
FIRST_DAY = datetime.date(2026, 11, 21)

# One of each of the fourteen, then what has none.
ALLERGENIC = [
    ("farine de blé", "GLU", ["blé"]), ("crevettes", "CRU", ["crevettes"]), ("œufs", "OEU", ["œufs"]),
    ("filet de cabillaud (poisson)", "POI", ["cabillaud", "poisson"]), ("arachides grillées", "ARA", ["arachides"]),
    ("tofu (soja)", "SOJ", ["soja"]), ("crème fraîche (lait)", "LAI", ["crème", "lait"]),
    ("noisettes", "FAC", ["noisettes"]), ("céleri", "CEL", ["céleri"]), ("graines de moutarde", "MOU", ["moutarde"]),
    ("graines de sésame", "SES", ["sésame"]), ("vin blanc (sulfites)", "SUL", ["sulfites"]),
    ("farine de lupin", "LUP", ["lupin"]), ("moules", "MOL", ["moules"])]
PLAIN = """courgettes;carottes;pommes de terre;oignons;poireaux;tomates;bœuf haché;lentilles;riz;sel;poivre;thym;laitue;
huile d'olive;haricots verts;petits pois;champignons;épinards;navets;potiron;betteraves;ail;persil;chou rouge;brocolis;
aubergines;poivrons;fenouil;maïs;pois chiches;ciboulette;romarin;eau;sucre;jus de citron;concombre;endives;panais;
radis;topinambours""".replace("\n", "").split(";")
NAMES = ["Gratin de légumes", "Soupe de saison", "Bœuf braisé aux carottes", "Tarte salée", "Curry doux de lentilles",
         "Compotée façon grand-mère", "Garçon boucher, sauce maison", "Purée et cœur de céleri"]
ALONG = ["Vegetable dish. Keep cold.", "Valeur indicative : 3,50 €.", "Gemüsegericht, kühl lagern.", ""]


def food(i):
    """What the ith label says."""
    r = random.Random(i)
    allergenic = [ALLERGENIC[i % 14]] + r.sample(ALLERGENIC, i % 3)
    plain = r.sample(PLAIN, 39 if i % 15 == 7 else r.randrange(2, 7))
    ingredients = [{"name": n, "allergens": []} for n in plain]
    for name, code, words in {a[0]: a for a in allergenic}.values():
        ingredients.insert(r.randrange(len(ingredients)),
                           {"name": name, "allergens": [code] + [code] * (len(words) - 1), "emphasise": words})
    ingredients[0]["percent"] = r.randrange(20, 80)
    when = FIRST_DAY + datetime.timedelta(r.randrange(300))
    f = {"name": NAMES[i % len(NAMES)], "ingredients": ingredients,
         "net_mg": r.choice([45000, 120000, 350000, 999000, 1250000, 2000000]) + r.randrange(999),
         "date_kind": "dlc", "date": str(when), "storage": "À conserver entre 0 °C et +3 °C.",
         "lot": "MS-%s-K7%02d" % (when.strftime("%y%m%d"), i % 100),
         "maker_name": "La Cuisine du Doubs", "maker_address": "12 rue des Écoles, 25300 Pontarlier",
         "face_cm2": 60 if i % 4 == 1 else 300}
    more = {"portions": r.randrange(1, 6), "traces": r.sample(["soja", "lupin", "fruits à coque"], 2),
            "after_opening": "Après ouverture, consommer sous 24 h.",
            "reheating": "Réchauffer à cœur (+63 °C minimum).", "rescued_percent": r.randrange(10, 100),
            "second_language": ALONG[i % len(ALONG)], "code": "HD-MS-B-%08d-T" % (26112100 + i)}
    f.update((k, v) for k, v in more.items() if r.random() < 0.6 and v)
    if i % 6 == 2:
        f.update(date_kind="ddm", date=str(when)[:[10, 7, 4][i // 6 % 3]], frozen_on=str(FIRST_DAY))
    if i % 5 == 3:
        f["approval"] = "25.462.0%02d" % (i % 100)
    return f


def draw(f, name, width, height, dpi):
    """The picture; where the paper is too small, on the label that is said to do."""
    json_path, png = os.path.join(FOLDER, name + ".json"), os.path.join(FOLDER, name + ".png")
    with open(json_path, "w", encoding="utf-8") as out:
        json.dump(f, out, ensure_ascii=False)
    for _ in range(2):
        done = subprocess.run([BASCULE, "--lang", "fr", "label", "food", json_path, "-o", png, "--dpi", str(dpi), "--width",
                               str(width), "--height", str(height)], stderr=subprocess.PIPE)
        said = done.stderr.decode()
        needed = re.search(r"Prenez une étiquette de (\d+) × (\d+) mm", said)
        if done.returncode == 0:
            return png
        if done.returncode != 1 or not needed:
            break
        width, height = needed.groups()
    raise SystemExit("%s: %s" % (name, said))


def paper(i):
    """Every third on the smallest label that is lawful."""
    return (57 if i % 2 else 75, 15, 203) if i % 3 == 0 else (100, 62, 300 if i % 5 == 4 else 203)


def one(i):
    f = food(i)
    return i, checker.check(draw(f, "label-%03d" % i, *paper(i)), f)


# ---- spoiled on purpose
def write_png(path, rows, width, dpi):
    """As the checker reads it: no filter."""
    size, white, pad = (width + 7) // 8, (1 << width) - 1, -width % 8
    raw = b"".join(b"\0" + ((~row & white) << pad).to_bytes(size, "big") for row in rows)

    def chunk(kind, data):
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
    metre = round(dpi / 0.0254).to_bytes(4, "big")
    with open(path, "wb") as out:
        out.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", width.to_bytes(4, "big") + len(rows).to_bytes(4, "big") +
                                               b"\1\0\0\0\0") + chunk(b"pHYs", metre + metre + b"\1") +
                  chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b""))


def small(f):
    """A bare one, so that the lot's line and the blocks are easily found."""
    for name in ("code", "approval", "portions"):
        f.pop(name, None)
    return f


def lower_case(i):
    f = small(food(i))
    spoiled = copy.deepcopy(f)
    for ingredient in spoiled["ingredients"]:
        ingredient["allergens"] = []
        ingredient.pop("emphasise", None)
    return "allergen", f, draw(spoiled, "spoiled-%02d" % i, 75, 15, 203)


def day_off(i):
    f = small(food(i))
    f.update(date_kind="dlc", date=str(FIRST_DAY + datetime.timedelta(i)))
    spoiled = dict(f, date=str(FIRST_DAY + datetime.timedelta(i + 1)))
    return "date", f, draw(spoiled, "spoiled-%02d" % i, 75, 15, 203)


def no_l(i):
    f = small(food(i))
    png = draw(f, "spoiled-%02d" % i, 75, 15, 203)
    rows, width, dpi = checker.read_png(png)
    others = checker.read_png(draw(dict(f, lot=f["lot"].replace("K7", "X4")), "other-%02d" % i, 75, 15, 203))[0]
    line = next(b for b in checker.bands(rows) if rows[b[0]:b[1] + 1] != others[b[0]:b[1] + 1])
    letters = [b for b in checker.pieces(rows, width) if line[0] <= b[1] <= line[1]]
    write_png(png, checker.without(rows, width, min(letters)), width, dpi)
    return "lot", f, png


def box_moved(i):
    """A block below the head goes up, two dots over the one above it."""
    f = small(food(i))
    png = draw(f, "spoiled-%02d" % i, 75, 15, 203)
    rows, width, dpi = checker.read_png(png)
    lines = checker.bands(rows)
    gaps = [lines[k + 1][0] - lines[k][1] - 1 for k in range(len(lines) - 1)]
    at = max(range(4, len(gaps)), key=lambda k: gaps[k])
    end = next((k for k in range(at + 1, len(gaps)) if gaps[k] >= gaps[at] - 3), len(lines) - 1)
    for y in range(lines[at + 1][0], lines[end][1] + 1):
        rows[y - gaps[at] - 2] |= rows[y]
        rows[y] = 0
    write_png(png, rows, width, dpi)
    return "touch", f, png


def a_dot_short(i):
    """One line loses a row in the middle of its x."""
    f = small(food(i))
    png = draw(f, "spoiled-%02d" % i, 75, 15, 203)
    rows, width, dpi = checker.read_png(png)
    least = checker.dots(0.9 if f["face_cm2"] < 80 else 1.2, dpi)
    for top, bottom in reversed(checker.bands(rows)):
        of = [b for b in checker.pieces(rows, width) if top <= b[1] <= bottom]
        if checker.x_height(of, least) == least:
            break
    feet = [b[3] for b in of]
    middle = max(set(feet), key=feet.count) - least // 2
    rows[top:middle + 1] = [0] + rows[top:middle]
    write_png(png, rows, width, dpi)
    return "x-height", f, png


def spoil(i):
    ways = [lower_case, day_off, no_l, box_moved, a_dot_short]
    what, f, png = ways[i % len(ways)](i)
    found = checker.check(png, f)
    return i, ways[i % len(ways)].__name__, what, found


def on_face(face_cm2):
    """One text on a tray (letters of 1.2 mm) or a pot (0.9 mm): its faults, and how high its paper has to be."""
    f = dict(small(food(8)), face_cm2=face_cm2)
    png = draw(f, "face-%d" % face_cm2, 75, 15, 203)
    return checker.check(png, f), len(checker.read_png(png)[0])


def main():
    failed, seen, found = 0, set(), 0
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for i, faults in pool.map(one, range(COUNT)):
            seen.update(c for n in food(i)["ingredients"] for c in n["allergens"])
            failed += bool(faults)
            for fault in faults:
                print("label-%03d: %s" % (i, fault))
        for i, how, what, faults in pool.map(spoil, range(SPOILED)):
            found += any(fault.startswith(what) for fault in faults)
            if not any(fault.startswith(what) for fault in faults):
                print("spoiled-%02d (%s) is not found as %s: %s" % (i, how, what, faults))
        (on_tray, tray), (on_pot, pot) = pool.map(on_face, (300, 60))
        print("".join("one text, 300 or 60 cm²: %s\n" % fault for fault in on_tray + on_pot), end="")
        failed += bool(on_tray or on_pot or pot >= tray)
    print("note: %d labels, %d allergens; %d of %d spoiled ones found" % (COUNT, len(seen), found, SPOILED))
    return failed > 0 or found < SPOILED or len(seen) < min(14, COUNT)


if __name__ == "__main__":
    sys.exit(main())
