"""Runs the program as a user does. FABULA names it (default: build/release/fabula)."""
import hashlib
import json
import os
import pathlib
import pty
import re
import resource
import select
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import unittest
import xml.etree.ElementTree
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
FABULA = os.environ.get("FABULA", str(HERE.parent.parent / "build/release/fabula"))
SAMPLES = pathlib.Path(os.environ.get("FABULA_SAMPLES", HERE.parent.parent / "samples"))

PUMP = ('CHAPTER I\n\n"Is it broken?" said Odile. "It was new."\n\n"It is now," said Bertrand.\n\n'
        'Odile kicked the pump again, and the pump kicked back.\n')


class Case(unittest.TestCase):
    """A test in a folder of its own."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="fabula-test-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def run_fabula(self, *arguments, stdin=b"", **more):
        done = subprocess.run([FABULA, *map(str, arguments)], cwd=self.folder, input=stdin,
                              capture_output=True, timeout=120, check=False, **more)
        done.out = done.stdout.decode("utf-8", "replace")
        done.err = done.stderr.decode("utf-8", "replace")
        return done

    def ok(self, *arguments, **more):
        done = self.run_fabula(*arguments, **more)
        self.assertEqual((done.returncode, done.err), (0, ""), done.out)
        return done

    def put(self, name, content=PUMP):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def files(self):
        return sorted(str(p.relative_to(self.folder)) for p in self.folder.rglob("*") if p.is_file())

    def contents(self, folder="."):
        root = self.folder / folder
        return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


class Usage(Case):
    def refused(self, *arguments, words):
        before = self.contents()
        done = self.run_fabula(*arguments)
        self.assertEqual(done.returncode, 2, done.err)
        self.assertIn(words, done.err)
        self.assertEqual(done.out, "")
        self.assertEqual(self.contents(), before)

    def test_wrong_usage_is_2_and_writes_nothing(self):
        self.put("a.txt")
        self.put("b/a.txt")
        self.put("page.html", "<p>It was dark.</p>")
        self.refused(words="subcommand is required")
        self.refused("write", words="subcommand is required")
        self.refused("read", words="INPUT is required")
        self.refused("read", "a.txt", "--colour", words="--colour")
        self.refused("read", "a.txt", "--threads", "0", words="--threads")
        self.refused("read", "a.txt", "--threads", "two", words="--threads")
        self.refused("read", "a.txt", "--format", "yaml",
                     words="there is no format `yaml`; use json, html, sqlite, text, conllu, tokens, entities, "
                           "supersense, quotes, book, book.html, script, voices, ssml, sml, characters_simple, "
                           "book.txt, alexandria, audiobook-creator, abogen, booknlp or ebook2audiobook")
        self.refused("read", "a.txt", "--format", "json,yaml", words="`yaml`")
        self.refused("read", "a.txt", "-o", "page.html", words="page.html: it is a file")
        self.refused("read", "a.txt", "--tags", "maybe", words="--tags")
        self.refused("read", "a.txt", "--first-person", "me", words="--first-person")
        self.refused("show", "a.txt", "weather", words="weather")
        self.refused("show", "a.txt", "cast", "talk", words="talk")

    def test_options_of_later_versions_are_not_taken(self):
        self.put("a.txt")
        self.refused("read", "a.txt", "--until", "x", words="--until")

    def test_two_inputs_never_write_the_same_file(self):
        self.put("a.txt")
        self.put("b/a.txt")
        self.refused("read", "a.txt", "b/a.txt", "-o", "out",
                     words="b/a.txt: it and a.txt would both be written to out/a.story")
        self.put("a.md", "# One\n\nIt was dark.\n")
        self.refused("read", ".", "-o", "out", words="would both be written to")

    def test_an_input_is_never_overwritten(self):
        self.put("page.html", "<p>It was dark.</p>")
        self.refused("read", "page.html", words="written over this input")
        self.refused("read", "page.html", "-o", ".", words="give another folder")
        os.symlink(self.folder, self.folder / "link")
        self.refused("read", "page.html", "-o", "link", words="written over this input")
        os.unlink(self.folder / "link")
        self.ok("read", "page.html", "-o", "out")

    def test_help_version_and_formats(self):
        self.assertIn("Examples:", self.ok("--help").out)
        for command in ("read", "verify", "show"):
            self.assertIn("INPUT", self.ok(command, "--help").out)
        self.assertRegex(self.ok("--version").out, r"^fabula \d+\.\d+\.\d+\n$")
        names = [line.split()[0] for line in self.ok("formats").out.splitlines()]
        self.assertEqual(names, ["json", "html", "sqlite", "text", "conllu", "tokens", "entities", "supersense",
                                 "quotes", "book", "book.html", "script", "voices", "ssml", "sml",
                                 "characters_simple", "book.txt", "alexandria", "audiobook-creator", "abogen",
                                 "booknlp", "ebook2audiobook"])


class Read(Case):
    def test_alone_it_writes_the_store_and_the_page_here(self):
        self.put("books/pump.txt")
        done = self.ok("read", "books/pump.txt")
        self.assertEqual(self.files(), ["books/pump.txt", "pump.html", "pump.story"])
        first = done.out.splitlines()[0]
        self.assertRegex(first, r"^books/pump\.txt: 25 words, 1 chapter, 2 characters, 2 lines, \d+\.\d\d s$")
        self.assertRegex(done.out, r"Odile +(\w+ +)?1 +line\b")
        self.assertRegex(done.out, r"pump\.html +a page")
        self.assertRegex(done.out, r"pump\.story +everything")
        self.assertNotIn("\033", done.out)

    def test_quiet_prints_nothing(self):
        self.put("pump.txt")
        self.assertEqual(self.ok("read", "pump.txt", "-q").out, "")
        self.assertEqual(self.ok("read", "pump.txt", "-q").out, "")

    def test_one_format_goes_to_standard_output(self):
        self.put("pump.txt")
        story = json.loads(self.ok("read", "pump.txt", "--format", "json").out)
        self.assertEqual(story["text"], PUMP)
        self.assertEqual(story["source"]["name"], "pump.txt")
        self.assertEqual(story["source"]["sha256"], hashlib.sha256(PUMP.encode()).hexdigest())
        self.assertEqual(self.ok("read", "pump.txt", "--format", "sqlite").stdout[:15], b"SQLite format 3")
        self.assertIn("Odile: ", self.ok("read", "pump.txt", "--format", "text").out)
        self.assertEqual(self.files(), ["pump.txt"])

    def test_output_folder(self):
        self.put("pump.txt")
        self.ok("read", "pump.txt", "-o", "new/folder", "--format", "json,text,json")
        self.assertEqual(self.files(), ["new/folder/pump.json", "new/folder/pump.script.txt", "pump.txt"])
        self.ok("read", "pump.txt", "--format", "json,html")
        self.assertIn("pump.json", self.files())

    def test_formats_made_of_words(self):
        """With a model they are made; by rules alone they are refused, and nothing is written."""
        self.put("books/pump.txt")
        done = self.run_fabula("read", "books/pump.txt", "--format", "booknlp,conllu", "-o", "out", "--model", "none")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.err, r"^fabula: books/pump\.txt: .* without a model; read the story .*\n$")
        self.assertEqual(self.files(), ["books/pump.txt"])
        self.ok("read", "books/pump.txt", "--format", "booknlp,conllu", "-o", "out")
        self.assertEqual(sorted(self.contents("out")),
                         ["pump.book", "pump.book.html", "pump.conllu", "pump.entities", "pump.quotes", "pump.supersense",
                          "pump.tokens"])
        self.ok("read", "books/pump.txt", "--format", "booknlp")
        self.assertIn("pump.tokens", self.files())
        rows = self.ok("read", "books/pump.txt", "--format", "tokens").out.splitlines()
        self.assertEqual({len(row.split("\t")) for row in rows}, {13})

    def test_models(self):
        """The same answers with every instruction set; a model that is not there is named."""
        self.put("pump.txt")
        told = {}
        for forced in ("", "portable", "ssse3"):
            environment = dict(os.environ, FABULA_INSTRUCTION_SET=forced)
            done = self.run_fabula("read", "pump.txt", "--format", "json", env=environment)
            if done.returncode == 0:
                told[forced] = done.out
            else:
                self.assertIn(f"instruction set {forced} is not there", done.err)
        self.assertEqual(len(set(told.values())), 1)
        self.assertIn("portable", told)
        done = self.run_fabula("read", "pump.txt", "--model", "no/such/folder")
        self.assertEqual(done.returncode, 1)
        self.assertIn("no/such/folder", done.err)

    def test_standard_input(self):
        out = self.ok("read", "-", "--format", "json", stdin=PUMP.encode()).out
        self.assertEqual(json.loads(out)["source"]["name"], "stdin")
        self.ok("read", "-", stdin=PUMP.encode())
        self.assertEqual(self.files(), ["stdin.html", "stdin.story"])
        self.assertIn("Odile", self.ok("show", "-", stdin=PUMP.encode()).out)

    def test_what_was_read_is_skipped(self):
        self.put("pump.txt")
        for formats in (None, "json", "html", "sqlite", "text", "json,html,sqlite,text"):
            with self.subTest(formats=formats):
                arguments = ["read", "pump.txt", "-o", "out"] + (["--format", formats] if formats else [])
                self.ok(*arguments)
                before = {p: p.stat().st_mtime_ns for p in (self.folder / "out").iterdir()}
                self.assertIn("pump.txt: skipped, out/pump.", self.ok(*arguments).out)
                self.assertEqual({p: p.stat().st_mtime_ns for p in (self.folder / "out").iterdir()}, before)

    def test_what_changed_is_read_again(self):
        def read(*more):
            return "skipped" not in self.ok("read", "pump.txt", *more).out
        self.put("pump.txt")
        self.assertTrue(read())
        self.assertFalse(read())
        self.put("pump.txt", PUMP + "\nIt rained.\n")
        self.assertTrue(read())
        self.assertFalse(read())
        (self.folder / "pump.html").unlink()
        self.assertTrue(read())
        self.assertFalse(read())
        self.assertTrue(read("--tokenized"))
        self.assertFalse(read("--tokenized"))
        self.assertTrue(read())
        (self.folder / "pump.story").write_bytes(b"something else")
        self.assertTrue(read())
        with sqlite3.connect(self.folder / "pump.story") as db:
            db.execute("UPDATE meta SET value = '0.0.1' WHERE \"key\" = 'fabula'")
        db.close()
        self.assertTrue(read())

    def test_facts_of_the_user(self):
        def read(*more):
            return self.ok("read", "pump.txt", "--model", "none", *more).out
        def story(*more):
            return json.loads(self.ok("read", "pump.txt", "--format", "json", "--model", "none", *more).out)
        self.put("pump.txt")
        self.put("cast.json", '[{"name": "Bertrand"}, {"name": "Odile Marr", "aliases": ["Odile"]}]')
        self.put("mine.yaml", "rename:\n  Odile: Odile Quill\nspeaker:\n  - {quote: Gone, is: Odile}\n")
        self.assertEqual([c["name"] for c in story("--cast", "cast.json")["characters"]], ["Bertrand", "Odile Marr"])
        # Neither is read again for nothing, and both are when they change.
        for option, name in (("--cast", "cast.json"), ("--fixes", "mine.yaml")):
            self.assertNotIn("skipped", read(option, name))
            self.assertIn("skipped", read(option, name))
            self.put(name, (self.folder / name).read_text() + "\n# changed\n")
            self.assertNotIn("skipped", read(option, name))
        out = read("--fixes", "mine.yaml", "-o", "out")
        self.assertIn('1 fix mends nothing here:\n  line 4: speaker: "Gone" is Odile: no line has these words', out)
        # NAME.fixes.yaml beside the input counts by itself.
        self.put("pump.fixes.yaml", "rename: {Bertrand: Bert}\n")
        self.assertIn("Bert", [c["name"] for c in story()["characters"]])
        self.assertIn("Bertrand", [c["name"] for c in story("--fixes", "none")["characters"]])
        self.assertIn("Bert ", self.ok("show", "pump.txt", "--model", "none").out)
        # What is wrong is an error with its line; what mends nothing never is.
        self.put("wrong.yaml", "merge:\n  - [Odile, Bertrand]\nnot_same:\n  - [Odile, Bertrand]\n")
        failed = self.run_fabula("read", "pump.txt", "--fixes", "wrong.yaml")
        self.assertEqual(failed.returncode, 1)
        self.assertIn("wrong.yaml: line 4: it says that", failed.err)
        failed = self.run_fabula("read", "pump.txt", "--cast", "nowhere.json")
        self.assertEqual(failed.returncode, 1)
        self.assertIn("nowhere.json", failed.err)

    def test_the_store_is_one_that_others_read(self):
        self.put("pump.txt")
        self.ok("read", "pump.txt")
        db = sqlite3.connect(self.folder / "pump.story")
        self.addCleanup(db.close)
        self.assertEqual(db.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
        self.assertEqual(db.execute("SELECT speaker, text FROM lines").fetchall(),
                         [("Odile", '"Is it broken?" "It was new."'), ("Bertrand", '"It is now,"')])
        whole = db.execute("SELECT group_concat(text, '') FROM (SELECT text FROM chapters ORDER BY id)")
        self.assertEqual(whole.fetchone()[0], PUMP)

    def test_progress_is_for_a_terminal_alone_and_is_erased(self):
        self.put("pump.txt", PUMP * 3000)
        self.assertEqual(self.ok("read", "pump.txt", "--format", "json").err, "")
        status, shown = self.on_terminal("read", "pump.txt")
        self.assertEqual(status, 0)
        self.assertIn("pump.txt: ", shown)
        self.assertIn("\r\033[K", shown)
        self.assertNotIn("%", shown.rsplit("\r\033[K", 1)[1].split("\n")[0])
        self.assertNotIn("%", self.on_terminal("read", "pump.txt", "-q", "--format", "html")[1][-200:])

    def on_terminal(self, *arguments):
        """Runs with standard error on a terminal; gives the status and what it showed."""
        parent, child = pty.openpty()
        process = subprocess.Popen([FABULA, *arguments], cwd=self.folder, stderr=child,
                                   stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        os.close(child)
        shown = b""
        while select.select([parent], [], [], 60)[0]:
            try:
                part = os.read(parent, 65536)
            except OSError:
                break
            if not part:
                break
            shown += part
        os.close(parent)
        return process.wait(timeout=60), shown.decode("utf-8", "replace")

    def test_no_escape_sequence_of_a_book_reaches_the_terminal(self):
        self.put("evil\033[31m.txt", '"No," said \033]0;title\007Odile.\n\nOdile went.\n')
        name = "evil\033[31m.txt"
        for arguments in (("read", name), ("show", name, "talk"), ("show", name, "chapters"), ("verify", name)):
            self.assertNotIn("\033", self.run_fabula(*arguments).out + self.run_fabula(*arguments).err)
        self.assertNotIn("\033", self.run_fabula("read", "missing\033[31m.txt").err)


class Scripts(Case):
    """The formats for audiobooks."""

    LAMP = ('CHAPTER I\n\n"Who lit it?" whispered Odile. "Was it you?"\n\n"It was," said Bertrand.\n\n'
            'The lamp went out.\n\nCHAPTER II\n\n"Again?" asked Odile. She sighed.\n')

    def test_the_script_is_the_text(self):
        self.put("lamp.txt", self.LAMP)
        for tags in ("keep", "narrator", "drop"):
            out = self.ok("read", "lamp.txt", "--format", "script", "--tags", tags).out
            lines = [json.loads(line) for line in out.splitlines()]
            self.assertEqual("".join(line["text"] for line in lines), self.LAMP)
        said = [(line["speaker_name"], line["text"].strip(), line["part"], line["parts"])
                for line in lines if line["kind"] == "speech"]
        self.assertEqual(said, [("Odile", '"Who lit it?"', 0, 2), ("Odile", '"Was it you?"', 1, 2),
                                ("Bertrand", '"It was,"', 0, 1), ("Odile", '"Again?"', 0, 1)])
        self.assertEqual([line["text"].strip() for line in lines if line["kind"] == "tag"],
                         ["whispered Odile.", "said Bertrand.", "asked Odile."])

    def test_tags(self):
        self.put("lamp.txt", self.LAMP)

        def told(*more):
            return [(line["speaker"], line["text"])
                    for line in json.loads(self.ok("read", "lamp.txt", "--format", "alexandria", *more).out)][1:6]
        self.assertEqual(told(), [("ODILE", '"Who lit it?"'), ("NARRATOR", "whispered Odile."),
                                  ("ODILE", '"Was it you?"'), ("BERTRAND", '"It was,"'),
                                  ("NARRATOR", "said Bertrand.")])
        self.assertEqual(told(), told("--tags", "narrator"))
        self.assertEqual(told("--tags", "keep")[:2], [("ODILE", '"Who lit it?" whispered Odile. "Was it you?"'),
                                                      ("BERTRAND", '"It was," said Bertrand.')])
        self.assertEqual(told("--tags", "drop")[:2], [("ODILE", '"Who lit it?" "Was it you?"'),
                                                      ("BERTRAND", '"It was,"')])

    def test_ssml_is_a_file_a_chapter_and_the_voices(self):
        self.put("lamp.txt", self.LAMP)
        self.ok("read", "lamp.txt", "--format", "ssml", "-o", "out")
        self.assertEqual(sorted(self.contents("out")),
                         ["lamp.ssml/001.ssml", "lamp.ssml/002.ssml", "lamp.voices.json"])
        for file in (self.folder / "out/lamp.ssml").iterdir():
            root = xml.etree.ElementTree.parse(file).getroot()
            self.assertEqual(root.tag, "{http://www.w3.org/2001/10/synthesis}speak")
            self.assertEqual(root.get("version"), "1.1")
        whole = xml.etree.ElementTree.fromstring(self.ok("read", "lamp.txt", "--format", "ssml").out)
        words = " ".join("".join(whole.itertext()).split())
        self.assertEqual(words.replace(" ", ""), "".join(self.LAMP.split()))

    def test_voices_that_were_filled_in_stay(self):
        self.put("lamp.txt", self.LAMP)
        self.ok("read", "lamp.txt", "--format", "ssml", "-o", "out")
        path = self.folder / "out/lamp.voices.json"
        voices = json.loads(path.read_text(encoding="utf-8"))
        mine = next(key for key, voice in voices.items() if voice.get("name") == "Odile")
        voices[mine]["ssml"] = "en-GB-Sonia"
        path.write_text(json.dumps(voices), encoding="utf-8")
        self.ok("read", "lamp.txt", "--format", "ssml", "-o", "out")
        self.assertIn('<voice name="en-GB-Sonia"', (self.folder / "out/lamp.ssml/001.ssml").read_text("utf-8"))
        self.assertEqual(json.loads(path.read_text(encoding="utf-8"))[mine]["ssml"], "en-GB-Sonia")
        self.assertIn("en-GB-Sonia", self.ok("read", "lamp.txt", "--format", "ssml", "--voices", path).out)
        path.write_text("{", encoding="utf-8")
        before = self.contents()
        done = self.run_fabula("read", "lamp.txt", "--format", "ssml", "-o", "out")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.err, r"^fabula: out/lamp\.voices\.json: byte \d+: it is not JSON; correct it")
        self.assertEqual(self.contents(), before)
        done = self.run_fabula("read", "lamp.txt", "--format", "ssml", "--voices", "no.json")
        self.assertEqual((done.returncode, done.out), (1, ""))
        self.assertIn("no.json", done.err)

    def test_chapters_that_are_gone_are_taken_away_and_nothing_else(self):
        self.put("lamp.txt", self.LAMP)
        self.ok("read", "lamp.txt", "--format", "ssml")
        self.put("lamp.ssml/mine.ssml", "<speak/>")
        self.put("lamp.ssml/001.mp3", b"\xff")
        self.put("lamp.txt", self.LAMP.split("CHAPTER II")[0])
        self.ok("read", "lamp.txt", "--format", "ssml", "-o", ".")
        self.assertEqual(sorted(self.contents("lamp.ssml")), ["001.mp3", "001.ssml", "mine.ssml"])

    def test_forms_of_several_files(self):
        self.put("lamp.txt", self.LAMP)
        self.ok("read", "lamp.txt", "--format", "sml,audiobook-creator,abogen", "-o", "out")
        self.assertEqual(sorted(self.contents("out")),
                         ["lamp.abogen.txt", "lamp.audiobook-creator/character_gender_map.json",
                          "lamp.audiobook-creator/speaker_attributed_book.jsonl", "lamp.sml.json", "lamp.sml.txt",
                          "lamp.voices.json"])
        lines = self.ok("read", "lamp.txt", "--format", "audiobook-creator").out.splitlines()
        self.assertEqual(json.loads(lines[1]), {"speaker": "odile", "line": '"Who lit it?"'})
        # What was written into a folder is no input of the next run.
        self.put("more/lamp.txt", self.LAMP)
        self.ok("read", "more", "-o", "more", "--format", "sml,abogen,book.txt,book.html")
        again = self.ok("read", "more", "-o", "more", "--format", "sml,abogen").out
        self.assertRegex(again, r"^more/lamp\.txt: \d+ words")


class Batch(Case):
    def make_books(self, count=9):
        for i in range(count):
            self.put(f"books/{i % 3}/book{i}.txt", PUMP.replace("pump", f"pump number {i}") * (1 + 40 * (i % 4)))

    def test_any_number_of_threads_gives_the_same(self):
        self.make_books()
        outputs, printed = [], []
        for threads in (1, 2, 7):
            done = self.ok("read", "books", "-o", f"out{threads}", "--threads", threads,
                           "--format", "json,html,sqlite,text")
            outputs.append(self.contents(f"out{threads}"))
            printed.append(re.sub(r"\d+\.\d\d s", "", done.out))
        self.assertEqual(len(outputs[0]), 36)
        self.assertEqual(outputs[0], outputs[1])
        self.assertEqual(outputs[0], outputs[2])
        self.assertEqual(printed[0], printed[1])
        self.assertEqual(printed[0], printed[2])
        self.assertIn("9 read, 0 skipped, 0 failed", printed[0])

    def test_a_second_run_skips_what_the_first_read(self):
        self.make_books()
        self.ok("read", "books", "-o", "out")
        self.put("books/new.txt", PUMP + "A new one.\n")
        self.assertIn("1 read, 9 skipped, 0 failed", self.ok("read", "books", "-o", "out").out)

    def test_what_fabula_wrote_into_the_folder_is_no_input(self):
        self.put("a.txt")
        self.put("b.txt")
        self.ok("read", ".", "--format", "html,text,sqlite")
        self.put(".hidden/c.txt")
        self.put(".d.txt")
        done = self.ok("read", ".", "--format", "html,text,sqlite")
        self.assertIn("0 read, 2 skipped, 0 failed", done.out)

    def test_one_bad_book_does_not_stop_the_others(self):
        self.make_books(3)
        self.put("books/0/bad.txt", b"")
        self.put("books/1/bad2.epub", b"PK\003\004 cut short")
        done = self.run_fabula("read", "books", "missing.txt", "-o", "out")
        self.assertEqual(done.returncode, 1)
        self.assertIn("3 read, 0 skipped, 3 failed", done.out)
        self.assertEqual(len(self.contents("out")), 6)
        errors = done.err.splitlines()
        self.assertEqual(len(errors), 3, done.err)
        self.assertTrue(errors[0].startswith("fabula: books/0/bad.txt: "), errors)
        self.assertTrue(errors[1].startswith("fabula: books/1/bad2.epub: "), errors)
        self.assertTrue(errors[2].startswith("fabula: missing.txt: "), errors)

    def test_a_folder_without_stories(self):
        self.put("folder/picture.png", b"\x89PNG")
        done = self.run_fabula("read", "folder")
        self.assertEqual(done.returncode, 1)
        self.assertIn("fabula: folder: no story is in this folder; ", done.err)
        self.assertEqual(self.files(), ["folder/picture.png"])

    def test_a_file_named_twice_is_read_once(self):
        self.put("books/a.txt")
        self.put("books/b.txt")
        done = self.ok("read", "books/a.txt", "books", "./books/a.txt", "-o", "out")
        self.assertIn("2 read, 0 skipped", done.out)


class BadInput(Case):
    """Each gets one line with file, problem and remedy, status 1, and nothing is written."""

    def refused(self, name, words):
        before = self.contents()
        for command in (("read", name), ("read", name, "-o", "out", "--format", "json"),
                        ("read", name, "--format", "json"), ("verify", name), ("show", name)):
            done = self.run_fabula(*command)
            self.assertEqual(done.returncode, 1, (command, done.out))
            self.assertTrue(done.err.startswith(f"fabula: {name}: "), done.err)
            self.assertEqual(done.err.count("\n"), 1, done.err)
            self.assertRegex(done.err, r"(?i)" + words)
            self.assertRegex(done.err, r"; \w")
            self.assertEqual(done.out, "")
        self.assertEqual(self.contents(), before)
        self.assertFalse((self.folder / "out").exists())

    def zip_of(self, name, entries):
        with zipfile.ZipFile(self.folder / name, "w", zipfile.ZIP_DEFLATED) as z:
            for entry, content in entries.items():
                z.writestr(entry, content)
        return self.folder / name

    def test_missing(self):
        self.refused("missing.txt", "no such file")

    def test_empty(self):
        self.put("empty.txt", b"")
        self.refused("empty.txt", "empty|nothing")
        self.put("blank.txt", b" \n\n\t\n" * 100)
        self.refused("blank.txt", "empty|nothing|white space")

    def test_not_allowed(self):
        if os.geteuid() == 0:
            self.skipTest("root may read everything")
        self.put("secret.txt").chmod(0)
        self.refused("secret.txt", "permission")

    def test_not_a_regular_file(self):
        os.mkfifo(self.folder / "pipe.txt")
        self.refused("pipe.txt", "not a regular file")

    def test_binary(self):
        self.put("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
        self.refused("picture.txt", "png|image|binary|not text")
        self.put("noise.txt", hashlib.sha256(b"x").digest() * 500 + b"\0\1\2")
        self.refused("noise.txt", "text|binary|utf-8|nul")

    def test_nul_bytes(self):
        self.put("nul.txt", PUMP.encode() + b"a\0b" + PUMP.encode())
        self.refused("nul.txt", "nul")

    def test_truncated_epub(self):
        whole = (SAMPLES / "double_booked.epub").read_bytes()
        self.put("cut.epub", whole[: len(whole) // 2])
        self.refused("cut.epub", "archive|zip|damaged|cut")

    def test_encrypted_epub(self):
        self.zip_of("locked.epub", {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfiles><rootfile full-path="a.opf"/></rootfiles></container>',
            "META-INF/encryption.xml":
                '<encryption><EncryptedData><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/>'
                '<CipherData><CipherReference URI="a.xhtml"/></CipherData></EncryptedData></encryption>',
            "a.opf": '<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
                     '<spine><itemref idref="a"/></spine></package>',
            "a.xhtml": b"\x9a\x17\x03"})
        self.refused("locked.epub", "encrypt|protect|drm")

    def test_zip_bomb(self):
        self.zip_of("bomb.epub", {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfiles><rootfile full-path="a.opf"/></rootfiles></container>',
            "a.opf": '<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
                     '<spine><itemref idref="a"/></spine></package>',
            "a.xhtml": b"<html><body><p>" + b"a" * 400_000_000})
        self.refused("bomb.epub", "bomb|limit|large|times|more than|unpack")

    def test_docx_without_a_document(self):
        self.zip_of("hollow.docx", {"[Content_Types].xml": "<Types/>", "word/styles.xml": "<styles/>"})
        self.refused("hollow.docx", "document")

    def test_a_store_is_no_book(self):
        self.put("pump.txt")
        self.ok("read", "pump.txt", "-o", "made")
        done = self.run_fabula("read", "made/pump.story")
        self.assertEqual(done.returncode, 1)
        self.assertIn("use `fabula show` or `fabula verify`", done.err)

    def test_a_damaged_store(self):
        self.put("pump.txt")
        self.ok("read", "pump.txt", "-o", "made")
        store = self.folder / "made/pump.story"
        store.write_bytes(store.read_bytes()[:5000])
        for command in ("show", "verify"):
            done = self.run_fabula(command, "made/pump.story")
            self.assertEqual(done.returncode, 1)
            self.assertTrue(done.err.startswith("fabula: made/pump.story: "), done.err)


class Atomic(Case):
    def limit_files(self, size):
        return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    def test_a_full_disk_leaves_the_old_output(self):
        self.put("pump.txt")
        self.ok("read", "pump.txt")
        self.put("pump.txt", PUMP * 2000)
        before = self.contents()
        done = self.run_fabula("read", "pump.txt", preexec_fn=self.limit_files(200_000))
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.err, r"^fabula: pump\.(story|html): cannot write: .*; free some space")
        self.assertEqual(self.contents(), before)

    def test_a_full_disk_leaves_nothing_where_nothing_was(self):
        self.put("pump.txt", PUMP * 2000)
        self.run_fabula("read", "pump.txt", "-o", "out", preexec_fn=self.limit_files(200_000))
        self.assertEqual(self.contents("out"), {})

    def test_a_closed_pipe(self):
        self.put("pump.txt", PUMP * 3000)
        read, write = os.pipe()
        process = subprocess.Popen([FABULA, "read", "pump.txt", "--format", "json"], cwd=self.folder,
                                   stdout=write, stderr=subprocess.PIPE)
        os.close(write)
        os.close(read)
        err = process.communicate(timeout=60)[1].decode()
        self.assertEqual(process.returncode, 1)
        self.assertTrue(err.startswith("fabula: standard output: cannot write: "), err)

    def test_a_full_standard_output(self):
        self.put("pump.txt")
        with open("/dev/full", "wb") as full:
            for arguments in (("read", "pump.txt", "--format", "json"), ("show", "pump.txt"), ("formats",)):
                done = subprocess.run([FABULA, *arguments], cwd=self.folder, stdout=full, check=False,
                                      stderr=subprocess.PIPE, timeout=60)
                self.assertEqual(done.returncode, 1, arguments)
                self.assertIn(b"standard output: cannot write", done.stderr)

    def test_an_interrupt_leaves_nothing_half_written(self):
        for i in range(30):
            self.put(f"books/b{i}.txt", PUMP.replace("pump", f"pump {i}") * 300)
        for delay in (0.02, 0.05, 0.1, 0.2, 0.3):
            process = subprocess.Popen([FABULA, "read", "books", "-o", "out", "--threads", "2"],
                                       cwd=self.folder, stdout=subprocess.DEVNULL)
            time.sleep(delay)
            process.send_signal(signal.SIGINT)
            self.assertIn(process.wait(timeout=60), (-signal.SIGINT, 0))
            names = set(self.contents("out"))
            self.assertEqual([n for n in names if n.endswith(".tmp")], [])
            for name in names:
                self.assertIn(name.replace(".story", ".html"), names)
                self.assertIn(name.replace(".html", ".story"), names)
        self.assertIn("0 failed", self.ok("read", "books", "-o", "out").out)
        self.assertEqual(len(self.contents("out")), 60)

    def test_a_folder_that_cannot_be_made(self):
        self.put("pump.txt")
        self.put("file")
        done = self.run_fabula("read", "pump.txt", "-o", "file/out")
        self.assertEqual(done.returncode, 1)
        self.assertTrue(done.err.startswith("fabula: file/out: "), done.err)


class Verify(Case):
    def test_a_good_story_passes_from_the_book_and_from_the_store(self):
        self.put("pump.txt")
        self.ok("read", "pump.txt")
        for name in ("pump.txt", "pump.story"):
            out = self.ok("verify", name).out
            self.assertNotIn("FAIL", out)
            self.assertIn(f"{len(PUMP)} of {len(PUMP)} characters", out)
            self.assertRegex(out, r"contradicted: 0 of \d")
        self.assertIn("the text is the file's", self.ok("verify", "pump.txt").out)
        self.assertEqual(self.ok("verify", "-q", "pump.txt").out, "")

    def test_the_samples_pass(self):
        out = self.ok("verify", *sorted(p for p in SAMPLES.iterdir() if p.suffix in (".txt", ".epub"))).out
        self.assertIn("0 failed, 0 not readable", out)

    def test_a_wrong_story_fails(self):
        self.put("pump.txt")
        self.ok("read", "pump.txt")
        db = sqlite3.connect(self.folder / "pump.story")
        db.execute("UPDATE quotes SET speaker = 1 - speaker")
        db.commit()
        db.close()
        done = self.run_fabula("verify", "pump.story", "pump.txt")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.out, r"FAIL +names beside quotations agree with the answer +contradicted: 2 of 2")
        self.assertIn("said Odile means Odile, the answer is Bertrand", done.out)
        self.assertIn("2 verified, 1 failed, 0 not readable", done.out)

    def test_one_that_cannot_be_read_does_not_stop_the_others(self):
        self.put("pump.txt")
        done = self.run_fabula("verify", "missing.txt", "pump.txt")
        self.assertEqual(done.returncode, 1)
        self.assertIn("fabula: missing.txt: ", done.err)
        self.assertIn("2 verified, 0 failed, 1 not readable", done.out)


class Show(Case):
    def test_tables(self):
        self.put("pump.txt")
        self.ok("read", "pump.txt")
        for name in ("pump.txt", "pump.story"):
            self.assertEqual(self.ok("show", name).out, self.ok("show", name, "cast").out)
            cast = self.ok("show", name, "cast").out.splitlines()
            self.assertRegex(cast[0], r"^id +name +kind +pronouns +lines +mentions +also called$")
            self.assertEqual({line.split()[1] for line in cast[1:]}, {"Odile", "Bertrand"})
            talk = self.ok("show", name, "talk").out.splitlines()
            self.assertRegex(talk[1], r'^ *0  Odile .*speech +name +\d+ %  "Is it broken\?" "It was new\."$')
            self.assertRegex(self.ok("show", name, "chapters").out, r"chapter +\d+ +2 +CHAPTER I")
            self.assertRegex(self.ok("show", name, "scenes").out, r"(?m)^id +chapter +place +time +viewpoint +present")
            for what, head in (("places", "id +place +kind"), ("timeline", "time +told in scene"), ("ties", "who +to whom"),
                               ("threads", "id +kind +who"), ("facts", "what +who +value")):
                self.assertRegex(self.ok("show", name, what).out, rf"^ *{head}")

    def test_columns_are_aligned_for_wide_letters(self):
        self.put("wide.txt", '"No," said \u6d77\u68a8.\n\n"Yes," said Bo.\n\n'
                             'CHAPTER \u6d77\n\nBo went.\n')
        lines = self.ok("show", "wide.txt", "chapters").out.splitlines()
        self.assertTrue(all(line == line.rstrip() for line in lines))

    def test_no_colour_where_nobody_looks_or_wants_it(self):
        self.put("pump.txt")
        self.assertNotIn("\033", self.ok("show", "pump.txt").out)
        environment = {**os.environ, "TERM": "xterm"}
        environment.pop("NO_COLOR", None)
        self.assertIn(b"\033[1m", self.on_terminal(environment))
        self.assertNotIn(b"\033[1m", self.on_terminal({**environment, "NO_COLOR": "1"}))

    def on_terminal(self, environment):
        parent, child = pty.openpty()
        process = subprocess.Popen([FABULA, "show", "pump.txt"], cwd=self.folder, stdout=child,
                                   stderr=subprocess.DEVNULL, env=environment)
        os.close(child)
        shown = b""
        while True:
            try:
                part = os.read(parent, 65536)
            except OSError:
                break
            if not part:
                break
            shown += part
        os.close(parent)
        self.assertEqual(process.wait(timeout=60), 0)
        return shown


if __name__ == "__main__":
    unittest.main()
