#!/usr/bin/env python3
"""Counts what a test runner did; prints "PASSED FAILED SKIPPED".

usage: count_tests.py junit FILE        ctest's --output-junit; none at all counts as one failure
       count_tests.py skipped FILE      instead names what was skipped, and why
       count_tests.py log FILE STATUS   what node:test, Playwright or "N passed, N failed" printed
"""
import re
import sys
import xml.etree.ElementTree as tree


def cases(path):
    """(name, outcome, reason) of each test case."""
    for case in tree.parse(path).getroot().iter("testcase"):
        status = case.get("status")
        if status == "fail" or case.find("failure") is not None:
            yield case.get("name"), "failed", ""
        elif status in ("notrun", "disabled") or case.find("skipped") is not None:
            said = case.findtext("system-out") or ""
            reason = re.search(r"Skipped\n(.*)", said) or re.search(r"(?i)(?:skipped|skip)[:\s]+(.*)", said)
            yield case.get("name"), "skipped", reason[1].strip() if reason else ""
        else:
            yield case.get("name"), "passed", ""


def junit(path):
    try:
        outcomes = [outcome for _, outcome, _ in cases(path)]
    except (OSError, tree.ParseError):
        outcomes = []
    return tuple(map(outcomes.count, ("passed", "failed", "skipped"))) if outcomes else (0, 1, 0)


def log(path, status):
    text = re.sub(r"\x1b\[[0-9;]*m", "", open(path, encoding="utf-8", errors="replace").read())
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    names = {"pass": "passed", "fail": "failed", "cancelled": "failed", "todo": "skipped"}
    found = re.findall(r"^(?:#|ℹ) (pass|fail|cancelled|skipped|todo) (\d+)$", text, re.M)
    if not found:
        found = [(name, n) for n, name in re.findall(r"\b(\d+) (passed|failed|skipped)\b", text)]
    for name, n in found:
        counts[names.get(name, name)] += int(n)
    if not any(counts.values()):
        counts["passed"] = int(status == 0)
    if status and not counts["failed"]:
        counts["failed"] = 1
    return counts["passed"], counts["failed"], counts["skipped"]


if __name__ == "__main__":
    what, path = sys.argv[1:3]
    if what == "skipped":
        try:
            skipped = [(name, reason) for name, outcome, reason in cases(path) if outcome == "skipped"]
        except (OSError, tree.ParseError):
            skipped = []
        for name, reason in skipped:
            print(f"SKIPPED {name}" + (f": {reason}" if reason else ""))
    else:
        print(*(junit(path) if what == "junit" else log(path, int(sys.argv[3]))))
