# SPDX-License-Identifier: GPL-3.0-or-later
"""A Modbus TCP gateway for tests: prints its port, answers function 3 as a JSON file says.

The file is read at each question: {"regs": [...], "delay_s": 0, "unit": null, "exception": 0}.
"""
import json
import socket
import struct
import sys
import time


def answer(ask, how):
    unit = ask[6] if how.get("unit") is None else how["unit"]
    if how.get("exception"):
        pdu = bytes([ask[7] | 0x80, how["exception"]])
    else:
        first, count = struct.unpack(">HH", ask[8:12])
        regs = how["regs"][first : first + count]
        pdu = bytes([ask[7], 2 * count]) + struct.pack(">%dH" % count, *regs)
    return ask[0:4] + struct.pack(">HB", len(pdu) + 1, unit) + pdu


def main():
    server = socket.create_server(("127.0.0.1", 0))
    print(server.getsockname()[1], flush=True)
    while True:
        peer, _ = server.accept()
        with peer:
            while ask := peer.recv(260):
                with open(sys.argv[1], encoding="ascii") as f:
                    how = json.load(f)
                time.sleep(how.get("delay_s", 0))
                try:
                    peer.sendall(answer(ask, how))
                except OSError:
                    break


main()
