# SPDX-License-Identifier: GPL-3.0-or-later
"""Schematic of the station board, in three sheets: header, contacts and clock; outputs; RS-485."""

from sheet import Sheet
from symbols import (box, button, buzzer, capacitor, diode, flag, fuse, ground, led, npn, resistor, supply,
                     terminal)
import rs485_block

HEADER = (("1", "3V3", "3V3"), ("2", "5V", "5V"), ("3", "GPIO2", "SDA"), ("5", "GPIO3", "SCL"), ("6", "GND", "GND"),
          ("8", "GPIO14", "TXD"), ("10", "GPIO15", "RXD"), ("11", "GPIO17", "DE"), ("13", "GPIO27", "GPIO27"),
          ("15", "GPIO22", "GPIO22"), ("16", "GPIO23", "GPIO23"), ("29", "GPIO5", "GPIO5"), ("31", "GPIO6", "GPIO6"),
          ("33", "GPIO13", "GPIO13"), ("35", "GPIO19", "GPIO19"), ("37", "GPIO26", "GPIO26"), ("39", "GND", "GND"))


def header(s):
    ends = box(s, 40, 36, 130, "J201", "Pi, 40 broches", (), [f"{n} {name}" for n, name, _ in HEADER], pitch=40)
    for n, _, net in HEADER:
        flag(s, *ends[n], net)


def contact(s, i, y, net, text):
    flag(s, 400, y, net, "l")
    resistor(s, 440, y, f"R{204 + i}", "1 kΩ")
    s.wire((480, y), (630, y))
    resistor(s, 510, y - 40, f"R{201 + i}", "1 kΩ", "v")
    supply(s, 510, y - 80, "3V3")
    capacitor(s, 570, y + 40, f"C{201 + i}", "100 nF", side="l")
    ground(s, 570, y + 80)
    box(s, 660, y - 58, 60, f"J{202 + i}", "", ("1", "2"), ("1", "2"), pitch=80)
    ground(s, 630, y + 80)
    s.wire((750, y), (790, y))
    s.wire((750, y + 80), (790, y + 80))
    button(s, 790, y + 40, f"S{201 + i}", text, "v")


def inputs(number):
    s = Sheet("Carte du poste, 1 : connecteur du Pi, contacts, horloge", number)
    header(s)
    for i, (net, text) in enumerate((("GPIO22", "bouton vert"), ("GPIO27", "bouton rouge"), ("GPIO23", "pédale"))):
        contact(s, i, 154 + 216 * i, net, text)
    ends = box(s, 1040, 40, 100, "A201", "DS3231", ("VCC", "GND", "SDA", "SCL"), pitch=40)
    for pin, net in (("VCC", "3V3"), ("SDA", "SDA"), ("SCL", "SCL")):
        flag(s, *ends[pin], net, "l")
    s.wire(ends["GND"], (970, ends["GND"][1]))
    flag(s, 970, ends["GND"][1], "GND", "l")
    supply(s, 1040, 330, "3V3")
    capacitor(s, 1040, 370, "C204", "100 nF")
    ground(s, 1040, 410)
    s.note(900, 500, "C204 près de A201.", "S201 à S203 : contacts secs", "normalement ouverts, au boîtier", "ou au bout d'un câble.",
           "Même nom = même liaison,", "aussi d'une feuille à l'autre.", size=12)
    return s


def driver(s, x, y, i, net):
    """From a line of the Pi to the collector at (x + 270, y + 200)."""
    flag(s, x + 100, y + 240, net, "l")
    resistor(s, x + 140, y + 240, f"R{215 + 2 * i}", "1 kΩ")
    s.wire((x + 180, y + 240), (x + 210, y + 240))
    s.wire((x + 190, y + 240), (x + 190, y + 260))
    resistor(s, x + 190, y + 300, f"R{216 + 2 * i}", "4,7 kΩ", "v", "l")
    ground(s, x + 190, y + 340)
    npn(s, x + 250, y + 240, f"T{201 + i}", "BC337-40")
    ground(s, x + 270, y + 280)


