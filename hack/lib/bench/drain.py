#!/usr/bin/env python3
"""Waits until a writer has committed as many rows, and prints what that took.

Usage: drain.py PID LOG ROWS DEADLINE_S

Prints seconds from the assignment of partitions to the last commit (to 20 ms), CPU seconds of the
process since its start, and its peak memory in bytes. Exit 3 after the deadline, or when the
writer does not answer.
"""
import datetime
import http.client
import json
import os
import re
import sys
import time

EVERY = 0.02


def log_line(path, message):
    """The first event of that message, when it is there."""
    with open(path, encoding="utf-8") as file:
        for line in file:
            if f'"message":"{message}"' in line:
                return json.loads(line[line.index("{"):])
    return None


def rows_stored(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/metrics")
        text = connection.getresponse().read().decode()
    finally:
        connection.close()
    return float(re.search(r"^vedette_writer_rows_stored_total (\S+)$", text, re.M)[1])


def main():
    pid, log, rows, deadline = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
    end = time.monotonic() + deadline
    port = None
    while time.monotonic() < end:
        if port is None:
            started = log_line(log, "Started")
            port = started and int(started["port"])
        else:
            try:
                if rows_stored(port) >= rows:
                    break
            except OSError as error:
                print(f"drain.py: the writer does not answer: {error}; see {log}", file=sys.stderr)
                return 3
        time.sleep(EVERY)
    else:
        print(f"drain.py: the writer has not stored {rows} rows within {deadline:.0f} s; see {log}",
              file=sys.stderr)
        return 3
    now = datetime.datetime.now(datetime.timezone.utc)
    assigned = datetime.datetime.fromisoformat(
        log_line(log, "Assigned partitions")["time"].replace("Z", "+00:00"))
    with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
        fields = file.read().rpartition(")")[2].split()
    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
        peak_kb = int(re.search(r"^VmHWM:\s+(\d+)", file.read(), re.M)[1])
    cpu = sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")
    print((now - assigned).total_seconds(), cpu, peak_kb * 1024)
    return 0


sys.exit(main())
