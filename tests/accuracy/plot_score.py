#!/usr/bin/env python3
"""Scores the story over time against gold written by hand: plot_score.py FABULA [GOLD.json ...].

Prints precision, recall and F1 of scene starts (within one paragraph), presence, viewpoint, place, time, ties, places
and threads, for each story and over all. `-v` prints what is missing and what is too much; `--reliability` how often
answers are right for what they say of their confidence.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def norm(s):
    return re.sub(r'\s+', ' ', s.replace('’', "'").replace('‘', "'").replace('“', '"').replace('”', '"')).strip()


def place_norm(s):
    return re.sub(r'^(the|a|an|this|that|our|my) ', '', norm(s).lower())


class Counts:
    def __init__(self):
        self.hit = self.said = self.wanted = 0

    def add(self, hit, said, wanted):
        self.hit += hit
        self.said += said
        self.wanted += wanted

    def row(self):
        p = self.hit / self.said if self.said else 0.0
        r = self.hit / self.wanted if self.wanted else 0.0
        return p, r, 2 * p * r / (p + r) if p + r else 0.0


LAYERS = ['starts', 'presence', 'viewpoint', 'place', 'time', 'places', 'owners', 'ties', 'threads', 'closed', 'person']


class Story:
    def __init__(self, fabula, gold, model, verbose):
        self.gold = gold
        self.verbose = verbose
        path = ROOT / gold['story']
        command = [fabula, 'read', str(path), '--format', 'json']
        if model:
            command += ['--model', model]
        self.story = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        self.text = self.story['text']
        self.paragraphs = [p for p in self.story['paragraphs']]
        self.starts = [p['start'] for p in self.paragraphs]
        keys = {norm(n).lower(): k for k, names in gold['cast'].items() for n in names}
        self.key = {}
        for c in self.story['characters']:
            names = [c['name']] + [a['text'] for a in c['aliases']]
            self.key[c['id']] = next((keys[norm(n).lower()] for n in names if norm(n).lower() in keys), f"?{c['name']}")
        self.counts = {n: Counts() for n in LAYERS}
        self.sure = {}  # layer: [(confidence, right)]

    def rely(self, layer, confidence, right):
        self.sure.setdefault(layer, []).append((confidence, bool(right)))

    def note(self, layer, message):
        if self.verbose:
            print(f'  {layer}: {message}')

    def paragraph_of(self, offset):
        return max(i for i, s in enumerate(self.starts) if s <= offset)

    def anchor(self, words):
        for i, p in enumerate(self.paragraphs):
            body = norm(self.text[p['start']:p['end']]).lstrip('"\'«„「— ')
            if body.startswith(norm(words)):
                return i
        raise SystemExit(f'no paragraph begins with {words!r}')

    def words(self, r):
        return norm(self.text[r[0]:r[1]])

    def score(self):
        self.scenes()
        self.places()
        self.ties()
        self.threads()
        self.person()
        return self.counts

    def scenes(self):
        gold = self.gold['scenes']
        at = [self.anchor(g['begins']) for g in gold]
        free = [self.anchor(w) for w in self.gold['optional_starts']]
        said = [self.paragraph_of(s['start']) for s in self.story['scenes']]
        used, hit, extra = set(), 0, 0
        for i, p in enumerate(said):
            near = [g for g in range(len(at)) if g not in used and abs(at[g] - p) <= 1]
            if near:
                used.add(min(near, key=lambda g: abs(at[g] - p)))
                hit += 1
            elif not any(abs(f - p) <= 1 for f in free):
                extra += 1
                self.note('starts', f'too much: {self.text[self.starts[p]:self.starts[p] + 50]!r} {self.story["scenes"][i]["why"]}')
        for g in range(len(at)):
            if g not in used:
                self.note('starts', f'missing: {gold[g]["begins"]!r}')
        self.counts['starts'].add(hit, hit + extra, len(at))
        # Each gold scene is compared with the scenes told of its paragraphs, by how much they share.
        ends = at[1:] + [len(self.paragraphs)]
        for g, first, end in zip(gold, at, ends):
            share = {}
            for i, s in enumerate(self.story['scenes']):
                stop = said[i + 1] if i + 1 < len(said) else len(self.paragraphs)
                both = min(end, stop) - max(first, said[i])
                if both > 0:
                    share[i] = sum(p['end'] - p['start'] for p in self.paragraphs[max(first, said[i]):min(end, stop)])
            if not share:
                continue
            mine = [self.story['scenes'][i] for i in sorted(share)]
            main = self.story['scenes'][max(share, key=share.get)]
            self.presence(g, mine)
            view = self.key.get(main['viewpoint']) if main['viewpoint'] is not None else None
            want = g['viewpoint']
            right = (view in want) if want else False
            silent_ok = want is None or None in want
            if view is not None:
                self.rely('viewpoint', main['viewpoint_confidence'], right)
            self.counts['viewpoint'].add(right, view is not None, 0 if silent_ok and not right else 1)
            if not right and not (view is None and silent_ok):
                self.note('viewpoint', f'{g["begins"]!r}: {view}, wanted {want}')
            place = self.story['places'][main['place']]['name'] if main['place'] is not None else None
            right = bool(g['place']) and place is not None and place_norm(place) in [place_norm(p) for p in g['place']]
            self.counts['place'].add(right, place is not None, g['place'] is not None)
            if not right and (place or g['place']):
                self.note('place', f'{g["begins"]!r}: {place}, wanted {g["place"]}')
            time = main['time'] or {}
            told = [k for k in ('weekday', 'part') if k in g['time'] and time.get(k)]
            if told:
                self.rely('time', time['confidence'], all(time[k] == g['time'][k] for k in told))
            for k in ('weekday', 'part'):
                if k in g['time']:
                    ok = time.get(k) == g['time'][k]
                    self.counts['time'].add(ok, bool(time.get(k)), 1)
                    if not ok:
                        self.note('time', f'{g["begins"]!r}: {k} {time.get(k)}, wanted {g["time"][k]}')

    def presence(self, g, mine):
        there = {self.key[c] for s in mine for c in s['present']}
        want, free = set(g['present']), set(g.get('optional', []))
        self.counts['presence'].add(len(there & want), len(there - free), len(want))
        best = {}
        for s in mine:
            for p in s['people']:
                if p['character'] in s['present']:
                    k = self.key[p['character']]
                    best[k] = max(best.get(k, 0), p['confidence'])
        for k, confidence in best.items():
            if k not in free:
                self.rely('presence', confidence, k in want)
        if there - free != want:
            self.note('presence', f'{g["begins"]!r}: too much {sorted(there - free - want)}, missing {sorted(want - there)}')

    def places(self):
        gold = self.gold['places']
        found = {}
        for p in self.story['places']:
            k = next((i for i, g in enumerate(gold) if place_norm(p['name']) in [place_norm(n) for n in g['names']]), None)
            if k is None:
                self.counts['places'].add(0, 1, 0)
                self.note('places', f'too much: {p["name"]} ({p["kind"]}, {p["mentions"]})')
            else:
                found.setdefault(k, p)
        for i, g in enumerate(gold):
            if g.get('optional'):
                continue
            self.counts['places'].add(i in found, i in found, 1)
            if i not in found:
                self.note('places', f'missing: {g["names"][0]}')
            if 'owners' in g:
                own = {self.key[c] for c in found[i]['owners']} if i in found else set()
                self.counts['owners'].add(len(own & set(g['owners'])), len(own), len(g['owners']))

    def ties(self):
        gold = {tuple(sorted(t['pair'])): t for t in self.gold['ties']}
        seen = {}
        for t in self.story['ties']:
            pair = tuple(sorted((self.key[t['a']], self.key[t['b']])))
            if pair[0] == pair[1]:
                continue
            seen.setdefault(pair, []).append(t['kind'])
            if not gold.get(pair, {}).get('optional'):
                self.rely('ties', t['confidence'], t['kind'] in gold.get(pair, {}).get('kinds', []))
        for pair, kinds in seen.items():
            g = gold.get(pair)
            if g and any(k in g['kinds'] for k in kinds):
                self.counts['ties'].add(not g.get('optional'), not g.get('optional'), 0)
            else:
                self.counts['ties'].add(0, 1, 0)
                self.note('ties', f'too much: {pair} {kinds}')
        for pair, g in gold.items():
            if not g.get('optional'):
                self.counts['ties'].add(0, 0, 1)
                if not any(k in g['kinds'] for k in seen.get(pair, [])):
                    self.note('ties', f'missing: {pair} {g["kinds"]}')

    def threads(self):
        gold = self.gold['threads']
        used = set()
        for t in self.story['threads']:
            opened = self.words(t['opened'])
            k = next((i for i, g in enumerate(gold) if any(norm(w) in opened or (len(opened) > 20 and opened in norm(w))
                                                          for w in g['opened'])), None)
            if k is None or not gold[k].get('optional'):
                self.rely('threads', t['confidence'], k is not None)
            if k is None:
                self.counts['threads'].add(0, 1, 0)
                self.note('threads', f'too much: {t["kind"]} {t["confidence"]} {opened!r}')
            elif k not in used:
                used.add(k)
                if gold[k].get('optional'):
                    continue
                self.counts['threads'].add(1, 1, 0)
                want = gold[k]['closed']
                self.counts['closed'].add(bool(t['closed']) == bool(want), 1, 1)
        for i, g in enumerate(gold):
            if not g.get('optional'):
                self.counts['threads'].add(0, 0, 1)
                if i not in used:
                    self.note('threads', f'missing: {g["kind"]} {g["opened"]}')

    def person(self):
        told = [n for n in self.story['narration'] if self.story['chapters'][n['chapter']]['kind'] == 'chapter']
        for i, person, narrator in self.gold['person']:
            if i >= len(told):
                self.counts['person'].add(0, 0, 1)
                continue
            n = told[i]
            who = self.key.get(n['narrator']) if n['narrator'] is not None else None
            self.counts['person'].add(n['person'] == person and who == narrator, 1, 1)


def print_reliability(sure):
    for layer in sorted(sure):
        for low, high in ((0, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01)):
            some = [x for x in sure[layer] if low <= x[0] + 1e-6 < high]
            if some:
                print('  %-10s %.1f to %.1f: said %.2f, right %.2f  (%d)' % (
                    layer, low, min(high, 1), sum(x[0] for x in some) / len(some),
                    sum(x[1] for x in some) / len(some), len(some)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('fabula')
    parser.add_argument('gold', nargs='*')
    parser.add_argument('--model')
    parser.add_argument('-v', action='store_true')
    parser.add_argument('--reliability', action='store_true')
    args = parser.parse_args()
    total = {n: Counts() for n in LAYERS}
    sure = {}
    for path in args.gold or sorted((HERE / 'plot_gold').glob('*.json')):
        gold = json.loads(pathlib.Path(path).read_text())
        if not (ROOT / gold['story']).exists():
            print(f'{gold["story"]} is not here; skipped')
            continue
        print(gold['story'])
        story = Story(args.fabula, gold, args.model, args.v)
        counts = story.score()
        for layer, some in story.sure.items():
            sure.setdefault(layer, []).extend(some)
        for n in LAYERS:
            total[n].add(counts[n].hit, counts[n].said, counts[n].wanted)
            if args.v or len(args.gold) == 1:
                print('  %-10s P %.2f R %.2f F %.2f' % (n, *counts[n].row()))
    print('all')
    for n in LAYERS:
        print('  %-10s P %.2f R %.2f F %.2f  (%d wanted)' % (n, *total[n].row(), total[n].wanted))
    if args.reliability:
        print_reliability(sure)
    return 0


if __name__ == '__main__':
    sys.exit(main())
