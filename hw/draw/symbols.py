# SPDX-License-Identifier: GPL-3.0-or-later
"""Symbols of parts. Each is centred on (x, y), registers its pins with the sheet, and has leads of
40 units from the centre, so that parts stand on a grid of 10. `way` is "h" (lying) or "v" (standing);
a lying part has pin 1 on the left, a standing one on top."""

from sheet import text_width


def place(way, x, y):
    """A function from the part's own axes (along, across) to the sheet."""
    return (lambda a, c: (x + a, y + c)) if way == "h" else (lambda a, c: (x + c, y + a))


def marks(s, way, x, y, ref, value, side, rise=12):
    if way == "h":
        s.text(x, y - rise - 2, ref, "middle", kind="ref")
        s.text(x, y + rise + 12, value, "middle")
    else:
        dx, anchor = (rise + 3, "start") if side == "r" else (-rise - 3, "end")
        s.text(x + dx, y - 3, ref, anchor, kind="ref")
        s.text(x + dx, y + 15, value, anchor)


def leads(s, at, ref, body, names=("1", "2")):
    for sign, name in ((-1, names[0]), (1, names[1])):
        s.wire(at(sign * 40, 0), at(sign * body, 0))
        s.free.add(at(sign * body, 0))
        s.pin(ref, name, at(sign * 40, 0))
    return at(-40, 0), at(40, 0)


def resistor(s, x, y, ref, value, way="h", side="r"):
    at = place(way, x, y)
    s.shape(at(-20, -7), at(20, -7), at(20, 7), at(-20, 7))
    marks(s, way, x, y, ref, value, side)
    return leads(s, at, ref, 20)


def fuse(s, x, y, ref, value, way="h", side="r"):
    at = place(way, x, y)
    s.line(at(-20, 0), at(20, 0))
    s.shape(at(-20, -7), at(20, -7), at(20, 7), at(-20, 7))
    marks(s, way, x, y, ref, value, side)
    return leads(s, at, ref, 20)


def capacitor(s, x, y, ref, value, way="v", side="r", polar=False):
    at = place(way, x, y)
    for a in (-4, 4):
        s.line(at(a, -16), at(a, 16))
    if polar:
        s.text(*at(-9 if way == "v" else -14, -12), "+", "middle")
    marks(s, way, x, y, ref, value, side, 20)
    return leads(s, at, ref, 4)


def diode(s, x, y, ref, value, way="v", side="r", kind="plain"):
    """Pin 1 is the cathode (bar). kind: plain, zener (one way), both (two ways)."""
    at = place(way, x, y)
    if kind == "both":
        s.shape(at(-16, -10), at(-16, 10), at(0, 0))
        s.shape(at(16, -10), at(16, 10), at(0, 0))
        s.line(at(-5, -14), at(0, -10), at(0, 10), at(5, 14))
    else:
        s.shape(at(10, -12), at(10, 12), at(-10, 0))
        s.line(at(-10, -12), at(-10, 12))
        if kind == "zener":
            s.line(at(-10, -12), at(-4, -12))
            s.line(at(-10, 12), at(-16, 12))
    marks(s, way, x, y, ref, value, side, 14)
    return leads(s, at, ref, 16 if kind == "both" else 10, ("1", "2") if kind == "both" else ("K", "A"))


def led(s, x, y, ref, value):
    """Standing, anode on top."""
    s.shape((x - 12, y - 10), (x + 12, y - 10), (x, y + 10))
    s.line((x - 12, y + 10), (x + 12, y + 10))
    for dy in (-6, 4):
        s.arrow((x + 34, y + dy - 14), (x + 16, y + dy))
    s.text(x - 18, y - 3, ref, "end", kind="ref")
    s.text(x - 18, y + 15, value, "end")
    return leads(s, place("v", x, y), ref, 10, ("A", "K"))


def npn(s, x, y, ref, value):
    """Base on the left, collector on top, emitter below, both at x + 20."""
    s.circle(x + 4, y, 27)
    s.wire((x - 40, y), (x - 8, y))
    s.free.add((x - 8, y))
    s.line((x - 8, y - 15), (x - 8, y + 15), thick=4)
    s.line((x - 8, y - 6), (x + 20, y - 18))
    s.arrow((x + 20, y + 18), (x - 8, y + 6))
    for sign, pin in ((-1, "C"), (1, "E")):
        s.wire((x + 20, y + sign * 18), (x + 20, y + sign * 40))
        s.free.add((x + 20, y + sign * 18))
        s.pin(ref, pin, (x + 20, y + sign * 40))
    s.pin(ref, "B", (x - 40, y))
    s.text(x + 38, y - 3, ref, kind="ref")
    s.text(x + 38, y + 15, value)
    return {"B": (x - 40, y), "C": (x + 20, y - 40), "E": (x + 20, y + 40)}


