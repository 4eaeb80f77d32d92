#!/usr/bin/env python3
"""Prints the CPU seconds that a PostgreSQL cluster's processes have used, those that ended included.

Usage: server_cpu.py DIR    DIR as hack/postgres has it
"""
import os
import pathlib
import sys

TICKS = os.sysconf("SC_CLK_TCK")


def stat(pid):
    """The fields behind the command's name: [1] parent, [11:13] own time, [13:15] its dead children's."""
    with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
        return file.read().rpartition(")")[2].split()


def read(postmaster):
    """Ticks by process; the postmaster's with what it reaped."""
    ticks = {}
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            fields = stat(entry)
        except (FileNotFoundError, ProcessLookupError):
            continue
        if fields[1] == postmaster:
            ticks[entry] = sum(map(int, fields[11:13]))
    ticks[postmaster] = sum(map(int, stat(postmaster)[11:15]))
    return ticks


def main():
    pid_file = pathlib.Path(sys.argv[1], "data", "postmaster.pid")
    postmaster = pid_file.read_text(encoding="utf-8").split("\n", 1)[0]
    # A process that ends during a reading is counted twice or never: read until none did.
    before = read(postmaster)
    for _ in range(1000):
        ticks = read(postmaster)
        if ticks.keys() == before.keys():
            print(sum(ticks.values()) / TICKS)
            return 0
        before = ticks
    print("server_cpu.py: processes come and go too fast to count them", file=sys.stderr)
    return 3


sys.exit(main())
