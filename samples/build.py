#!/usr/bin/env python3
"""Builds the samples: NAME.marked -> NAME.txt, NAME.gold.json, NAME.epub, NAME.epub.txt, NAME.epub.gold.json.

usage: build.py          builds every NAME.marked beside this file
       build.py --check  builds in memory; exit 1, and say which, where a committed output differs

A marked file opens with the cast, one a line: `@ KEY = name; alias; alias`. Then blocks, parted by
one blank line. Inside a block these marks may stand, and may nest; a <q> may run over several blocks:

  <q s=SPEAKER a=ADDRESSEE k=KIND>...</q>  an utterance; KIND is speech (default), thought, message,
                                           letter or sign; without s or a nobody in particular
  <x>...</x>                               a quotation that is not speech
  <m KEY>...</m>                           a mention of the person or animal KEY
  *words* and _words_                      kept in the txt; <em> and <i> in the EPUB
  [1]                                      the reference of note 1; in the EPUB a noteref

A block is a paragraph, unless it opens with a layout mark:

  %book          lines `key = value`: title, author, id, wrap (columns of the txt; 0: one line a paragraph)
  %file NAME     what follows is the EPUB file NAME.xhtml; nothing in the txt. Options:
                 linear=no (a note file), title=empty (<title/>), entities=yes (&rsquo; &nbsp; ...)
  %h1, %h2       a heading; ` | ` in it is a line break. %h2 goes into the table of contents
  %centre        a centred paragraph
  %right         a paragraph set to the right (a signature)
  %letter        nothing by itself: the paragraph below opens a letter
  %verse         lines below are lines of verse; %sign: of an inscription; %lines: of a list
  %note N        note N; in the EPUB a footnote
  %break MARK    a scene break: *** and --- are <hr/> in the EPUB, other marks a centred paragraph
  %space         a scene break by extra blank lines; <hr/> in the EPUB

The text that a reader makes of the EPUB, and to which the EPUB's gold points: blocks in spine order,
the files with linear="no" after all others; inner white space of a block collapsed (a no-break space
is kept), <br/> a line break, <hr/> the paragraph `* * *`, blocks joined by one blank line, and one
line break at the end.
"""
import html
import io
import json
import pathlib
import re
import sys
import textwrap
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
MODIFIED = "2026-01-01T00:00:00Z"
NAMED = {"’": "&rsquo;", "‘": "&lsquo;", "“": "&ldquo;", "”": "&rdquo;", "—": "&mdash;", "é": "&eacute;",
         "\u00a0": "&nbsp;"}
DOCTYPE = "<!DOCTYPE html>\n"
# EPUB 3 asks that named entities be declared; most books that use them do without, or name a DTD.
DECLARED = "<!DOCTYPE html [\n" + "".join(f'<!ENTITY {name[1:-1]} "&#{ord(c)};">\n' for c, name in NAMED.items()) + "]>\n"
XHTML = """<?xml version="1.0" encoding="UTF-8"?>
{doctype}<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="en" lang="en">
<head>
{title}
<link rel="stylesheet" type="text/css" href="style.css"/>
</head>
<body>
{body}
</body>
</html>
"""
STYLE = """body { line-height: 1.4 }
p { margin: 0; text-indent: 1.2em }
.centre, .break, .sign, .lines { text-align: center; text-indent: 0; margin: 1em 0 }
.verse { margin: 1em 2em; text-indent: 0 }
.right { text-align: right }
hr.space { border: 0; height: 2em }
"""


class Block:
    """One block of a marked file: its characters, and the marks that open or close among them."""

    def __init__(self, kind, option, source, file):
        self.kind, self.option, self.file = kind, option, file
        chars, self.marks, at = [], [], 0  # marks: (place among the characters, mark)
        for part in re.split(r"(</?[qmx]\b[^>]*>)", source):
            if re.fullmatch(r"</?[qmx]\b[^>]*>", part):
                self.marks.append((at, part))
            else:
                chars.append(part)
                at += len(part)
        self.text = "".join(chars)


