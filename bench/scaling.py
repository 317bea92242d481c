#!/usr/bin/env python3
"""How cost grows with length. usage: bench/scaling.py FABULA TEXT... > table

Joins the texts, cuts 10,000 to 5,000,000 words off the start (beginning again where they end), reads
each cut with one thread, store and page included, and prints a Markdown table; writes the plot beside
docs/measurements.md as docs/scaling.svg. The best of three runs counts: the machine has other work.
"""
import math, os, re, sys, tempfile, time

SIZES = [10_000, 30_000, 120_000, 400_000, 1_000_000, 2_000_000, 5_000_000]


def measure(fabula, path, folder):
    best = None
    for _ in range(3):
        for name in os.listdir(folder):
            os.remove(os.path.join(folder, name))
        started = time.monotonic()
        pid = os.fork()
        if pid == 0:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.execv(fabula, [fabula, "read", "-q", path, "-o", folder, "--threads", "1"])
        _, status, usage = os.wait4(pid, 0)
        if status != 0:
            sys.exit(f"fabula failed on {path}")
        row = (usage.ru_utime + usage.ru_stime, time.monotonic() - started, usage.ru_maxrss / 1024)
        best = min(best or row, row)
    return best


def plot(rows, path):
    x = lambda words: 70 + 500 * math.log10(words / 10_000) / math.log10(500)
    y = lambda seconds: 290 - 250 * (math.log10(seconds) + 2) / 3.4
    grid = "".join(f'<text x="60" y="{y(s) + 4:.0f}" text-anchor="end">{s:g} s</text>'
                   f'<path d="M70 {y(s):.0f}H570" stroke="#ccc"/>' for s in (0.01, 0.1, 1, 10))
    marks = "".join(f'<text x="{x(w):.0f}" y="310" text-anchor="middle">{w // 1000:,}k</text>' for w, *_ in rows)
    dots = "".join(f'<circle cx="{x(w):.1f}" cy="{y(cpu):.1f}" r="4" fill="#0a6"/>' for w, _, cpu, *_ in rows)
    w0, _, cpu0, *_ = rows[2]
    ideal = f'M{x(rows[0][0]):.0f} {y(cpu0 * rows[0][0] / w0):.0f}L{x(rows[-1][0]):.0f} {y(cpu0 * rows[-1][0] / w0):.0f}'
    with open(path, "w", encoding="utf-8") as out:
        out.write(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 340" font-family="sans-serif" '
                  f'font-size="11"><rect width="600" height="340" fill="#fff"/>{grid}{marks}'
                  f'<path d="{ideal}" stroke="#888" stroke-dasharray="4 4" fill="none"/>{dots}'
                  f'<text x="320" y="330" text-anchor="middle">words (dashed: exactly linear through 120k)</text></svg>\n')


def cut_all(texts, folder):
    joined = "\n\n".join(open(t, encoding="utf-8", errors="replace").read() for t in texts)
    ends = [m.end() for m in re.finditer(r"\S+", joined)]
    for size in SIZES:
        with open(f"{folder}/{size}.txt", "w", encoding="utf-8") as cut:
            left = size
            while left > len(ends):
                cut.write(joined + "\n\n")
                left -= len(ends)
            cut.write(joined[:ends[left - 1]])


def main(fabula, texts):
    rows = []
    with tempfile.TemporaryDirectory() as temporary:
        # In a child of its own: a process's peak memory begins with what its parent held.
        pid = os.fork()
        if pid == 0:
            cut_all(texts, temporary)
            os._exit(0)
        if os.waitpid(pid, 0)[1] != 0:
            sys.exit("the texts could not be cut")
        out = f"{temporary}/out"
        os.makedirs(out)
        for size in SIZES:
            path = f"{temporary}/{size}.txt"
            cpu, wall, rss = measure(fabula, path, out)
            rows.append((size, os.path.getsize(path), cpu, wall, rss))
    print("| words | bytes | CPU s | wall s | words/s (CPU) | peak RSS MB |\n|---|---|---|---|---|---|")
    for size, length, cpu, wall, rss in rows:
        print(f"| {size:,} | {length:,} | {cpu:.2f} | {wall:.2f} | {size / cpu:,.0f} | {rss:.0f} |")
    plot(rows, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "docs", "scaling.svg"))


main(sys.argv[1], sys.argv[2:])
