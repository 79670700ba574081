#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# journal_verifier.py FILE: walks the chain of a ledger with none of our code, from the page
# include/README.md alone. Prints the entries and the faults; fails when there are any.
import hashlib
import subprocess
import sys

COLUMNS = "journal, seq, kind, v, wall_us, boot_id, boot_us, day, clock, hex(body), hex(prev), hex(hash)"


def number(text):
    return (int(text) % 2**64).to_bytes(8, "big")


def digest(journal, seq, kind, v, wall_us, boot_id, boot_us, day, clock, body, prev, _):
    body = bytes.fromhex(body)
    message = bytes.fromhex(prev) + bytes.fromhex(journal) + number(seq)
    message += number(len(kind)) + kind.encode() + number(v) + number(wall_us)
    message += bytes.fromhex(boot_id) + number(boot_us) + day.encode()
    message += number(clock == "trusted") + number(len(body)) + body
    return hashlib.blake2b(message, digest_size=32).hexdigest().upper()


rows = subprocess.run(["sqlite3", "-readonly", sys.argv[1], f"SELECT {COLUMNS} FROM entry ORDER BY journal, seq"],
                      check=True, capture_output=True, text=True).stdout.splitlines()
last, entries, faults = {}, 0, 0
for row in (line.split("|") for line in rows):
    seq, previous = last.get(row[0], (0, "00" * 32))
    ok = int(row[1]) == seq + 1 and row[10] == previous and row[11] == digest(*row)
    last[row[0]] = int(row[1]), row[11]
    entries, faults = entries + 1, faults + (not ok)
print(f"{entries} entries, {faults} faults")
sys.exit(faults > 0 or entries == 0)
