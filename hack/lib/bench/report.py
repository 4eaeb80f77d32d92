#!/usr/bin/env python3
"""Turns the figures of a bench's rounds into a table, checks its bars, and writes rows as JSON.

Usage: report.py FIGURES.jsonl BARS.json [OUT.json]

FIGURES: a line for each figure of each round: {subject, workload, metric, value, unit}.
BARS: a list of {subject, workload, metric} with `at_most` or `at_least`: a number in the metric's
unit or, with `times`, a multiple of what the subject of that name has.
OUT: a line for each row: {subject, workload, metric, value, unit, min, max}; value is the median.
Exit 1 when a bar is missed. A bar is left out, visibly, when its subjects were not measured.
"""
import json
import statistics
import sys


def read_rows(path):
    rounds = {}
    with open(path, encoding="utf-8") as file:
        for figure in map(json.loads, file):
            key = figure["subject"], figure["workload"], figure["metric"]
            rounds.setdefault(key, (figure["unit"], []))[1].append(figure["value"])
    return {
        key: {"value": statistics.median(values), "unit": unit,
              "min": min(values), "max": max(values), "rounds": len(values)}
        for key, (unit, values) in rounds.items()
    }


def number(value):
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value)}"
    return f"{value:.1f}" if abs(value) >= 100 else f"{value:.3g}"


def print_table(rows):
    print(f"{'workload':24} {'metric':28} {'subject':22} {'median':>10} {'min':>10} {'max':>10} unit")
    for key in sorted(rows, key=lambda key: (key[1], key[2], rows[key]["value"])):
        subject, workload, metric = key
        row = rows[key]
        numbers = " ".join(f"{number(row[name]):>10}" for name in ("value", "min", "max"))
        print(f"{workload:24} {metric:28} {subject:22} {numbers} {row['unit']}")


def judge(bar, rows):
    """The line that says how a bar fared, and whether it was missed."""
    workload, metric, subject = bar["workload"], bar["metric"], bar["subject"]
    name = f"{workload} {metric} {subject}"
    row = rows.get((subject, workload, metric))
    base = rows.get((bar["times"], workload, metric)) if "times" in bar else None
    if row is None or ("times" in bar and base is None):
        return f"--   {name}: not measured in this run", False
    found = row["value"] / base["value"] if base else row["value"]
    unit = f"× {bar['times']}" if base else row["unit"]
    upper = "at_most" in bar
    limit = bar["at_most"] if upper else bar["at_least"]
    missed = found > limit if upper else found < limit
    word = "at most" if upper else "at least"
    digits = f"{found:.2f}" if base else number(found)
    return (f"{'MISS' if missed else 'ok':4} {name}: {digits} {unit} "
            f"(bar: {word} {number(limit)})"), missed


def main():
    if len(sys.argv) not in (3, 4):
        print(__doc__.strip())
        return 2
    rows = read_rows(sys.argv[1])
    with open(sys.argv[2], encoding="utf-8") as file:
        bars = json.load(file)
    print_table(rows)
    print()
    verdicts = [judge(bar, rows) for bar in bars]
    for line, _ in verdicts:
        print(line)
    if len(sys.argv) == 4:
        with open(sys.argv[3], "w", encoding="utf-8") as out:
            for (subject, workload, metric), row in sorted(rows.items()):
                out.write(json.dumps({
                    "subject": subject, "workload": workload, "metric": metric,
                    **{name: row[name] for name in ("value", "unit", "min", "max")},
                }, ensure_ascii=False) + "\n")
    return 1 if any(missed for _, missed in verdicts) else 0


sys.exit(main())
