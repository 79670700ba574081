# SPDX-License-Identifier: GPL-3.0-or-later
"""The RS-485 end that head and station share: transceiver, idle state, termination, surge arresters."""

from symbols import box, diode, flag, ground, jumper, resistor, supply


def draw(s, n, resistors, chip, volts, connector, ro_jumper):
    """n: hundreds of the references (100 head, 200 station); resistors: pull-down of DE, termination. Occupies x 400 to 1165, y 465 to 765."""
    ref = lambda letter, i: f"{letter}{n + i}"  # noqa: E731
    box(s, 620, 470, 130, ref("U", 1), chip, ("1 RO", "2 /RE", "3 DE", "4 DI"), ("8 VCC", "7 B", "6 A", "5 GND"), pitch=40)
    if ro_jumper:
        jumper(s, 530, 528, ro_jumper, "fermé : RS-485")
        s.wire((570, 528), (590, 528))
        s.wire((490, 528), (470, 528))
    else:
        s.wire((470, 528), (590, 528))
    flag(s, 470, 528, "RXD", "l")
    s.wire((590, 568), (570, 568), (570, 608), (590, 608))
    s.wire((570, 608), (460, 608))
    flag(s, 460, 608, "DE", "l")
    resistor(s, 490, 648, resistors[0], "10 kΩ", "v", "l")
    ground(s, 490, 688)
    flag(s, 590, 648, "TXD", "l")
    s.wire((780, 528), (800, 528))
    supply(s, 800, 528, volts)
    s.wire((780, 648), (800, 648))
    ground(s, 800, 648)
    s.wire((780, 568), (1060, 568))
    s.wire((780, 608), (1060, 608))
    s.wire((830, 568), (830, 490))
    resistor(s, 870, 490, resistors[1], "120 Ω")
    jumper(s, 950, 490, ref("JP", 3), "bout de ligne")
    s.wire((990, 490), (1005, 490), (1005, 608))
    diode(s, 880, 648, ref("D", 1), "P6KE6.8CA", kind="both")
    ground(s, 880, 688)
    s.wire((1030, 568), (1030, 660))
    diode(s, 1030, 700, ref("D", 2), "P6KE6.8CA", kind="both")
    ground(s, 1030, 740)
    box(s, 1090, 510, 65, connector, "RS-485", ("1 B", "2 A", "3 GND"), pitch=40)
    s.wire((1060, 648), (1050, 648))
    ground(s, 1050, 648)
