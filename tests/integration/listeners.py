# SPDX-License-Identifier: GPL-3.0-or-later
"""
Who listens to live events: PORT LAN_PORT TLS_FILE TOKEN…. Each token opens ten listeners from other machines (of two
addresses), then one at the station, and at last the desk's own page asks. Prints how many of the first token's were
answered, how many of all, the status of the one at the station, and that of the desk.
"""
import socket, ssl, sys, time

here, lan, trust, tokens = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:]
context = ssl.create_default_context(cafile=trust)
context.check_hostname = False
held = []


def status(line, head):
    line.sendall(b"GET /api/v1/events?page=kiosk HTTP/1.1\r\nHost: 127.0.0.1\r\n" + head + b"\r\n")
    held.append(line)
    return line.recv(12)[9:].decode()


def bearer(token):
    return b"Authorization: Bearer %s\r\n" % token.encode()


def from_afar(token, address):
    line = socket.create_connection(("127.0.0.1", lan), timeout=20, source_address=(address, 0))
    line = context.wrap_socket(line)
    line.sendall(b"GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n" % lan + bearer(token) + b"\r\n")
    held.append(line)
    return line.recv(12)[9:].decode()


desk = socket.create_connection(("127.0.0.1", here), timeout=20)
before = status(desk, b"")
of_one = []
for i, token in enumerate(tokens):
    of_one.append([from_afar(token, f"127.0.0.{2 + i % 3}") for _ in range(10)])
guest = status(socket.create_connection(("127.0.0.1", here), timeout=20), bearer(tokens[0]))
time.sleep(0.2)
desk.setblocking(False)
heard = b""
try:
    while True:
        more = desk.recv(65536)
        if not more:
            heard = b"end"
            break
except BlockingIOError:
    pass
again = status(socket.create_connection(("127.0.0.1", here), timeout=20), b"")
print(of_one[0].count("200"), sum(one.count("200") for one in of_one), guest, before, heard.decode() or "on", again)
