# SPDX-License-Identifier: GPL-3.0-or-later
"""
Every route x role x method x where from, for 69-routes: the routes are those of openapi.json, which is made of
the rows of the calls; who may is who_may.txt, kept beside. Each is asked with a body that can write nothing;
whoever may gets past these refusals, everybody else is refused by name. A call that the table does not name
fails: its row alone would hold it to itself. HEAD is refused as GET is.
"""
import http.client
import json
import re
import ssl
import sys

HERE, LAN, TLS_FILE, TABLE, ANNE, STEF, ANNE_LAN, STEF_LAN, CONSOLE, READS, ONE = sys.argv[1:]
ROLES = ["open", "anyone", "volunteer", "staff", "coordinator"]
OF_ROW = {"anyone": "anyone", "kiosk": "volunteer", "staff": "staff", "coordinator": "coordinator"}
REFUSALS = ("log_in_first", "not_allowed", "token_unknown", "token_not_for", "foreign_host", "foreign_origin")
BROKEN = b"["  # no JSON: nobody can write by it
failed = []
SENTINEL, ESCAPED = "phyrine", "PHYRINE"  # in every case of its letters


def connect(lan):
    if not lan:
        return http.client.HTTPConnection("127.0.0.1", int(HERE), timeout=60)
    trust = ssl.create_default_context(cafile=TLS_FILE)
    trust.check_hostname = False
    return http.client.HTTPSConnection("127.0.0.1", int(LAN), timeout=60, context=trust)


class Asker:
    """name, the highest role, from where, and how it is said."""

    def __init__(self, name, role, lan, headers):
        self.name, self.role, self.lan, self.headers = name, role, lan, headers
        self.line = connect(lan)

    def ask(self, method, path, body=None):
        for again in (False, True):
            try:
                self.line.request(method, "/api/v1" + path, body=body, headers=self.headers)
                answer = self.line.getresponse()
                break
            except (ConnectionError, http.client.HTTPException, OSError):
                self.line = connect(self.lan)
                if again:
                    raise
        if "event-stream" in (answer.getheader("Content-Type") or ""):
            self.line.close()
            self.line = connect(self.lan)
            return answer.status, ""
        text = answer.read()
        if self.role == "reads" and (SENTINEL in text.decode(errors="replace") or ESCAPED in text.decode(errors="replace")):
            failed.append(f"{method} {path} as {self.name} tells a name")
        if answer.getheader("Connection") == "close":
            self.line.close()
            self.line = connect(self.lan)
        try:
            return answer.status, json.loads(text).get("error", "")
        except (ValueError, AttributeError):
            return answer.status, ""


def cookie(value):
    return {"Cookie": "bascule=" + value}


def bearer(value):
    return {"Authorization": "Bearer " + value}


askers = [
    Asker("nobody, here", "volunteer", False, {}),
    Asker("staff, here", "staff", False, cookie(STEF)),
    Asker("coordinator, here", "coordinator", False, cookie(ANNE)),
    Asker("nobody, lan", "open", True, {}),
    Asker("staff, lan", "staff", True, cookie(STEF_LAN)),
    Asker("coordinator, lan", "coordinator", True, cookie(ANNE_LAN)),
    Asker("a cookie of the other way, here", "volunteer", False, cookie(ANNE_LAN)),
    Asker("a cookie of the other way, lan", "open", True, cookie(ANNE)),
    Asker("console, here", "coordinator", False, bearer(CONSOLE)),
]
tokens = [
    Asker("token that reads, here", "reads", False, bearer(READS)),
    Asker("token that reads, lan", "reads", True, bearer(READS)),
    Asker("token of one call, lan", "one", True, bearer(ONE)),
    Asker("token of nobody, here", "none", False, bearer("0" * 64)),
    Asker("console's, lan", "none", True, bearer(CONSOLE)),
]


def judge(what, who, got, wanted):
    status, error = got
    if wanted is None:
        if error in REFUSALS:
            failed.append(f"{what} as {who.name}: {status} {error}, but they may")
    elif (status, error) not in wanted:
        failed.append(f"{what} as {who.name}: {status} {error}, not one of {sorted(wanted)}")


