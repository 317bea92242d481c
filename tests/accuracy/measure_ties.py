#!/usr/bin/env python3
"""Kin and couples against the crowd's judgements: measure_ties.py FABULA DATA [-v] (../shared/data)."""
import csv
import html
import json
import os
import pathlib
import re
import subprocess
import sys
from collections import Counter,defaultdict
F, DATA = sys.argv[1], pathlib.Path(sys.argv[2])
N = str(DATA / 'novels') + '/'
T={'Little Women':'514_','Pride and Prejudice':'1342_','Persuasion':'105_','Northanger Abbey':None,'Sense and Sensibility':None,'Middlemarch':'145_','Great Expectations':'1400_','Bleak House':'1023_','Far from the Madding Crowd':'27_','Howards End':'2891_','Silas Marner':'550_','The Secret Garden':'113_','Anne of Green Gables':'45_','The Scarlet Letter':'33_','The House of the Seven Gables':'77_','The Adventures of Tom Sawyer':'74_','Treasure Island':'120_','Sister Carrie':'233_','O Pioneers!':'24_','Main Street':'543_','Dracula':'345_','The Picture of Dorian Gray':'174_','This Side of Paradise':'805_','The Last of the Mohicans':'940_'}
files=os.listdir(N)
gold=defaultdict(lambda: defaultdict(list))
for r in csv.DictReader(open(DATA / 'ties/character_relation_annotations.txt', encoding='utf-8'),delimiter='\t'):
    t=html.unescape(r['title'])
    if T.get(t): gold[t][(r['character_1'],r['character_2'])].append((r['coarse_category'],r['fine_category']))
def words(s): return [w for w in re.sub(r"[^\w ]"," ",s.lower()).split() if w not in('the','of','de')]
def find(cast,name):
    n=' '.join(words(name)); 
    def score(c):
        best=0
        for a in [c['name']]+[x['text'] for x in c['aliases']]:
            k=' '.join(words(a))
            if k==n: best=max(best,3)
            elif set(k.split())<=set(n.split()) or set(n.split())<=set(k.split()):
                f=[w for w in n.split() if w not in('mr','mrs','miss','lady','sir','captain','colonel')]
                if k.split() and f and (f[0] in k.split()): best=max(best,2 if f[0]==k.split()[0] or len(f)==1 else 1)
        return best
    c=max(cast,key=lambda c:(score(c),c['mentions']))
    return c['id'] if score(c)>0 else None
def want(coarse,fine):
    if fine=='husband/wife' : return 'couple'
    if coarse=='familial': return 'kin'
    if fine in('lovers','unrequited love interest'): return 'couple?'
    return None
# Friends, work and enmity are right where one judge at least says the same.
other=lambda kind,l: {'friends':any(f=='friend' for _,f in l),'conflict':any(f in('enemy','rivals') for _,f in l)}.get(kind,any(c=='professional' for c,_ in l))
tot=Counter()
sure=defaultdict(list)
others=defaultdict(list)
for t,g in gold.items():
    f=[x for x in files if x.startswith(T[t])][0]; s=json.loads(subprocess.run([F,'read',N+f,'--format','json'],capture_output=True,check=True).stdout); name={c['id']:c['name'] for c in s['characters']}
    ours=defaultdict(dict)
    for x in s['ties']:
        if x['kind'] in('kin','couple'): ours[frozenset((x['a'],x['b']))][x['kind']]=x
    rest=defaultdict(list)
    for x in s['ties']:
        if x['kind'] in('friends','conflict','work','household'): rest[frozenset((x['a'],x['b']))].append(x)
    c=Counter(); lines=[]
    pairs=defaultdict(list)
    for (a,b),l in g.items():
        i,j=find(s['characters'],a),find(s['characters'],b)
        if i is None or j is None or i==j: c['unfound']+=1; continue
        pairs[frozenset((i,j))]+=l
    for k,l in pairs.items():
        ws={want(*x) for x in l}
        mine=set(ours.get(k,{}))
        for x in rest.get(k,[]): others[(x['kind'],bool(x['role']),x['confidence'])].append(other(x['kind'],l))
        nm=' - '.join(sorted(name[i] for i in k))
        fam=ws&{'kin','couple'}
        if fam:
            c['wanted']+=1
            if mine&fam or ('couple' in mine and 'couple?' in ws): c['hit']+=1
            else: lines.append(('MISS' if not mine else 'WRONG',nm,sorted(x[1] for x in l),{m:ours[k][m]['role'] for m in mine}))
        if mine:
            c['said']+=1
            for m in mine:
                x=ours[k][m]; sure[x['confidence']].append(m in fam or (m=='couple' and 'couple?' in ws))
            if mine&fam or ('couple' in mine and ('couple?' in ws)): c['ok']+=1
            elif not fam: lines.append(('EXTRA',nm,sorted(x[1] for x in l),{m:str(ours[k][m]['role'])+' %.2f'%ours[k][m]['confidence'] for m in mine}))
    c['all']=sum(1 for x in s['ties'] if x['kind'] in('kin','couple'))
    tot+=c
    print('==',t,dict(c))
    if '-v' in sys.argv:
        for l in lines: print('   ',*l)
print('TOTAL',dict(tot),'P %.2f R %.2f'%(tot['ok']/max(1,tot['said']),tot['hit']/max(1,tot['wanted'])))
for x in sorted(sure): print('said %.2f, right %.2f (%d)'%(x,sum(sure[x])/len(sure[x]),len(sure[x])))
for x in sorted(others): print('%s%s: said %.2f, right %.2f (%d)'%(x[0],' by a word' if x[1] else '',x[2],sum(others[x])/len(others[x]),len(others[x])))
