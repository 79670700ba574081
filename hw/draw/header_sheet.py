# SPDX-License-Identifier: GPL-3.0-or-later
"""The Pi's 40 pins, seen from above with the USB sockets below: name, pull at start-up, use on the station board."""

from sheet import Sheet

UP, DOWN = "haut", "bas"
NAMES = ("3V3", "5V", "GPIO2", "5V", "GPIO3", "GND", "GPIO4", "GPIO14", "GND", "GPIO15", "GPIO17", "GPIO18", "GPIO27", "GND",
         "GPIO22", "GPIO23", "3V3", "GPIO24", "GPIO10", "GND", "GPIO9", "GPIO25", "GPIO11", "GPIO8", "GND", "GPIO7", "GPIO0",
         "GPIO1", "GPIO5", "GND", "GPIO6", "GPIO12", "GPIO13", "GND", "GPIO19", "GPIO16", "GPIO26", "GPIO20", "GND", "GPIO21")
USE = {1: "3,3 V : horloge, boutons", 2: "5 V : voyants, avertisseur", 3: "SDA de l'horloge", 5: "SCL de l'horloge", 6: "masse", 39: "masse",
       8: "TXD du RS-485", 10: "RXD du RS-485", 11: "DE du RS-485 (RTS)", 13: "bouton rouge (J203)", 15: "bouton vert (J202)",
       16: "pédale (J204)", 29: "voyant prêt (J206)", 31: "voyant inscrit (J207)", 33: "voyant refusé (J208)",
       35: "avertisseur (J209)", 37: "déclenchement (J210)"}


def pull(name):
    """GPIO 0 to 8 are pulled up until something says otherwise, the others down."""
    if not name.startswith("GPIO"):
        return ""
    return UP if int(name[4:]) <= 8 else DOWN


def draw(number):
    s = Sheet("Connecteur du Raspberry Pi (J201), broche par broche", number)
    s.rect(562, 78, 64, 684)
    for x, anchor in ((300, "end"), (888, "start")):
        s.text(x, 60, "sur la carte du poste", anchor, bold=True)
    for x in (400, 788):
        s.text(x, 60, "au démarrage", "middle", bold=True)
    for x in (496, 692):
        s.text(x, 60, "nom", "middle", bold=True)
    for i, name in enumerate(NAMES):
        number_, y = i + 1, 95 + 34 * (i // 2)
        left = i % 2 == 0
        used = number_ in USE
        x = 578 if left else 610
        s.circle(x, y, 11, fill="black" if used else "white")
        s.text(x + (-24 if left else 24), y - 3, str(number_), "end" if left else "start", size=11)
        s.text(496 if left else 692, y + 5, name, "middle", bold=used)
        s.text(400 if left else 788, y + 5, pull(name), "middle")
        if used:
            s.text(300 if left else 888, y + 5, USE[number_], "end" if left else "start")
            s.line((310, y) if left else (878, y), (340, y) if left else (848, y))
    s.text(594, 778, "Noir : employée. « haut », « bas » : tirage avant tout programme.", "middle", size=12)
    return s