def button(s, x, y, ref, value, way="h"):
    """A contact that closes when pressed."""
    at = place(way, x, y)
    for a in (-20, 20):
        s.circle(*at(a, 0), 4, fill="white")
    s.line(at(-22, -12), at(22, -12))
    s.line(at(0, -12), at(0, -24))
    s.line(at(-8, -24), at(8, -24))
    if way == "h":
        s.text(x, y - 32, ref, "middle", kind="ref")
        s.text(x, y + 22, value, "middle")
    else:
        marks(s, way, x, y, ref, value, "r")
    return leads(s, at, ref, 24)


def jumper(s, x, y, ref, value, way="h", side="r"):
    """Two posts and the bridge that is put over them."""
    at = place(way, x, y)
    for a in (-12, 12):
        s.circle(*at(a, 0), 5)
    s.line(at(-12, -10), at(12, -10))
    s.line(at(-12, -10), at(-12, -5))
    s.line(at(12, -10), at(12, -5))
    marks(s, way, x, y, ref, value, side, 14)
    return leads(s, at, ref, 17)


def ground(s, x, y):
    s.wire((x, y), (x, y + 12))
    for i, half in enumerate((14, 9, 4)):
        s.line((x - half, y + 12 + 5 * i), (x + half, y + 12 + 5 * i))
    s.name("GND", (x, y + 12))


def supply(s, x, y, net):
    """A bar above the point, with its name."""
    s.wire((x, y), (x, y - 14))
    s.line((x - 14, y - 14), (x + 14, y - 14))
    s.text(x, y - 20, net, "middle")
    s.name(net, (x, y - 14))


def flag(s, x, y, net, side="r"):
    """A net's name at a wire's end: what bears the same name is connected."""
    w = text_width(net, s.size) + 14
    sign = 1 if side == "r" else -1
    s.shape((x, y), (x + sign * 8, y - 11), (x + sign * (w + 8), y - 11), (x + sign * (w + 8), y + 11), (x + sign * 8, y + 11))
    s.text(x + sign * (8 + w / 2), y + 5, net, "middle")
    s.name(net, (x, y))


def box(s, x, y, w, ref, value, left=(), right=(), pitch=30, top=44):
    """A part with pins: each is "NUMBER NAME" or "NAME"; "" leaves a row free. Leads are 30 long.
    Returns the ends of the leads by the pin's first word."""
    rows = max(len(left), len(right))
    h = top + pitch * (rows - 1) + 28
    s.rect(x, y, w, h)
    s.text(x + w / 2, y + 18, ref, "middle", bold=True, kind="ref")
    s.text(x + w / 2, y + 36, value, "middle")
    ends = {}
    for pins, edge, sign, anchor in ((left, x, -1, "start"), (right, x + w, 1, "end")):
        for i, pin in enumerate(pins):
            if not pin:
                continue
            first, _, rest = pin.partition(" ")
            py = y + top + 14 + pitch * i
            s.text(edge - sign * 6, py + 5, rest or first, anchor)
            if rest:
                s.text(edge + sign * 6, py - 4, first, "end" if sign < 0 else "start", size=11)
            s.wire((edge, py), (edge + sign * 30, py))
            s.free.add((edge, py))
            s.pin(ref, first, (edge + sign * 30, py))
            ends[first] = (edge + sign * 30, py)
    return ends


def buzzer(s, x, y, ref, value):
    """Standing, plus on top: half a disc with its chord on the right."""
    s.line((x + 10, y - 24), (x + 10, y + 24))
    s.out.append(f'<path d="M {x + 10} {y - 24} A 24 24 0 0 0 {x + 10} {y + 24}"/>')
    for sign in (-1, 1):
        s.line((x, y + sign * 22), (x, y + sign * 26))
    s.text(x - 24, y - 3, ref, "end", kind="ref")
    s.text(x - 24, y + 15, value, "end")
    return leads(s, place("v", x, y), ref, 26, ("+", "-"))


def terminal(s, x, y, ref, pin, side="r", last=False, dy=-8):
    """A screw of a terminal block, on a wire or, as the last, at its end."""
    s.circle(x, y, 5, fill="white")
    s.pin(ref, pin, (x, y))
    s.text(x + (12 if side == "r" else -12), y + (5 if last else dy), f"{ref}.{pin}", "start" if side == "r" else "end", kind="ref")
    if last:
        s.free.add((x, y))
