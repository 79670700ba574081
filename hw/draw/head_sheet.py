# SPDX-License-Identifier: GPL-3.0-or-later
"""Schematic of the head: four cells, summing box, HX711, Nano, RS-485."""

from sheet import Sheet
from symbols import box, capacitor, diode, flag, fuse, ground, jumper, resistor, supply
import rs485_block

CELL = ("E+", "S+", "S-", "E-", "Bl")


def cells(s):
    rows = []
    for k in range(4):
        box(s, 40, 40 + 160 * k, 110, f"B{101 + k}", "100 kg", (), CELL, pitch=20)
        rows += [f"{k + 1}{p}" for p in CELL] + [""] * 3
        for i in range(5):
            s.wire((180, 98 + 160 * k + 20 * i), (220, 98 + 160 * k + 20 * i))
    out = ["", "", "", "E+", "", "E-", "", "S-", "", "S+", "", "Bl"]
    box(s, 250, 40, 130, "A101", "boîte de jonction", rows[:-3], out, pitch=20)


def converter(s):
    for y in (158, 198, 238, 278):
        s.wire((410, y), (470, y))
    s.wire((410, 318), (440, 318))
    ground(s, 440, 318)
    box(s, 500, 100, 120, "A102", "module HX711", ("E+", "E-", "A-", "A+"), ("VCC", "DT", "SCK", "GND"), pitch=40)
    flag(s, 650, 158, "5V")
    s.wire((650, 198), (770, 198))
    s.wire((650, 238), (770, 238))
    resistor(s, 700, 278, "R101", "10 kΩ", "v")
    ground(s, 700, 318)
    ground(s, 650, 278)
    for x, ref in ((500, "C101"), (620, "C103")):
        supply(s, x, 356, "5V")
        capacitor(s, x, 396, ref, "100 nF")
        ground(s, x, 436)


def nano(s):
    box(s, 800, 140, 130, "A103", "Arduino Nano", ("D2", "D3"), ("D1/TX", "D0/RX", "D4", "D5", "5V", "GND"), pitch=40)
    flag(s, 960, 198, "TXD")
    flag(s, 960, 238, "RXD")
    flag(s, 960, 278, "DE")
    s.wire((960, 318), (990, 318))
    jumper(s, 1030, 318, "JP101", "étalonnage")
    s.wire((1070, 318), (1100, 318))
    ground(s, 1100, 318)
    flag(s, 960, 358, "5V")
    ground(s, 960, 398)
    s.note(985, 405, "USB du Nano : vers le Pi", "(jamais en même temps", "que J101)", size=12)


def power(s):
    box(s, 660, 26, 80, "J102", "", (), ("1 +5V", "2 GND"), pitch=40, top=30)
    s.wire((770, 70), (790, 70))
    fuse(s, 830, 70, "F101", "0,5 A")
    s.wire((870, 70), (1130, 70))
    diode(s, 980, 110, "D103", "P6KE6.8A", side="l", kind="zener")
    ground(s, 980, 150)
    supply(s, 1130, 70, "5V")
    capacitor(s, 1130, 110, "C102", "100 µF", side="l", polar=True)
    ground(s, 1130, 150)
    ground(s, 770, 110)


def draw(number):
    s = Sheet("Tête de pesage : schéma", number)
    cells(s)
    converter(s)
    nano(s)
    power(s)
    rs485_block.draw(s, 100, ("R102", "R103"), "MAX485", "5V", "J101", "JP102")
    s.note(40, 690, "C101 près de A102, C103 près de U101.", "RATE (broche 15 du HX711) relié à 5V : 80 mesures/s.",
           "JP101 fermé : l'étalonnage peut être écrit. Ouvert en service.",
           "JP102 ouvert : USB, programmation. JP103 fermé en bout de ligne.",
           "Un seul lien par tête : USB, ou RS-485 avec J102.", size=12)
    return s
