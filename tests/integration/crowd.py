# SPDX-License-Identifier: GPL-3.0-or-later
# Clients of 19-crowd, on bare sockets. Each check names the fault that it is about.
import json
import os
import resource
import select
import socket
import sys
import threading
import time
from urllib.parse import urlsplit

PORT = urlsplit(sys.argv[1]).port
HOST = f"Host: 127.0.0.1:{PORT}\r\n"
ENTRY = json.dumps({"direction": "in", "category": "TLC-VET", "origin": "APP_VOL",
                    "net_kg": "1", "reason": "scale_broken"})
# A second is promised of what is installed; what watches each of its steps is slower. Two cores that
# fourteen others wanted gave 0.07 to 0.28 s: one of three tries has to keep it, wherever that is.
WITHIN_S = 5 if os.environ.get("SANITIZED") else 1
TRIES = 3
failures = 0


def check(name, good, said=""):
    global failures
    print(("ok    " if good else "FAIL  ") + name, "" if good else said)
    failures += not good


def connect():
    return socket.create_connection(("127.0.0.1", PORT), timeout=10)


def answer(s):
    """Status and body of what comes until the length is there or the other side closes."""
    data, until = b"", time.monotonic() + 10
    while time.monotonic() < until:
        head, end, body = data.partition(b"\r\n\r\n")
        length = [int(h.split(b":")[1]) for h in head.split(b"\r\n") if h.lower().startswith(b"content-length:")]
        if end and length and len(body) >= length[0]:
            break
        try:
            more = s.recv(65536)
        except ConnectionResetError:
            more = b""
        if not more:
            break
        data += more
    return int(data[9:12] or 0), body


def ask(text):
    with connect() as s:
        s.sendall(text.encode())
        return answer(s)


def post(headers="", body=ENTRY, path="/api/v1/weighings"):
    return f"POST {path} HTTP/1.1\r\n{HOST}{headers}Content-Length: {len(body)}\r\n\r\n{body}"


def get(path, headers=""):
    return f"GET {path} HTTP/1.1\r\n{HOST}{headers}\r\n"


def refused(name, text, status, error):
    """In French and in English, as JSON, and the words differ."""
    said = []
    for lang in "fr", "en":
        got, body = ask(text.replace(HOST, HOST + f"Accept-Language: {lang}\r\n"))
        try:
            said.append(json.loads(body))
        except ValueError:
            said.append({"error": body, "message": ""})
        check(f"{name} ({lang})", got == status and said[-1].get("error") == error, (got, body))
    check(f"{name}: a sentence in each language", said[0].get("message") != said[1].get("message"))


def folded():
    """What begins on the next line belongs to a value for some, and to a name for libmicrohttpd."""
    for line in "Origin:\r\n http://evil.example", "Sec-Fetch-Site:\r\n cross-site", "Authorization:\r\n Bearer x", \
            "Transfer-Encoding:\r\n chunked", "X-Folded: a\r\n b", "X-Folded: a\r\n\tb", "X: a\r\n b\r\n c", \
            "X-Empty:\r\nX:\r\n b":
        for text in post(line + "\r\n"), get("/api/v1/health", line + "\r\n"):
            refused(f"truth 23: folded {line!r}", text, 400, "folded_line")


def framing():
    chunked = f"{len(ENTRY):x}\r\n{ENTRY}\r\n0\r\n\r\n"
    start = f"POST /api/v1/weighings HTTP/1.1\r\n{HOST}"
    refused("truth 23: two lengths", post("Content-Length: 2\r\n"), 400, "two_lengths")
    refused("truth 23: the same length twice", post(f"Content-Length: {len(ENTRY)}\r\n"), 400, "two_lengths")
    refused("truth 23: length and chunked",
            f"{start}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n{chunked}", 400, "two_lengths")
    refused("truth 23: unknown coding", f"{start}Transfer-Encoding: gzip, chunked\r\n\r\n{chunked}", 400,
            "unknown_transfer_coding")
    got, body = ask(get("/api/v1/health").replace(HOST, ""))
    check("truth 23: no Host", got == 400, (got, body))
    for hosts in HOST + "Host: evil.example\r\n", "Host: evil.example\r\n" + HOST, HOST + HOST:
        refused("truth 23: two Hosts", get("/api/v1/health").replace(HOST, hosts), 400, "two_hosts")
    folded()
    got, body = ask(get("/api/v1/health", "X-Empty:\r\nX-Blank:  \t \r\nX-Wide:\t  a  b \r\n"))
    check("blanks fold nothing", got == 200, (got, body))
    got, body = ask(f"{start}Transfer-Encoding: chunked\r\n\r\n{chunked}")
    check("chunked alone", got == 201, (got, body))
    with connect() as s:
        s.sendall((post("Content-Length: 0\r\n") + post()).encode())
        answer(s)
        try:
            more = s.recv(65536)
        except ConnectionResetError:
            more = b""
        check("truth 23: nothing behind two lengths is read", more == b"", more)


def names():
    for path in "/index.html%00", "/%00", "/index.html%00.png", "/app.js%00/x":
        refused(f"truth 23: {path}", get(path), 404, "no_such_page")
    refused("truth 23: NUL in a call", get("/api/v1/health%00"), 404, "no_such_call")
    refused("truth 23: NUL in an id", get("/api/v1/weighings/X%00Y"), 404, "no_such_weighing")
    got, _ = ask(get("/api/v1/we%69ghings?limit=%31"))
    check("other escapes are read", got == 200, got)


