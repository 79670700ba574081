#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""lot_kitchen.py API AT SEED LOTS: lots of lots at random through the calls of a running daemon, to the milligram. What
was rescued is worked out here once more, lot by lot; never is more of it handed on, in stock and lost than came in."""
import json
import random
import sys
import urllib.error
import urllib.request

API, AT, SEED, LOTS = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
PARTNER, FOOD, PRODUCT, DISH = "SUPER", "ALI-FEL", "SOUPE", "ALI-PLA"
GRAM = 1000  # what is weighed by hand is said in whole ones
STEAM_PPM = 300000
dice = random.Random(SEED)


def call(path, body=None):
    data = None if body is None else json.dumps(dict(body, at=AT)).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(API + path, data), timeout=60) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        raise SystemExit("seed %d: %s %s: %s" % (SEED, path, body, error.read().decode()))


def same(what, got, wanted):
    if got != wanted:
        raise SystemExit("seed %d: %s: %s, not %s" % (SEED, what, got, wanted))


class Food:
    """A lot of either sort: what is left of it, and how much of that was rescued."""

    def __init__(self, name, left, rescued):
        self.name, self.left, self.rescued, self.out = name, left, rescued, 0

    def take(self, mg):
        share = self.rescued if mg == self.left else mg * self.rescued // self.left
        self.left, self.rescued = self.left - mg, self.rescued - share
        return share


def kg(mg):
    return "%d.%03d" % divmod(mg // GRAM, 1000)


def some(food):
    return food.left if dice.random() < 0.3 else dice.randint(1, food.left)


def receive(world):
    mg = dice.randint(1, 50_000) * GRAM
    got = call("/food/receipts", {"category": FOOD, "origin": "ALIM_GMS", "partner": PARTNER, "net_kg": kg(mg), "date_kind": "none",
                                  "ingredient": "CAROTTE"})
    world["in"] += mg
    return Food(got["lot"], mg, mg)


def pour(world, lot):
    """Into the pot; (in, of it rescued)."""
    had = [f for f in world["lots"] if f.left > 0]
    all_mg = rescued = 0
    for food in [receive(world)] * (not had) + dice.sample(had, min(len(had), dice.randint(1, 3))):
        if food not in world["lots"]:
            world["lots"].append(food)
        mg = some(food)
        call("/lots/%s/inputs" % lot, {"from": food.name, "mass_mg": mg})
        all_mg, rescued = all_mg + mg, rescued + food.take(mg)
    if dice.random() < 0.6:
        mg = dice.randint(1, 20_000_000)
        call("/lots/%s/inputs" % lot, {"source": "water", "mass_mg": mg})
        all_mg += mg
    return all_mg, rescued


def cook(world):
    lot = call("/lots", {"process": "mix", "product": PRODUCT})["id"]
    all_mg, rescued = pour(world, lot)
    call("/lots/%s/close" % lot, {})
    lost = dice.choice((0, dice.randint(0, all_mg // 2)))
    steam = dice.randint(0, (all_mg - lost) * STEAM_PPM // 1_000_000 if lost < all_mg else 0)
    steam = min(steam, all_mg * STEAM_PPM // 1_000_000, all_mg - lost - 1)
    outputs = all_mg - lost - steam
    end = call("/lots/%s/pack-end" % lot, {"bulk_mg": outputs, "losses": [{"destination": "COMPOST", "mass_mg": lost}] if lost else []})
    left = max(0, min(outputs * rescued // all_mg, rescued - lost))
    same("rescued of " + lot, (end["outputs_mg"], end["evaporation_mg"], end["rescued_mg"]), (outputs, steam, left))
    world["lost"] += min(lost, rescued)
    world["lots"].append(Food(lot, outputs, left))


def hand_on(world):
    food = dice.choice([f for f in world["lots"] if f.left >= GRAM])
    mg = max(GRAM, some(food) // GRAM * GRAM)
    call("/weighings", {"direction": "out", "lot": food.name, "category": FOOD if food.name in world["raw"] else DISH, "net_kg": kg(mg),
                        "destination": "ALIM_DIST", "partner": PARTNER, "reason": "SCALE"})
    share = food.take(mg)
    food.out, world["out"] = food.out + share, world["out"] + share


def main():
    world = {"in": 0, "out": 0, "lost": 0, "lots": [], "raw": set()}
    for _ in range(LOTS):
        if dice.random() < 0.5:
            food = receive(world)
            world["lots"].append(food)
            world["raw"].add(food.name)
        cook(world)
        if dice.random() < 0.4 and any(f.left >= GRAM for f in world["lots"]):
            hand_on(world)
    stock = 0
    for food in world["lots"]:
        now = call("/lots/" + food.name)
        rescued = now.get("rescued_left_mg", now["left_mg"])
        same("what is left of " + food.name, (now["left_mg"], rescued), (food.left, food.rescued))
        stock += rescued
    if world["out"] + stock + world["lost"] > world["in"]:
        raise SystemExit("seed %d: more rescued than came in: %s, in stock %d" % (SEED, world, stock))
    print(world["out"])


if __name__ == "__main__":
    main()
