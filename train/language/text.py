"""Words as the model sees them. `src/language/features.cpp` does the same in C++: change both."""
import re
import zlib

FOLD = {"’": "'", "‘": "'", "‛": "'", "`": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "``": '"', "''": '"',
        "«": '"', "»": '"', "—": "--", "–": "--", "―": "--", "---": "--", "----": "--", "——": "--", "…": "...",
        "....": "...", ". . .": "..."}
BYPASS = {"_", "*", "**", "***", "__"}  # marks of emphasis: no words of the sentence


def fold(form):
    """Quotation marks, dashes and dots of every kind become one."""
    if form in FOLD:
        return FOLD[form]
    for a in "’‘‛":
        if a in form:
            form = form.replace(a, "'")
    return form


def ascii_lower(s):
    return s.translate(LOWER)


LOWER = {i: i + 32 for i in range(65, 91)} | {i: i + 32 for i in range(0xC0, 0xDF) if i != 0xD7}
DIGITS = {i: 48 for i in range(49, 58)}


def norm(form):
    return ascii_lower(fold(form)).translate(DIGITS)


def shape(form):
    """`Mr.` is `Xx.`, `drawing-room` is `xxxx-xxxx`: runs are cut at 4."""
    out, run, last = [], 0, ""
    for c in fold(form):
        o = ord(c)
        if 65 <= o <= 90 or 0xC0 <= o <= 0xDE and o != 0xD7:
            k = "X"
        elif 97 <= o <= 122 or o >= 0xDF:
            k = "x"
        elif 48 <= o <= 57:
            k = "d"
        else:
            k = c
        run = run + 1 if k == last else 1
        last = k
        if run <= 4:
            out.append(k)
    return "".join(out)


NORM_ROWS, PREFIX_ROWS, SUFFIX_ROWS, SHAPE_ROWS = 24000, 4000, 8000, 1000


def h(kind, s, rows):
    return zlib.crc32((kind + s).encode("utf-8")) % rows


def features(form):
    """The rows that a form has in the hashed tables: norm (two), prefix, suffixes (two), shape."""
    n = norm(form)
    return (h("a", n, NORM_ROWS), h("b", n, NORM_ROWS), h("p", n[:3], PREFIX_ROWS),
            h("s", n[-3:], SUFFIX_ROWS), h("t", n[-4:], SUFFIX_ROWS), h("h", shape(form), SHAPE_ROWS))


ABBREVIATIONS = {"mr.", "mrs.", "ms.", "dr.", "st.", "messrs.", "prof.", "capt.", "col.", "gen.", "rev.", "hon.",
                 "lieut.", "lt.", "sergt.", "esq.", "jr.", "sr.", "vol.", "no.", "etc.", "i.e.", "e.g.", "vs.",
                 "mme.", "mlle.", "a.m.", "p.m.", "viz."}
TOKEN = re.compile(
    r"(?:[A-Z]\.)+(?=\s|[,;:'’”\"])|(?:Mr|Mrs|Ms|Dr|St|Messrs|Prof|Capt|Col|Gen|Rev|Hon|Lieut|Lt|Esq|Jr|Sr|Vol|No|"
    r"etc|i\.e|e\.g|Mme|Mlle)\.|\d[\d,.]*\d|\d+|[^\W\d_]+(?:[’'][^\W\d_]+)*(?:-[^\W\d_]+(?:[’'][^\W\d_]+)*)*|"
    r"--+|—+|–|\.\.+|…|(?:\. ){2,}\.|[^\w\s]|_")
CLITIC = re.compile(r"(?i)^(.+?)(n[’']t|[’'](?:s|m|d|ll|re|ve))$")


def tokenize(text):
    out = []
    for w in TOKEN.findall(text):
        m = CLITIC.match(w) if ("'" in w or "’" in w) else None
        if m and m.group(1):
            out += [m.group(1), m.group(2)]
        elif w.lower() == "cannot":
            out += [w[:3], w[3:]]
        else:
            out.append(w)
    return out


CLOSING = set("\"”'’)]_*")


def sentences(tokens):
    """Rough sentences of a paragraph's tokens; `"What?" she said.` is one."""
    out, row = [], []
    i, n = 0, len(tokens)
    while i < n:
        row.append(tokens[i])
        if tokens[i] in ".!?" or tokens[i] in ("...", "…"):
            while i + 1 < n and tokens[i + 1] in CLOSING and not (tokens[i + 1] in "\"'" and row.count(tokens[i + 1]) % 2 == 0):
                i += 1
                row.append(tokens[i])
            k = i + 1
            while k < n and tokens[k] in "\"“'‘([_*":
                k += 1
            if k >= n or tokens[k][0].isupper() or not tokens[k][0].isalpha():
                out.append(row)
                row = []
        i += 1
    if row:
        out.append(row)
    return out
