# SPDX-License-Identifier: GPL-3.0-or-later
"""
A thousand wrong PINs at once, by fifty, while somebody weighs: PORT STATUSES TIMES. The statuses of the tries, and
by how many milliseconds the usual weighing took longer than before; for 69-routes and the benchmark.
"""
import http.client, json, statistics, sys, threading, time
port, tried, times = int(sys.argv[1]), sys.argv[2], sys.argv[3]
WEIGHING = json.dumps({"direction": "in", "category": "TLC-VET", "origin": "APP_VOL", "net_kg": "1", "reason": "TEST"})

def ask(line, path, body):
    line.request("POST", "/api/v1" + path, body=body)
    answer = line.getresponse()
    answer.read()
    return answer.status

def weigh(line, until):
    spent = []
    while until(len(spent)):
        begun = time.perf_counter()
        assert ask(line, "/weighings", WEIGHING) == 201
        spent.append((time.perf_counter() - begun) * 1000)
        time.sleep(0.005)
    return spent

def line():
    return http.client.HTTPConnection("127.0.0.1", port, timeout=120)

statuses = []
def attack():
    mine = line()
    for _ in range(20):
        statuses.append(ask(mine, "/session", json.dumps({"operator": "STEF", "pin": "0000"})))

before = weigh(line(), lambda n: n < 100)
threads = [threading.Thread(target=attack) for _ in range(50)]
for one in threads:
    one.start()
during = weigh(line(), lambda n: n < 20 or any(one.is_alive() for one in threads))
for one in threads:
    one.join()
open(tried, "w").write("\n".join(map(str, statuses)))
open(times, "w").write(f"{statistics.median(during) - statistics.median(before):.1f}\n")
