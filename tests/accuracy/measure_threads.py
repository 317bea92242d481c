#!/usr/bin/env python3
"""Threads of six novels against what was judged by hand (thread_gold.json): which openings are real, which closings right.

usage: measure_threads.py FABULA DATA [--floors]

DATA is ../shared/data; where it is absent, this says so and leaves with 77. The gold holds offsets in code points and no
words: of openings that a reader would wait for, with 1 where the book closes them, and of closings that are right, [the
opening or null, the closing]. An opening or a closing that nobody judged counts as wrong: judge it before believing the
figures of a changed rule.
"""
import json
import subprocess
import sys
from pathlib import Path

FLOORS = {'real': 0.7, 'closings': 0.5, 'share': 0.2}  # of 20 closings and 46 threads: one is worth 0.05 and 0.02


def main():
    fabula, data = sys.argv[1], Path(sys.argv[2]) / 'novels'
    gold = json.loads((Path(__file__).parent / 'thread_gold.json').read_text())
    if not data.is_dir():
        print(f'skipped: there is no {data}')
        return 77
    total = [0] * 6
    for number, g in gold.items():
        novel = next(data.glob(f'{number}_*.txt'))
        story = json.loads(subprocess.run([fabula, 'read', novel, '--format', 'json'], check=True, capture_output=True).stdout)
        right = {(a, b) for a, b in g['right']}
        counts = [len(story['threads']), 0, 0, 0, 0, 0]
        for t in story['threads']:
            opened = t['opened'][0]
            real = str(opened) in g['real']
            kept = t['closed'] and bool({(None, t['closed'][0]), (opened, t['closed'][0])} & right)
            counts[1] += real
            counts[2] += t['closed'] is not None
            counts[3] += bool(kept)
            if real and g['real'][str(opened)]:
                counts[4] += 1
                counts[5] += bool(kept)
        print(novel.name, 'threads %d real %d closed %d right %d closed by the book %d rightly %d' % tuple(counts))
        total = [a + b for a, b in zip(total, counts)]
    found = {'real': total[1] / total[0], 'closings': total[3] / max(1, total[2]), 'share': total[5] / max(1, total[4])}
    print('openings real %d/%d %.2f, closings right %d/%d %.2f, of those the book closes %d/%d %.2f' % (
        total[1], total[0], found['real'], total[3], total[2], found['closings'], total[5], total[4], found['share']))
    if '--floors' in sys.argv and any(found[k] < v for k, v in FLOORS.items()):
        print('below the floors', FLOORS)
        return 1
    return 0


sys.exit(main())
