# SPDX-License-Identifier: GPL-3.0-or-later
"""
Two hundred handshakes of TLS a second from one address, while somebody weighs: PORT LAN_PORT TLS_FILE. Prints by how
many milliseconds the usual weighing took longer than before, to how many of the handshakes a second the
station answered, and after how many milliseconds the slowest of five requests from another address was.
"""
import http.client, json, socket, ssl, statistics, sys, threading, time

here, lan, trust = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
RATE, SECONDS = 200, 4
WEIGHING = json.dumps({"direction": "in", "category": "TLC-VET", "origin": "APP_VOL", "net_kg": "1", "reason": "TEST"})
context = ssl.create_default_context(cafile=trust)
context.check_hostname = False


def hello():
    """The first bytes of a handshake: what costs the station its calculation, and us nothing."""
    out = ssl.MemoryBIO()
    try:
        context.wrap_bio(ssl.MemoryBIO(), out, server_hostname="bascule.local").do_handshake()
    except ssl.SSLWantReadError:
        return out.read()


def weigh(line, until):
    spent = []
    while until(len(spent)):
        begun = time.perf_counter()
        line.request("POST", "/api/v1/weighings", body=WEIGHING)
        answer = line.getresponse()
        answer.read()
        assert answer.status == 201
        spent.append((time.perf_counter() - begun) * 1000)
        time.sleep(0.01)
    return spent


tried, answered, slowest = [], [], []


def knock(first):
    with socket.socket() as line:
        line.settimeout(1)
        try:
            line.connect(("127.0.0.1", lan))
            line.sendall(first)
            if line.recv(1):
                answered.append(1)
        except OSError:
            pass  # let go at the door


def flood():
    first, begun = hello(), time.perf_counter()
    for i in range(RATE * SECONDS):
        time.sleep(max(0, begun + i / RATE - time.perf_counter()))
        tried.append(threading.Thread(target=knock, args=(first,)))
        tried[-1].start()


def other():
    for _ in range(5):
        begun = time.perf_counter()
        with socket.create_connection(("127.0.0.1", lan), timeout=20, source_address=("127.0.0.2", 0)) as line:
            with context.wrap_socket(line) as sealed:
                sealed.sendall(b"GET /api/v1/session HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n" % lan)
                assert b" 200 " in sealed.recv(4096)
        slowest.append((time.perf_counter() - begun) * 1000)
        time.sleep(0.4)


def line():
    return http.client.HTTPConnection("127.0.0.1", here, timeout=60)


before = weigh(line(), lambda n: n < 100)
threads = [threading.Thread(target=flood), threading.Thread(target=other)]
begun = time.perf_counter()
for one in threads:
    one.start()
during = weigh(line(), lambda n: n < 20 or threads[0].is_alive())
for one in threads + tried:
    one.join()
spent = time.perf_counter() - begun
assert len(tried) == RATE * SECONDS and len(slowest) == 5
print(f"{statistics.median(during) - statistics.median(before):.1f} {len(answered) / spent:.0f} {max(slowest):.0f}")
