# SPDX-License-Identifier: GPL-3.0-or-later
"""One sheet of paper: A4 across, 4 units a millimetre, one stroke, one face of type.

A sheet refuses to be written when a person could misread it: text over text, text over a line,
text off the page, a wire that ends nowhere. Dots where wires join are set by the sheet itself,
so that a crossing without one never means a joint. The wires also give the list of nets.
"""

WIDTH, HEIGHT, MARGIN = 1188, 840, 20
STROKE = 2
NARROW, WIDE = "iIjlt.,:;'|!()[]/f r·", "mwMWΩ—→%@…"


def text_width(text, size, bold=False):
    """Of DejaVu Sans, rounded up: what is narrower fits all the more."""
    em = sum(0.40 if c in NARROW else 0.98 if c in WIDE else 0.70 if c.isupper() else 0.63 for c in text)
    return em * size * (1.08 if bold else 1)


def number(value):
    return f"{value:.2f}".rstrip("0").rstrip(".")


def crosses(a, b, box):
    """Does the segment a-b touch the box (left, top, right, bottom)? Liang and Barsky's clipping."""
    low, high = 0.0, 1.0
    dx, dy = b[0] - a[0], b[1] - a[1]
    for p, q in ((-dx, a[0] - box[0]), (dx, box[2] - a[0]), (-dy, a[1] - box[1]), (dy, box[3] - a[1])):
        if p == 0:
            if q < 0:
                return False
            continue
        if p < 0:
            low = max(low, q / p)
        else:
            high = min(high, q / p)
    return low <= high


def inside(point, a, b):
    """Is the point on the segment a-b, its ends left out?"""
    if point in (a, b):
        return False
    cross = (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0])
    dot = (point[0] - a[0]) * (point[0] - b[0]) + (point[1] - a[1]) * (point[1] - b[1])
    return cross == 0 and dot < 0