class Gold:
    """Collects quotations and mentions while a rendering runs through the marks."""

    def __init__(self, cast):
        self.cast, self.stack, self.quotes, self.mentions = cast, [], [], []

    def mark(self, mark, at):
        if mark[1] != "/":
            self.stack.append((mark, at))
            return
        opened, start = self.stack.pop()
        assert opened[1] == mark[2], f"{opened} is closed by {mark}"
        assert start < at, f"{opened} is empty"
        if opened[1] == "m":
            key = opened[2:-1].strip()
            assert key in self.cast, f"{opened}: not in the cast"
            self.mentions.append({"start": start, "end": at, "entity": key})
        elif opened[1] == "x":
            self.quotes.append({"start": start, "end": at, "kind": "none"})
        else:
            a = dict(p.split("=") for p in opened[2:-1].split())
            assert set(a) <= {"s", "a", "k"} and {a.get("s"), a.get("a")} - {None} <= set(self.cast), opened
            self.quotes.append({"start": start, "end": at, "kind": a.get("k", "speech"), "speaker": a.get("s"),
                                "addressee": a.get("a")})

    def json(self):
        assert not self.stack, f"not closed: {self.stack}"
        gold = {"cast": self.cast, "quotes": sorted(self.quotes, key=lambda q: (q["start"], -q["end"])),
                "mentions": sorted(self.mentions, key=lambda m: (m["start"], -m["end"]))}
        return json.dumps(gold, indent=1, ensure_ascii=False) + "\n"


def parse(path):
    """The cast, the book's fields, the files (name -> options) and the blocks of a marked file."""
    cast, book, files, blocks, file = {}, {}, {}, [], None
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    for line in head.split("\n"):
        key, names = line[1:].split("=")
        cast[key.strip()] = [n.strip() for n in names.split(";")]
    for source in re.split(r"\n{2,}", body.strip("\n")):
        kind, option = "p", ""
        if source.startswith("%"):
            kind, _, source = source[1:].partition("\n")
            kind, _, option = kind.partition(" ")
        if kind == "book":
            book = dict(re.split(r" = ", line, maxsplit=1) for line in source.split("\n"))
        elif kind == "file":
            file, *options = option.split()
            files[file] = dict(o.split("=") for o in options)
        else:
            if kind in ("h1", "h2", "centre"):
                option, source = "", option.replace(" | ", "\n")
            elif kind == "note":
                option, _, note = option.partition(" ")
                source = f"[{option}] {note}"
            elif kind in ("letter", "right"):
                kind = "p" if kind == "letter" else kind
            elif kind == "break":
                source = option
            blocks.append(Block(kind, option, source, file))
            assert kind in "p h1 h2 centre right verse sign lines note break space".split(), kind
    return cast, book, files, blocks


# --- the plain text ------------------------------------------------------------------------------------------------


def txt_of(block, wrap):
    """A block's text, and where each of its characters came to stand (one place more: its end)."""
    text, margin = block.text, 0
    if wrap and block.kind in ("p", "note"):
        # Spaces become line breaks, nothing else, so that every character keeps its place.
        folded = textwrap.fill(text, wrap, break_long_words=False, break_on_hyphens=False)
        assert len(folded) == len(text)
        return folded, list(range(len(text) + 1))
    lines, out, place = text.split("\n"), "", []
    for i, line in enumerate(lines):
        if block.kind in ("verse", "lines", "sign"):
            margin = 4
        elif wrap and block.kind in ("h1", "centre", "break"):
            margin = (wrap - len(line)) // 2
        elif wrap and block.kind == "right":
            margin = wrap - 8 - len(line)
        out += ("\n" if i else "") + " " * margin
        place += [len(out) + n for n in range(len(line) + 1)]
        out += line
    return out, place


def build_txt(cast, book, blocks):
    wrap, gold, text = int(book["wrap"]), Gold(cast), ""
    for block in blocks:
        gap = 1
        if wrap and block.kind in ("h1", "h2"):
            gap = 4
        elif block.kind == "space":
            text += "\n" * 2
            continue
        text += "\n" * (gap + 1) if text else ""
        body, place = txt_of(block, wrap)
        for at, mark in block.marks:
            gold.mark(mark, len(text) + place[at])
        text += body
    return text + "\n", gold


