"""Reads the files made of words as their users do. WORD_FILES names the program that writes them (word_files.cpp)."""
import csv
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

COLUMNS = {
    "tokens": ["paragraph_ID", "sentence_ID", "token_ID_within_sentence", "token_ID_within_document", "word", "lemma",
               "byte_onset", "byte_offset", "POS_tag", "fine_POS_tag", "dependency_relation", "syntactic_head_ID",
               "event"],
    "entities": ["COREF", "start_token", "end_token", "prop", "cat", "text"],
    "supersense": ["start_token", "end_token", "supersense_category", "text"],
    "quotes": ["quote_start", "quote_end", "mention_start", "mention_end", "mention_phrase", "char_id", "quote"],
}


class Words(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory(prefix="fabula-test-") as folder:
            subprocess.run([os.environ["WORD_FILES"], folder], check=True, timeout=60)
            cls.bytes = {p.name.split(".", 1)[1]: p.read_bytes() for p in pathlib.Path(folder).iterdir()}
            cls.rows = {}
            for kind in COLUMNS:
                with open(pathlib.Path(folder) / f"story.{kind}", encoding="utf-8", newline="") as file:
                    cls.rows[kind] = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        cls.story = json.loads(cls.bytes["json"])
        cls.words = [t["word"] for t in cls.rows["tokens"]]

    def test_the_columns_are_those_of_booknlp(self):
        for kind, columns in COLUMNS.items():
            lines = self.bytes[kind].decode().split("\n")
            self.assertEqual(lines[0].split("\t"), columns)
            self.assertEqual(lines.pop(), "", "the last line ends too")
            for line in lines:
                self.assertEqual(len(line.strip().split("\t")), len(columns), line)
                self.assertNotIn("", line.split("\t"))
            self.assertEqual(len(self.rows[kind]), len(lines) - 1)
            self.assertEqual(list(self.rows[kind][0]), columns)

    def test_tokens_are_the_words_of_the_text(self):
        before = None
        for i, t in enumerate(self.rows["tokens"]):
            self.assertEqual(int(t["token_ID_within_document"]), i)
            words = self.story["text"][int(t["byte_onset"]):int(t["byte_offset"])]
            self.assertEqual(t["word"], words.replace("\n", "N").replace(" ", "S"))
            new_sentence = before is None or t["sentence_ID"] != before["sentence_ID"]
            within = 0 if new_sentence else int(before["token_ID_within_sentence"]) + 1
            self.assertEqual(int(t["token_ID_within_sentence"]), within)
            head = self.rows["tokens"][int(t["syntactic_head_ID"])]
            self.assertEqual(head["sentence_ID"], t["sentence_ID"])
            self.assertEqual(head is t, t["dependency_relation"] == "ROOT")
            self.assertIn(t["event"], ("EVENT", "O"))
            before = t
        self.assertEqual([t["paragraph_ID"] for t in self.rows["tokens"]], ["0"] * 19 + ["1"] * 15)
        self.assertEqual([t["word"] for t in self.rows["tokens"] if t["event"] == "EVENT"],
                         ["said", "struck", "cried", "kissed"])
        self.assertEqual(self.words[5], '"')
        self.assertEqual(self.words[16], "NewNYork")

    def test_texts_are_their_tokens(self):
        for kind in ("entities", "supersense"):
            for row in self.rows[kind]:
                span = self.words[int(row["start_token"]):int(row["end_token"]) + 1]
                self.assertEqual(row["text"], " ".join(span))
        self.assertEqual([(e["COREF"], e["prop"], e["cat"]) for e in self.rows["entities"][:5]],
                         [("4", "PRON", "PER"), ("1", "PROP", "PER"), ("1", "PRON", "PER"), ("1", "NOM", "PER"),
                          ("2", "PROP", "GPE")])

    def test_who_does_what_by_the_labels(self):
        """As BookNLP makes .book of .tokens and .entities: it asks for spaCy's labels."""
        tokens = self.rows["tokens"]
        found = {"agent": [], "patient": [], "poss": [], "mod": []}
        for e in self.rows["entities"]:
            inside = range(int(e["start_token"]), int(e["end_token"]) + 1)
            head = next(tokens[i] for i in inside if int(tokens[i]["syntactic_head_ID"]) not in inside or
                        tokens[i]["dependency_relation"] == "ROOT")
            above = tokens[int(head["syntactic_head_ID"])]
            label = head["dependency_relation"]
            if label == "nsubj" and above["lemma"] == "be":
                for t in tokens:
                    if t["syntactic_head_ID"] == above["token_ID_within_document"]:
                        if t["dependency_relation"] in ("attr", "acomp"):
                            found["mod"].append((e["COREF"], t["word"]))
            elif label == "nsubj":
                found["agent"].append((e["COREF"], above["word"]))
            elif label in ("dobj", "nsubjpass"):
                found["patient"].append((e["COREF"], above["word"]))
            elif label == "pobj" and above["dependency_relation"] == "agent":
                found["agent"].append((e["COREF"], tokens[int(above["syntactic_head_ID"])]["word"]))
            elif label == "poss":
                found["poss"].append((e["COREF"], above["word"]))
        self.assertEqual(found, {
            "agent": [("1", "said"), ("1", "struck"), ("1", "kissed")],
            "patient": [("3", "struck"), ("3", "kissed")],
            "poss": [("3", "\U0001F600hat")],
            "mod": [("1", "nurse")]})

    def test_a_notebook_of_booknlp_finds_what_it_looks_for(self):
        """The steps of the usual notebooks: characters and their deeds, genders, quotes a character."""
        data = json.loads(self.bytes["book"])
        names = {}
        for character in data["characters"]:
            proper = [m["n"] for m in character["mentions"]["proper"]]
            common = [m["n"] for m in character["mentions"]["common"]]
            names[character["id"]] = (proper or common)[0]
            self.assertEqual(character["count"], sum(m["c"] for kind in ("proper", "common", "pronoun")
                                                     for m in character["mentions"][kind]))
            for part in ("agent", "patient", "mod", "poss"):
                for word in character[part]:
                    self.assertEqual(word["w"], self.words[word["i"]])
        self.assertEqual([c["count"] for c in data["characters"]],
                         sorted((c["count"] for c in data["characters"]), reverse=True))
        anna = next(c for c in data["characters"] if names[c["id"]] == "Anna Lee Marr")
        self.assertEqual(anna["g"]["argmax"], "she/her")
        self.assertAlmostEqual(sum(anna["g"]["inference"].values()), 1, places=2)
        self.assertEqual([w["w"] for w in anna["agent"]], ["said", "struck", "kissed"])
        self.assertEqual([w["w"] for w in anna["mod"]], ["nurse"])
        ids = {e["COREF"] for e in self.rows["entities"]}
        said = {}
        for row in self.rows["quotes"]:
            words = self.words[int(row["quote_start"]):int(row["quote_end"]) + 1]
            self.assertEqual(row["quote"], " ".join(words))
            said.setdefault(row["char_id"], []).append(row["quote"])
            if row["char_id"] == "None":
                self.assertEqual([row["mention_start"], row["mention_end"], row["mention_phrase"]], ["None"] * 3)
            else:
                self.assertIn(row["char_id"], ids)
                mention = self.words[int(row["mention_start"]):int(row["mention_end"]) + 1]
                self.assertEqual(row["mention_phrase"], " ".join(mention))
        self.assertEqual(said, {str(anna["id"]): ['\u201c Is it null ? "'], "None": ["She kissed Tom"]})
        page = self.bytes["book.html"].decode()
        self.assertIn("<h2>Named characters</h2>", page)
        self.assertIn("Anna Lee Marr", page)

    def test_conllu_is_the_same_story(self):
        text, words, sentences = self.story["text"], [], 0
        for block in self.bytes["conllu"].decode().rstrip("\n").split("\n\n"):
            lines = block.split("\n")
            rows = [line.split("\t") for line in lines if line[0] != "#"]
            said = next(line for line in lines if line.startswith("# text = "))[9:]
            built = ""
            for i, row in enumerate(rows):
                self.assertEqual(len(row), 10)
                self.assertEqual(row[0], str(i + 1))
                self.assertTrue(0 <= int(row[6]) <= len(rows))
                self.assertEqual(row[6] == "0", row[7] == "root")
                misc = dict(field.split("=") for field in row[9].split("|"))
                self.assertEqual(row[1], text[int(misc["Start"]):int(misc["End"])].replace("\n", " "))
                built += row[1] + ("" if misc.get("SpaceAfter") == "No" else " ")
                words.append(row[1])
            self.assertEqual(built.rstrip(), said)
            self.assertEqual(sum(row[6] == "0" for row in rows), 1)
            sentences += 1
        self.assertEqual(sentences, 4)
        self.assertEqual(len(words), len(self.words))


if __name__ == "__main__":
    unittest.main()
