# SPDX-License-Identifier: GPL-3.0-or-later
"""
Twenty wrong passwords at once from other machines, then a PIN at the desk: PORT LAN_PORT TLS_FILE NAME... (five tries
each) CODE PIN. Prints the desk's status, how many of them had been answered before the desk asked, how many were
when it had its answer, and after how many milliseconds it had.
"""
import http.client, json, select, ssl, sys, time

here, lan, trust = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
*names, code, pin = sys.argv[4:]
context = ssl.create_default_context(cafile=trust)
context.check_hostname = False


def opened():
    line = http.client.HTTPSConnection("127.0.0.1", lan, timeout=120, context=context)
    line.connect()
    return line


def answered():
    return len(select.select(sockets, [], [], 0)[0])


lines = [(opened(), name) for name in names for _ in range(5)]
sockets = [line.sock for line, _ in lines]
for line, name in lines:  # what TLS still says of itself is no answer
    line.request("GET", "/api/v1/session")
    line.getresponse().read()
desk = http.client.HTTPConnection("127.0.0.1", here, timeout=120)
desk.connect()
for line, name in lines:
    line.request("POST", "/api/v1/session", body=json.dumps({"operator": name, "password": "wrong horse, wrong"}))
before, begun = answered(), time.perf_counter()
desk.request("POST", "/api/v1/session", body=json.dumps({"operator": code, "pin": pin}))
status = desk.getresponse().status
print(status, before, answered(), round((time.perf_counter() - begun) * 1000))
