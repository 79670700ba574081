# SPDX-License-Identifier: GPL-3.0-or-later
"""
Five addresses that hold as many connections as they are given and say nothing, while another one asks: LAN_PORT
TLS_FILE. Prints how many of ten requests of the other address were answered.
"""
import socket, ssl, sys, threading, time

lan, trust = int(sys.argv[1]), sys.argv[2]
context = ssl.create_default_context(cafile=trust)
context.check_hostname = False
stop = threading.Event()
held = {}


def alive(line):
    try:
        if line.recv(1) != b"":
            return True
    except BlockingIOError:
        return True
    except OSError:
        pass
    line.close()
    return False


def hold(address):
    mine = []
    while not stop.is_set():
        mine = [line for line in mine if alive(line)]
        for _ in range(12):
            if len(mine) < 60:
                line = socket.socket()
                try:
                    line.bind((address, 0))
                    line.connect(("127.0.0.1", lan))
                    line.setblocking(False)
                    mine.append(line)
                except OSError:
                    line.close()
        held[address] = max(held.get(address, 0), len(mine))
        time.sleep(0.2)
    for line in mine:
        line.close()


def ask():
    try:
        with socket.create_connection(("127.0.0.1", lan), timeout=8, source_address=("127.0.0.99", 0)) as line:
            with context.wrap_socket(line) as sealed:
                sealed.sendall(b"GET /api/v1/session HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n" % lan)
                return b" 200 " in sealed.recv(4096)
    except OSError:
        return False


threads = [threading.Thread(target=hold, args=(f"127.0.0.{2 + i}",)) for i in range(5)]
for one in threads:
    one.start()
until = time.monotonic() + 20
while time.monotonic() < until and sum(held.values()) < 100:
    time.sleep(0.1)
time.sleep(2)
answered = 0
for _ in range(10):
    answered += ask()
    time.sleep(0.4)
stop.set()
for one in threads:
    one.join()
assert sum(held.values()) >= 100, held
print(answered)