# --- the EPUB ------------------------------------------------------------------------------------------------------


def emphasis(text):
    """Which characters are marks of emphasis: {place: the XHTML tag that stands there}."""
    tags = {}
    for pattern, name in ((r"\*([^*\n]+)\*", "em"), (r"(?<!\w)_([^_\n]+)_(?!\w)", "i")):
        for m in re.finditer(pattern, text):
            tags[m.start()], tags[m.end() - 1] = f"<{name}>", f"</{name}>"
    return tags


def xhtml_of(block, entities, links):
    """A block as XHTML, as the reader's text, and where each of its characters came to stand there."""
    source = block.text
    tags = emphasis(source) if block.kind not in ("break", "h1", "h2") else {}
    refs = {} if block.kind == "note" else {m.start(): m for m in re.finditer(r"\[(\d+)\]", source)}
    marked, plain, place = "", "", []
    for i, c in enumerate(source):
        place.append(len(plain))
        if i in tags:
            marked += tags[i]
            continue
        if i in refs:
            n = refs[i][1]
            marked += f'<a epub:type="noteref" id="ref{n}" href="{links[n]}">'
        if entities and c == " " and source[:i].endswith(("Mr.", "Mrs.", "Dr.", "Miss")):
            c = "\u00a0"
        plain += c
        marked += "<br/>\n" if c == "\n" else NAMED.get(c, html.escape(c, quote=False)) if entities else \
            html.escape(c, quote=False)
        if any(i == m.end() - 1 for m in refs.values()):
            marked += "</a>"
    place.append(len(plain))
    return marked, plain, place


def fold(xhtml):
    """Breaks long lines of running text at spaces outside tags, as many books' files have them."""
    out, column = [], 0
    for piece in re.split(r"(<[^>]*>| |\n)", xhtml):
        if piece == " " and column > 90:
            piece = "\n  "
        column = 0 if "\n" in piece else column + len(piece)
        out.append(piece)
    return "".join(out)


def build_epub(cast, book, files, blocks, name):
    homes = {b.option: b.file for b in blocks if b.kind == "note"}
    back = {n: b.file for b in blocks if b.kind != "note" for n in re.findall(r"\[(\d+)\]", b.text)}
    order = [f for f in files if files[f].get("linear") != "no"] + [f for f in files if files[f].get("linear") == "no"]
    gold, text, bodies, contents = Gold(cast), "", {f: [] for f in files}, []
    for file in order:
        entities = files[file].get("entities") == "yes"
        links = {n: f"#fn{n}" if home == file else f"{home}.xhtml#fn{n}" for n, home in homes.items()}
        for block in (b for b in blocks if b.file == file):
            marked, plain, place = xhtml_of(block, entities, links)
            if block.kind == "space" or (block.kind == "break" and block.text in ("***", "---")):
                plain, marked = "* * *", '<hr class="space"/>' if block.kind == "space" else "<hr/>"
            elif block.kind in ("h1", "h2"):
                label = plain.replace("\n", ". ")
                if block.kind == "h2":
                    contents.append((list(files).index(file), len(contents), label, f"{file}.xhtml#h{len(contents) + 1}"))
                    marked = f'<h2 id="h{len(contents)}">{marked}</h2>'
                else:
                    marked = f"<h1>{marked}</h1>"
            elif block.kind == "note":
                n = block.option
                home = f"#ref{n}" if back[n] == file else f"{back[n]}.xhtml#ref{n}"
                marked = re.sub(r"^\[\d+\]", lambda m: f'<a href="{home}">{m[0]}</a>', marked)
                marked = f'<aside epub:type="footnote" id="fn{n}">\n<p>{marked}</p>\n</aside>'
            else:
                css = "" if block.kind == "p" else f' class="{block.kind}"'
                marked = f"<p{css}>{marked}</p>"
            text += "\n\n" if text else ""
            for at, mark in block.marks:
                gold.mark(mark, len(text) + place[at])
            text += plain
            bodies[file].append(fold(marked))
    # Marks were met in spine order; the contents list follows the files as the package names them.
    contents = [c[2:] for c in sorted(contents)]
    entries = {"META-INF/container.xml": CONTAINER, "OEBPS/style.css": STYLE,
               "OEBPS/content.opf": package(book, files), "OEBPS/nav.xhtml": nav(contents),
               "OEBPS/toc.ncx": ncx(book, contents)}
    for file, options in files.items():
        empty = options.get("title") == "empty"
        entries[f"OEBPS/{file}.xhtml"] = XHTML.format(
            doctype=DECLARED if options.get("entities") == "yes" else DOCTYPE, body="\n".join(bodies[file]),
            title="<title/>" if empty else f"<title>{html.escape(book['title'], quote=False)}</title>")
    return pack(entries), text + "\n", gold


CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


def package(book, files):
    items = "\n".join(f'<item id="{f}" href="{f}.xhtml" media-type="application/xhtml+xml"/>' for f in files)
    refs = "\n".join(f'<itemref idref="{f}"' + (' linear="no"' if o.get("linear") == "no" else "") + "/>"
                     for f, o in files.items())
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">{book['id']}</dc:identifier>
<dc:title>{book['title']}</dc:title>
<dc:creator>{book['author']}</dc:creator>
<dc:language>en</dc:language>
<dc:rights>Apache-2.0</dc:rights>
<meta property="dcterms:modified">{MODIFIED}</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
<item id="style" href="style.css" media-type="text/css"/>
{items}
</manifest>
<spine toc="ncx">
{refs}
</spine>
</package>
"""


def nav(contents):
    items = "\n".join(f'<li><a href="{href}">{html.escape(label, quote=False)}</a></li>' for label, href in contents)
    return XHTML.format(doctype=DOCTYPE, title="<title>Contents</title>",
                        body=f'<nav epub:type="toc" id="toc">\n<h1>Contents</h1>\n<ol>\n{items}\n</ol>\n</nav>')


def ncx(book, contents):
    points = "\n".join(
        f'<navPoint id="n{i}" playOrder="{i}"><navLabel><text>{html.escape(label, quote=False)}</text></navLabel>'
        f'<content src="{href}"/></navPoint>' for i, (label, href) in enumerate(contents, 1))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1">
<head><meta name="dtb:uid" content="{book['id']}"/></head>
<docTitle><text>{book['title']}</text></docTitle>
<navMap>
{points}
</navMap>
</ncx>
"""


def pack(entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for path, content in {"mimetype": "application/epub+zip", **entries}.items():
            info = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o644 << 16
            info.compress_type = zipfile.ZIP_STORED if path == "mimetype" else zipfile.ZIP_DEFLATED
            z.writestr(info, content)
    return out.getvalue()


def unpacked(data):
    """What an EPUB holds, whichever zlib packed it."""
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        return [(i.filename, i.date_time, i.compress_type, z.read(i)) for i in z.infolist()]


def outputs(marked):
    cast, book, files, blocks = parse(marked)
    txt, txt_gold = build_txt(cast, book, blocks)
    epub, epub_txt, epub_gold = build_epub(cast, book, files, blocks, marked.stem)
    print(f"{marked.stem}: {len(txt.split())} words, {len(txt_gold.quotes)} quotations, {len(txt_gold.mentions)} mentions")
    assert (len(txt_gold.quotes), len(txt_gold.mentions)) == (len(epub_gold.quotes), len(epub_gold.mentions))
    return {".txt": txt.encode(), ".gold.json": txt_gold.json().encode(), ".epub": epub,
            ".epub.txt": epub_txt.encode(), ".epub.gold.json": epub_gold.json().encode()}


def main(check):
    stale = []
    for marked in sorted(HERE.glob("*.marked")):
        for suffix, data in outputs(marked).items():
            path = marked.with_name(marked.stem + suffix)
            if not check:
                path.write_bytes(data)
                continue
            old = path.read_bytes() if path.exists() else b""
            same = old == data or (suffix == ".epub" and old and unpacked(old) == unpacked(data))
            stale += [] if same else [path.name]
    if stale:
        print("not up to date, run samples/build.py:", ", ".join(stale), file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    if sys.argv[1:] not in ([], ["--check"]):
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        sys.exit(2)
    sys.exit(main(sys.argv[1:] == ["--check"]))