def lamp(s, x, y, i, net, text):
    driver(s, x, y, i, net)
    supply(s, x + 270, y + 40, "5V_F")
    resistor(s, x + 270, y + 80, f"R{212 + i}", "150 Ω", "v")
    terminal(s, x + 270, y + 120, f"J{206 + i}", 1, "r")
    led(s, x + 270, y + 160, f"H{201 + i}", text)
    terminal(s, x + 270, y + 200, f"J{206 + i}", 2, "r")


def sound(s, x, y):
    driver(s, x, y, 3, "GPIO19")
    supply(s, x + 270, y + 120, "5V_F")
    diode(s, x + 270, y + 160, "D203", "1N4148")
    s.wire((x + 270, y + 120), (x + 150, y + 120))
    s.wire((x + 270, y + 200), (x + 150, y + 200))
    buzzer(s, x + 150, y + 160, "BZ201", "5 V actif")
    terminal(s, x + 170, y + 120, "J209", 1)
    terminal(s, x + 170, y + 200, "J209", 2)


def trigger(s, x, y):
    driver(s, x, y, 4, "GPIO26")
    s.wire((x + 270, y + 200), (x + 270, y + 130), (x + 300, y + 130))
    terminal(s, x + 300, y + 130, "J210", 1, last=True)
    s.wire((x + 300, y + 160), (x + 290, y + 160))
    ground(s, x + 290, y + 160)
    terminal(s, x + 300, y + 160, "J210", 2, last=True)
    s.note(x + 120, y + 80, "Vers l'entrée de déclenchement", "du lecteur (active à 0), et sa masse.", size=12)


def fused(s, x, y):
    s.wire((x + 80, y + 120), (x + 100, y + 120))
    flag(s, x + 80, y + 120, "5V", "l")
    fuse(s, x + 140, y + 120, "F201", "0,5 A")
    s.wire((x + 180, y + 120), (x + 270, y + 120))
    supply(s, x + 270, y + 120, "5V_F")
    capacitor(s, x + 270, y + 160, "C205", "100 µF", polar=True)
    ground(s, x + 270, y + 200)


def outputs(number):
    s = Sheet("Carte du poste, 2 : voyants, avertisseur, déclenchement", number)
    for i, (net, text) in enumerate((("GPIO5", "prêt (blanc)"), ("GPIO6", "inscrit (vert)"), ("GPIO13", "refusé (rouge)"))):
        lamp(s, 30 + 375 * i, 40, i, net, text)
    sound(s, 30, 400)
    trigger(s, 405, 400)
    fused(s, 780, 400)
    return s


def line(number):
    s = Sheet("Carte du poste, 3 : RS-485", number)
    rs485_block.draw(s, 200, ("R225", "R226"), "MAX3485", "3V3", "J205", None)
    for x, up, ref, value, net in ((120, True, "R207", "10 kΩ", "RXD"), (260, True, "R208", "390 Ω", "A"), (400, False, "R209", "390 Ω", "B")):
        s.wire((x, 200), (x + 20, 200))
        flag(s, x + 20, 200, net)
        resistor(s, x, 160 if up else 240, ref, value, "v")
        if up:
            supply(s, x, 120, "3V3")
        else:
            ground(s, x, 280)
    for y, net in ((568, "B"), (608, "A")):
        s.name(net, (1060, y))
    supply(s, 540, 120, "3V3")
    capacitor(s, 540, 160, "C206", "100 nF")
    ground(s, 540, 200)
    s.note(640, 110, "DE suit RTS du Pi (GPIO 17) : haut pendant l'émission.", "R225 tient l'écoute tant que le Pi démarre.",
           "R207 tient RXD au repos pendant l'émission.", "R208, R209 : repos de la ligne, au poste seulement.",
           "C206 près de U201. JP203 fermé en bout de ligne.", "Liaisons A et B : celles de J205.", size=12)
    return s