def wanted_of(who, need):
    if ROLES.index(who.role) >= ROLES.index(need):
        return None
    return {(401, "log_in_first")} if "nobody" in who.name or "cookie" in who.name else {(403, "not_allowed")}


def token_wanted(who, name, method, need):
    if who.role == "none":
        return {(401, "token_unknown")}
    reads = method == "GET" and name not in personal and ROLES.index(need) <= ROLES.index("volunteer")
    may = name == "typed" if who.role == "one" else reads
    return None if may else {(403, "token_not_for")}


ask = connect(False)
ask.request("GET", "/api/v1/openapi.json")
description = json.loads(ask.getresponse().read())
rows = [line.split() for line in open(TABLE) if line.strip() and not line.startswith("#")]
table = {row[0]: row[1] for row in rows}
personal = {row[0] for row in rows if row[2:] == ["personal"]}
seen, walked = set(), 0
for path, methods in description["paths"].items():
    concrete = re.sub(r"\{[^}]*\}", "x", path)
    concrete = concrete[len("/api/v1"):] if concrete.startswith("/api/v1") else concrete
    for method, call in methods.items():
        if method not in ("get", "post"):
            continue
        name, row = call["operationId"], OF_ROW[call["x-role"]]
        known = name if name in table else re.sub("-.*", "-*", name)
        need = table.get(known, row)
        seen.add(known)
        if known not in table:
            failed.append(f"{name}: not in the table; its row says {row}")
        elif table[known] not in ("open", row):
            failed.append(f"{name}: its row says {row}, the table {table[known]}")
        if name == "log-out":
            continue  # it would end the sessions of all that follows
        for who in askers + tokens:
            verb = method.upper()
            got = who.ask(verb, concrete, BROKEN if verb == "POST" else None)
            judge(f"{verb} {concrete}", who, got, token_wanted(who, name, verb, need) if who in tokens else wanted_of(who, need))
            walked += 1
            if verb == "GET" and got[0] in (401, 403):
                judge(f"HEAD {concrete}", who, who.ask("HEAD", concrete), {(got[0], "")})
                walked += 1
    for who in (askers[0], askers[2], askers[5], askers[3]):
        for verb in ("PUT", "DELETE", "PATCH"):
            judge(f"{verb} {concrete}", who, who.ask(verb, concrete), {(404, "no_such_call")})
            walked += 1
for name in set(table) - seen:
    failed.append(f"{name} of the table is no call")
for name, verb, path in (("log-out", "POST", "/session/end"),):
    judge(f"{verb} {path}", askers[3], askers[3].ask(verb, path, BROKEN), None)
year = "period=" + __import__("datetime").date.today().isoformat()[:4]
names = [f"/reports/{n}" for n in ("tonnage", "days", "R1", "R2", "R3", "R4", "R5", "R6", "R7", "R10", "R8", "T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9", "T10", "T11", "bilan")]
for path in names + ["/tonnage", "/charts/tonnage.svg", "/charts/R5.svg", "/charts/T8.svg"]:
    for more in ("", "&format=csv", "&format=html", "&by=partner", "&by=partner&format=csv"):
        for who in tokens[:2]:
            got = who.ask("GET", f"{path}?{year}{more}")
            walked += 1
            if got[0] == 403:
                failed.append(f"{path} as {who.name}: {got}")
for path in ("/catalogue", "/catalogue?kind=partner&all=1", "/catalogue.csv?kind=partner", "/weighings", "/stock", "/lots", "/labels/unknown"):
    tokens[0].ask("GET", path)
    walked += 1
told = Asker("nobody, here", "volunteer", False, {})
told.line.request("GET", f"/api/v1/tonnage?{year}&by=partner", headers={})
if SENTINEL not in told.line.getresponse().read().decode():
    failed.append("the volunteer is told no name: the sentinel is in no report")
print("\n".join(failed))
print(f"{walked} asked")
sys.exit(1 if failed or walked < 1000 else 0)
