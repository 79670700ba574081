# SPDX-License-Identifier: GPL-3.0-or-later
"""The platform for 200 kg: from above, and a section beside one foot. Millimetres."""

from sheet import Sheet

LEFT, TOP, LONG, WIDE = 50, 110, 500, 400  # 2 mm a unit


def label(s, x, y, ref, target, anchor="start"):
    """A reference with a line to what it names."""
    s.text(x, y, ref, anchor, bold=True, kind="ref")
    edge = x - 6 if anchor == "start" else x + 6
    s.line((edge, y - 5), target)
    s.circle(*target, 3, fill="black")


def plan(s):
    s.text(LEFT, 50, "Vue de dessus, plateau ôté", bold=True)
    s.rect(LEFT, TOP, LONG, WIDE)
    centre = (LEFT + LONG // 2, TOP + WIDE // 2)
    for sign in (-1, 1): # the frame's two openings, with A101 across the bar between them
        far, bar, box = centre[0] + 230 * sign, centre[0] + 10 * sign, centre[0] + 32 * sign
        s.shape((far, TOP + 20), (bar, TOP + 20), (bar, centre[1] - 22), (box, centre[1] - 22),
                (box, centre[1] + 22), (bar, centre[1] + 22), (bar, TOP + WIDE - 20), (far, TOP + WIDE - 20))
    for row in (TOP + 10, TOP + WIDE - 10):
        inner = TOP + 44 if row < centre[1] else TOP + WIDE - 44
        for foot, sign in ((LEFT + 30, 1), (LEFT + LONG - 30, -1)):
            s.rect(min(foot - 10 * sign, foot + 55 * sign), row - 8, 65, 16)
            s.circle(foot, row, 6)
            for bolt in (30, 46):
                s.circle(foot + bolt * sign, row, 3, fill="black")
            s.line((foot + 55 * sign, row), (foot + 65 * sign, row), (foot + 65 * sign, inner),
                   (centre[0] - 15 * sign, inner), (centre[0] - 15 * sign, centre[1] + (-22 if row < centre[1] else 22)), dash=True)
    s.rect(centre[0] - 32, centre[1] - 22, 64, 44)
    s.text(centre[0], centre[1] + 5, "A101", "middle", kind="ref")
    s.line((centre[0] + 32, centre[1]), (LEFT + LONG + 14, centre[1]), dash=True)
    s.measure((LEFT, 84), (LEFT + LONG, 84), "1000")
    s.measure((LEFT + 30, 536), (LEFT + LONG - 30, 536), "entraxe des pieds 880")
    s.measure((LEFT + LONG + 70, TOP), (LEFT + LONG + 70, TOP + WIDE), "800")
    s.measure((LEFT + LONG + 125, TOP + 10), (LEFT + LONG + 125, TOP + WIDE - 10), "760")
    label(s, 110, 200, "M302", (LEFT + 8, 225))
    label(s, 150, 460, "B103", (LEFT + 46, TOP + WIDE - 6))
    label(s, 150, 180, "B101", (LEFT + 46, TOP + 14))
    label(s, 450, 180, "B102", (LEFT + LONG - 46, TOP + 14), "end")
    label(s, 450, 460, "B104", (LEFT + LONG - 46, TOP + WIDE - 6), "end")
    label(s, 490, 290, "M307", (LEFT + LONG - 10, TOP + WIDE // 2), "end")


def section(s):
    """1.2 units a millimetre."""
    s.text(LEFT, 570, "Coupe le long d'un grand côté", bold=True)
    s.rect(80, 590, 320, 25)
    s.rect(80, 615, 320, 48)
    s.line((80, 619), (400, 619))
    s.line((80, 659), (400, 659))
    s.rect(218, 663, 78, 10, fill="black")
    s.rect(140, 673, 156, 38)
    for x in (240, 276):
        s.line((x, 620), (x, 716), thick=4)
        s.rect(x - 8, 711, 16, 8, fill="black")
    s.rect(154, 670, 12, 64, fill="white")
    s.rect(150, 711, 20, 8, fill="black")
    s.shape((146, 734), (174, 734), (190, 752), (130, 752))
    s.line((50, 752), (560, 752), thick=4)
    for i in range(17):
        s.line((60 + 30 * i, 764), (72 + 30 * i, 752))
    s.arrow((120, 664), (120, 640))
    s.arrow((120, 673), (120, 697))
    s.text(112, 692, "jeu", "end", size=12)
    for y, ref, target in ((600, "M301", (380, 602)), (630, "M302", (380, 640)), (676, "M303", (292, 668)), (700, "B101", (286, 690)),
                           (722, "M304", (280, 715)), (744, "M305", (176, 742))):
        label(s, 450, y, ref, target)


def legend(s):
    lines = (("M301", "plateau : contreplaqué filmé antidérapant", "21 mm, 1000 × 800, bords arrondis"),
             ("M302", "cadre : tube d'acier 40 × 40 × 3 soudé,", "une traverse, peint"),
             ("M303", "cale d'acier 8 mm sous la moitié fixe :", "le capteur ne touche le cadre que là"),
             ("M304", "deux vis par capteur, classe 8.8, serrées", "au couple de la fiche du capteur"),
             ("M305", "pied à rotule réglable, filetage du capteur,", "contre-écrou, semelle antidérapante"),
             ("M306", "rampe ou butées de roue (non dessinées)", "hors du plateau, posées au sol"),
             ("M307", "presse-étoupe et passage du câble,", "boucle lâche : le câble ne porte rien"),
             ("B101", "à B104 : capteurs C3 de 100 kg, flèche", "vers le haut (le pied pousse), fixe au milieu"),
             ("A101", "boîte de jonction sur la traverse", "(relie les quatre capteurs)"))
    for i, (ref, one, two) in enumerate(lines):
        s.text(740, 66 + 54 * i, ref, bold=True, kind="ref")
        s.text(800, 66 + 54 * i, one)
        s.text(800, 84 + 54 * i, two)
    s.note(740, 570, "À marquer sur le plateau, lisible debout :", "Max 200 kg réparti.  Sur un coin : 100 kg au plus.",
           "Poids indicatif, non utilisable pour une transaction.", bold_first=True)
    s.rect(728, 548, 424, 70)
    s.note(740, 650, "Jeu : 5 mm au moins entre le cadre et la moitié libre", "du capteur, et tout autour du plateau (rien ne touche).",
           "Sol : plat, dur, sans carrelage qui sonne. Les quatre", "pieds portent : régler, puis bloquer les contre-écrous.",
           "Cotes en mm. Le capteur fixe perçages et filetages.", size=14)


def draw(number):
    s = Sheet("Plateforme 200 kg : plan et coupe", number)
    plan(s)
    section(s)
    legend(s)
    return s