class Sheet:
    def __init__(self, title, number_of, size=14):
        self.title, self.size = title, size
        self.out, self.texts, self.lines, self.wires = [], [], [], []
        self.pins, self.names, self.free, self.crossed = [], [], set(), set()
        self.rect(MARGIN, MARGIN, WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN)
        self.rect(MARGIN, HEIGHT - 56, WIDTH - 2 * MARGIN, 36)
        self.text(MARGIN + 12, HEIGHT - 33, title, bold=True)
        self.text(WIDTH - MARGIN - 12, HEIGHT - 33, f"Bascule · feuille {number_of} · GPL-3.0-or-later", anchor="end")

    # ---- ink
    def line(self, *points, dash=False, thick=STROKE):
        d = " ".join(f"{number(x)},{number(y)}" for x, y in points)
        extra = ' stroke-dasharray="8 5"' if dash else ""
        extra += f' stroke-width="{thick}"' if thick != STROKE else ""
        self.out.append(f'<polyline points="{d}"{extra}/>')
        self.lines += list(zip(points, points[1:]))

    def shape(self, *points, fill="none"):
        d = " ".join(f"{number(x)},{number(y)}" for x, y in points)
        self.out.append(f'<polygon points="{d}" fill="{fill}"/>')
        self.lines += list(zip(points, points[1:] + points[:1]))

    def rect(self, x, y, w, h, fill="none"):
        self.shape((x, y), (x + w, y), (x + w, y + h), (x, y + h), fill=fill)

    def circle(self, x, y, r, fill="none"):
        self.out.append(f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(r)}" fill="{fill}"/>')

    def arrow(self, tip, tail):
        """A line with a filled head at the tip."""
        self.line(tail, tip)
        dx, dy = tip[0] - tail[0], tip[1] - tail[1]
        n = (dx * dx + dy * dy) ** 0.5
        dx, dy = dx / n, dy / n
        base = (tip[0] - 10 * dx, tip[1] - 10 * dy)
        self.shape(tip, (base[0] - 4 * dy, base[1] + 4 * dx), (base[0] + 4 * dy, base[1] - 4 * dx), fill="black")

    def text(self, x, y, text, anchor="start", size=None, bold=False, kind=None):
        """y is the foot of the line. kind: a class, by which a test finds references."""
        size = size or self.size
        width = text_width(text, size, bold)
        left = x - {"start": 0, "middle": width / 2, "end": width}[anchor]
        self.texts.append((left, y - 0.74 * size, left + width, y + 0.2 * size, text))
        more = f' class="{kind}"' if kind else ""
        more += f' text-anchor="{anchor}"' if anchor != "start" else ""
        more += f' font-size="{number(size)}"' if size != self.size else ""
        more += ' font-weight="bold"' if bold else ""
        clean = text.replace("&", "&amp;").replace("<", "&lt;")
        self.out.append(f'<text x="{number(x)}" y="{number(y)}"{more}>{clean}</text>')

    def note(self, x, y, *lines, size=None, bold_first=False):
        for i, one in enumerate(lines):
            self.text(x, y + i * 1.35 * (size or self.size), one, size=size, bold=bold_first and i == 0)

    def measure(self, a, b, text, gap=0):
        """A dimension between two points on one line; the text stands above or left of it."""
        middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
        self.arrow(a, middle)
        self.arrow(b, middle)
        if a[1] == b[1]:
            self.text(middle[0], a[1] - 6 - gap, text, "middle")
        else:
            self.text(a[0] - 8 - gap, middle[1] + 5, text, "end")

    # ---- electricity
    def wire(self, *points):
        self.line(*points)
        self.wires += list(zip(points, points[1:]))

    def pin(self, ref, pin, point):
        self.pins.append((ref, str(pin), point))

    def name(self, net, point):
        self.names.append((net, point))

    def loose(self, point):
        """A pin that is left alone on purpose: a small cross."""
        self.free.add(point)
        self.crossed.add(point)
        x, y = point
        self.line((x - 5, y - 5), (x + 5, y + 5))
        self.line((x - 5, y + 5), (x + 5, y - 5))

    def ends_at(self, point):
        ends = sum((a == point) + (b == point) for a, b in self.wires)
        return ends, sum(inside(point, a, b) for a, b in self.wires)

    def join(self):
        """Dots at joints; ends that meet nothing are mistakes."""
        mistakes = []
        for point in dict.fromkeys(p for w in self.wires for p in w):
            ends, through = self.ends_at(point)
            held = point in self.free or any(p == point for _, p in self.names)
            if ends + 2 * through >= 3:
                self.circle(*point, 4, fill="black")
            elif ends + through < 2 and not held:
                mistakes.append(f"a wire ends nowhere at {point}")
        for ref, pin, p in self.pins:
            if p not in self.free and not any(self.ends_at(p)):
                mistakes.append(f"{ref}.{pin} lies beside the wires")
        return mistakes

    def nets(self):
        """[(name, ["R1.1", ...])]: points that wires, joints or one name connect."""
        group = {}

        def find(p):
            while group.setdefault(p, p) != p:
                p = group[p]
            return p

        points = [p for w in self.wires for p in w] + [p for _, _, p in self.pins]
        for a, b in self.wires:
            group[find(a)] = find(b)
            for p in points:
                if inside(p, a, b):
                    group[find(p)] = find(a)
        for net, p in self.names:
            group[find(p)] = find(("net", net))
        for ref, pin, p in self.pins: # a screw that is drawn twice is one screw
            group[find(p)] = find(("pin", ref, pin))
        nets = {}
        for ref, pin, p in self.pins:
            if p not in self.crossed:
                nets.setdefault(find(p), []).append(f"{ref}.{pin}")
        titles = {}
        for net, p in self.names:
            titles.setdefault(find(p), net)
        return [(titles.get(k, ""), v) for k, v in nets.items()]

    # ---- the sheet as a whole
    def mistakes(self):
        said = self.join()
        for i, t in enumerate(self.texts):
            if t[0] < MARGIN + 4 or t[2] > WIDTH - MARGIN - 4 or t[1] < MARGIN or t[3] > HEIGHT - MARGIN:
                said.append(f"off the page: {t[4]}")
            for u in self.texts[i + 1:]:
                if t[0] < u[2] and u[0] < t[2] and t[1] < u[3] and u[1] < t[3]:
                    said.append(f"text over text: {t[4]} / {u[4]}")
            box = (t[0] + 1, t[1] + 1, t[2] - 1, t[3] - 1)
            for a, b in self.lines:
                if crosses(a, b, box):
                    said.append(f"a line through text: {t[4]} {a} {b}")
        return [f"{self.title}: {s}" for s in dict.fromkeys(said)]

    def svg(self):
        head = (f'<svg xmlns="http://www.w3.org/2000/svg" width="297mm" height="210mm" viewBox="0 0 {WIDTH} {HEIGHT}" '
                f'fill="none" stroke="black" stroke-width="{STROKE}" stroke-linejoin="round">')
        style = (f'<style>text {{ font-family: "DejaVu Sans", Verdana, sans-serif; fill: black; stroke: none }}</style>'
                 f'<g font-size="{self.size}">')
        return "\n".join(["<!-- SPDX-License-Identifier: GPL-3.0-or-later. Drawn by hw/draw/draw; edit that. -->",
                          head, f"<title>{self.title}</title>", f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white" stroke="none"/>',
                          style, *self.out, "</g>", "</svg>", ""])
