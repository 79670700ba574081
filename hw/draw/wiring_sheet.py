# SPDX-License-Identifier: GPL-3.0-or-later
"""From the cells to the Pi: which box is joined to which, by what cable."""

from sheet import Sheet


def block(s, x, y, w, h, ref, *lines):
    s.rect(x, y, w, h)
    rows = ([ref] if ref else []) + list(lines)
    top = y + h / 2 - 9 * len(rows) + 14
    for i, one in enumerate(rows):
        s.text(x + w / 2, top + 18 * i, one, "middle", bold=bool(ref) and i == 0, kind="ref" if ref and i == 0 else None)


def cells(s):
    for k in range(4):
        y = 60 + 84 * k
        block(s, 40, y, 130, 60, f"B{101 + k}", "capteur 100 kg")
        s.line((170, y + 30), (270, y + 30))
    block(s, 270, 60, 130, 312, "A101", "boîte de", "jonction", "(4 potentio-", "mètres ou", "résistances)")


def head(s):
    s.line((490, 40), (840, 40), (840, 400), (490, 400), (490, 40), dash=True)
    s.text(502, 62, "E101", bold=True, kind="ref")
    s.text(552, 62, "boîtier de la tête, IP65")
    s.text(502, 350, "K101", bold=True, kind="ref")
    s.text(552, 350, "plaque à souder")
    block(s, 520, 120, 120, 80, "A102", "module HX711")
    block(s, 700, 120, 120, 80, "A103", "Arduino Nano")
    block(s, 700, 290, 120, 80, "U101", "RS-485", "(choix B)")
    s.line((400, 160), (520, 160))
    s.text(408, 116, "W101", bold=True, kind="ref")
    s.note(408, 134, "4 fils et", "blindage", size=12)
    s.line((640, 160), (700, 160))
    s.line((760, 200), (760, 290))
    s.text(750, 250, "TXD, RXD, DE", "end", size=12)
    block(s, 690, 440, 140, 60, "G101", "bloc 5 V (choix B)")
    s.line((760, 440), (760, 370))
    s.text(772, 425, "J102", size=12)


def station(s):
    block(s, 990, 36, 160, 50, "G201", "bloc 5 V du Pi")
    s.line((1070, 86), (1070, 120))
    block(s, 990, 120, 160, 80, "A202", "Raspberry Pi")
    s.line((1070, 200), (1070, 290))
    s.text(1080, 250, "J201", size=12)
    block(s, 990, 290, 160, 80, "A203", "carte du poste")
    s.line((1070, 370), (1070, 440))
    s.text(1080, 410, "J202…J210", size=12)
    block(s, 990, 440, 160, 60, "", "boutons, pédale,", "voyants, avertisseur")
    s.line((820, 160), (990, 160))
    s.note(850, 130, "choix A : USB,", "5 m au plus", size=12)
    s.line((820, 330), (990, 330))
    s.line((975, 108), (1160, 108), (1160, 510), (975, 510), (975, 108), dash=True)
    s.text(985, 535, "E201", bold=True, kind="ref")
    s.text(1035, 535, "boîtier du poste")
    s.note(850, 282, "choix B :", "J101 à J205", "A, B et masse", size=12)


def tables(s):
    s.note(40, 440, "Câble d'un capteur (couleurs usuelles ; la fiche du capteur fait foi)", bold_first=True)
    rows = (("E+", "rouge", "alimentation +"), ("E-", "noir", "alimentation -"), ("S+", "vert", "signal +"),
            ("S-", "blanc", "signal -"), ("Bl", "tresse nue", "blindage, relié à la masse dans la tête seulement"))
    for i, row in enumerate(rows):
        for x, word in zip((40, 90, 200), row):
            s.text(x, 466 + 22 * i, word)
    s.note(40, 600, "Règles de câblage", bold_first=True)
    rules = ("Ne jamais couper le câble d'un capteur : sa longueur fait partie de son réglage. Le lover dans la boîte de jonction.",
             "W101 : câble blindé, deux paires torsadées (E+ avec E-, S+ avec S-), 2 m au plus, loin des câbles du secteur.",
             "Choix A ou choix B, pas les deux : D0 et D1 du Nano ne servent qu'à un lien à la fois (JP102).",
             "RS-485 : paire torsadée blindée, 100 m sans peine ; JP103 et JP203 fermés aux deux bouts, ouverts ailleurs.",
             "G101 et G201 : blocs du commerce, très basse tension de sécurité (TBTS). Aucun 230 V dans nos boîtiers.")
    for i, rule in enumerate(rules):
        s.text(40, 626 + 26 * i, "·", bold=True)
        s.text(54, 626 + 26 * i, rule)


def draw(number):
    s = Sheet("Chaîne de mesure : des capteurs au Raspberry Pi", number)
    cells(s)
    head(s)
    station(s)
    tables(s)
    return s