def foreign():
    for header in "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site", "Origin: http://evil.example":
        for path in "health", "weighings", "events", "station":
            refused(f"truth 23: reading {path}, {header}", get(f"/api/v1/{path}", header + "\r\n"), 403,
                    "foreign_origin")
        got, _ = ask(get("/", header + "\r\n"))
        check(f"the page is opened, {header}", got == 200, got)
    for header in "Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: none", f"Origin: http://127.0.0.1:{PORT}":
        got, _ = ask(get("/api/v1/health", header + "\r\n"))
        check(f"our own page reads, {header}", got == 200, got)


def listen(query=""):
    s = connect()
    s.sendall(get("/api/v1/events" + query).encode())
    return s


def ended(s, seconds):
    """What came until the other side closed; None: it did not."""
    data, until = b"", time.monotonic() + seconds
    while time.monotonic() < until:
        if select.select([s], [], [], max(0, until - time.monotonic()))[0]:
            try:
                more = s.recv(65536)
            except ConnectionResetError:
                more = b""
            if not more:
                return data
            data += more
    return None



def replacing():
    first, other = listen("?page=kiosk-1"), listen("?page=kiosk-2")
    for s in first, other:
        s.recv(65536)
    start = time.monotonic()
    second = listen("?page=kiosk-1")
    check("truth 22: a page that asks anew replaces its listener", ended(first, 5) is not None)
    check("truth 22: at once", time.monotonic() - start < 1, time.monotonic() - start)
    check("truth 22: another page's listener stays", ended(other, 0.3) is None)
    check("truth 22: the new one is served", b"event: station" in second.recv(65536))
    for s in first, other, second:
        s.close()
    # 48 places: were those who hung up kept until the next beats, these rounds would be refused.
    worst = 0
    for _ in range(6):
        several = [listen() for _ in range(40)]
        for s in several:
            status = answer_head(s)
            worst = max(worst, status)
        for s in several:
            s.close()
    check("truth 22: who hangs up is gone at once", worst == 200, worst)
    got, body = ask(get("/api/v1/events?page=" + 41 * "x"))
    check("a page's name has 40 characters at most", got == 422, (got, body))


def answer_head(s):
    data = b""
    while b"\r\n\r\n" not in data:
        data += s.recv(65536) or b"\r\n\r\n"
    return int(data[9:12] or 0)


def drip_for(crowd, byte):
    for s in crowd:
        try:
            s.send(byte)
        except OSError:
            pass


def crowded():
    held = [connect() for _ in range(100)]
    dripping = [connect() for _ in range(450)]
    for s in dripping[:250]:
        s.sendall(f"POST /api/v1/weighings HTTP/1.1\r\n{HOST}X-Slow: ".encode())
    for s in dripping[250:]:
        s.send(b"P")
    listening = []
    for _ in range(1000):
        listening.append(listen())
    statuses = set()
    for tries in range(1, TRIES + 1):
        worst = 0
        for _ in range(20):
            drip_for(dripping, b"x")
            start = time.monotonic()
            statuses.add(ask(post())[0])
            worst = max(worst, time.monotonic() - start)
        if worst < WITHIN_S:
            break
    check("truth 23: each POST beside the crowd is a 201", statuses == {201}, statuses)
    check(f"truth 23: answered within {WITHIN_S} s ({worst * 1e3:.0f} ms at worst)", worst < WITHIN_S, worst)
    print(f"note: tries {tries}")
    print(f"note: POST beside 550 slow and 1,000 listening clients: {worst * 1e3:.0f} ms at worst")
    turned_away = [s for s in held + dripping if ended_now(s)]
    check("truth 23: the oldest gave way", len(turned_away) > 100, len(turned_away))
    check("truth 23: and were told why", b'"error":"too_many_connections"' in (ended(held[0], 1) or b""))
    for s in held + dripping + listening:
        s.close()


def ended_now(s):
    try:
        s.setblocking(False)
        return bool(s.recv(1, socket.MSG_PEEK)) or True
    except BlockingIOError:
        return False
    except OSError:
        return True
    finally:
        s.setblocking(True)


def late():
    """Head and body, dripped: each is ended in time, with a sentence, and nothing is written."""
    head, body = connect(), connect()
    head.sendall(f"POST /api/v1/weighings HTTP/1.1\r\n{HOST}X-Slow: ".encode())
    body.sendall(f"POST /api/v1/weighings HTTP/1.1\r\n{HOST}Accept-Language: en\r\n"
                 f"Content-Length: 100000\r\n\r\n".encode())
    said, start = {}, time.monotonic()
    while len(said) < 2 and time.monotonic() < start + 25:
        for name, s in ("head", head), ("body", body):
            drip_for([s] if name not in said else [], b" ")
            if name not in said and select.select([s], [], [], 0.1)[0]:
                said[name] = s.recv(65536)
    for name in "head", "body":
        check(f"truth 23: a dripped {name} has a deadline", b" 408 " in said.get(name, b"")
              and b'"error":"request_too_slow"' in said[name], said.get(name))
    check("truth 23: in the language that was asked for", b"did not arrive" in said.get("body", b""))
    head.close()
    body.close()


def kept_alive():
    with connect() as s:
        for _ in range(4):
            s.sendall(post().encode())
            status, body = answer(s)
            check("one connection serves several requests", status == 201, (status, body))


resource.setrlimit(resource.RLIMIT_NOFILE, (4096, max(4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1])))
slow = threading.Thread(target=late)
slow.start()
framing()
names()
foreign()
kept_alive()
replacing()
slow.join()
crowded()
sys.exit(failures > 0)
