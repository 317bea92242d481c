"""Lemmas as edit scripts: what to cut from the end of the lower-case form and what to put there."""
import collections


def script(form, lemma):
    """`running`, `run` -> `ning>`; `was`, `be` -> `was>be`. Both in lower case."""
    n = 0
    while n < len(form) and n < len(lemma) and form[n] == lemma[n]:
        n += 1
    return f"{form[n:]}>{lemma[n:]}"


def apply(s, form):
    cut, put = s.split(">", 1)
    return form[: len(form) - len(cut)] + put if form.endswith(cut) else None


def scripts(sentences, least=2):
    """The scripts that occur `least` times, the most frequent first; `>` (nothing changes) is the first."""
    count = collections.Counter()
    for s in sentences:
        for f, l in zip(s.forms, s.lemmas):
            count[script(f.lower().replace("’", "'"), l.lower())] += 1
    out = [k for k, c in count.most_common() if c >= least and "|" not in k]
    out.remove(">")
    return [">", *out]
