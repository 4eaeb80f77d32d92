#!/usr/bin/env python3
"""Compares the rows of a load run with the slots that its target files call for.

Usage: load_report.py TARGETS.jsonl ROWS.csv LOCATION START_MS STOP_MS VMHWM_KB MEMORY_BAR_MB RELOAD_MS

RELOAD_MS: from the new file to its targets in effect, or none.
ROWS.csv: target uuid, scheduled_at (Unix ms), late_us, first run (t/f), outcome.
The grid is computed here once more from docs/architecture.md section 2, on purpose not by
the code that is measured. Prints a table; exit 1 when a bar is missed.
"""
import csv
import hashlib
import json
import sys
import uuid

NAMESPACE = uuid.UUID("d1d03ef2-7c53-586a-9154-036bff15d6b9")


def grid(line, source, location):
    meta = line["metadata"]
    target = uuid.uuid5(NAMESPACE, f"{source}/{meta['namespace']}/{meta['name']}")
    interval = int(line["spec"]["interval"].removesuffix("s")) * 1000
    digest = hashlib.sha256(f"{target}/{location}".encode()).digest()
    return str(target), interval, int.from_bytes(digest[:8], "big") % interval


def expected_slots(interval, phase, start, stop):
    """Slots after the start whose probe certainly began before the stop."""
    first = start + (phase - start) % interval
    return range(first, stop, interval)


def percentile(values, share):
    return values[min(len(values) - 1, int(share * len(values)))] if values else 0


def main():
    targets_path, rows_path, location, start, stop, vmhwm, memory, reload = sys.argv[1:]
    start, stop = int(start), int(stop)
    with open(targets_path, encoding="utf-8") as file:
        header, *lines = map(json.loads, file)
    rows = {}
    late, outcomes, doubled = [], {}, 0
    with open(rows_path, encoding="utf-8") as file:
        for target, scheduled, late_us, first_run, outcome in csv.reader(file):
            slots = rows.setdefault(target, {})
            doubled += int(scheduled) in slots
            slots[int(scheduled)] = int(scheduled) + int(late_us) / 1000
            outcomes[outcome] = outcomes.get(outcome, 0) + 1
            if first_run == "f":
                late.append(int(late_us) / 1000)
    late.sort()
    expected = missing = unseen = 0
    first_after = []
    for line in lines:
        target, interval, phase = grid(line, header["source"], location)
        slots = rows.get(target, {})
        if slots:
            first_after.append((min(slots.values()) - start) / 1000)
        else:
            unseen += 1
        for slot in expected_slots(interval, phase, start, stop):
            expected += 1
            missing += slot not in slots
    interval_s = grid(lines[0], header["source"], location)[1] / 1000
    p99 = percentile(late, 0.99)
    report = [
        ("targets", f"{len(lines)}", None),
        ("rows", f"{sum(map(len, rows.values()))}", None),
        ("outcomes", ", ".join(f"{k} {v}" for k, v in sorted(outcomes.items())), None),
        ("rows twice", f"{doubled}", doubled == 0),
        ("targets without a row", f"{unseen}", unseen == 0),
        ("latest first row after start", f"{max(first_after, default=0):.2f} s "
         f"(bar {interval_s:.0f} s)", bool(first_after) and max(first_after) <= interval_s),
        ("expected slots", f"{expected}", None),
        ("expected slots minus rows", f"{missing}", missing == 0),
        ("lateness p50 / p99 / max", f"{percentile(late, .5):.2f} / {p99:.2f} / "
         f"{percentile(late, 1):.2f} ms (bar p99 10 ms)", bool(late) and p99 < 10),
        ("prober VmHWM", f"{int(vmhwm) / 1024:.1f} MB (bar {memory} MB)",
         int(vmhwm) < int(memory) * 1024),
    ]
    if reload != "none":
        report.append(("all targets anew, one changed", f"{int(reload) / 1000:.2f} s (bar 2 s)",
                       int(reload) < 2000))
    for name, value, holds in report:
        print(f"{'' if holds is None else 'ok  ' if holds else 'MISS':4} {name:32} {value}")
    return 0 if all(holds is not False for _, _, holds in report) else 1


sys.exit(main())
