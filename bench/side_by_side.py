#!/usr/bin/env python3
"""Words a second and memory of fabula beside spaCy and UDPipe 1, one thread each, one run.

usage: side_by_side.py FABULA NOVEL.txt EWT_TRAIN.conllu     (pip install spacy ufal.udpipe)

spaCy and UDPipe get weights made here, for their published ones cannot be had from the package registries: spaCy the
shape of en_core_web_sm (tok2vec of width 96, four layers, tagger, parser, ner) with random weights, UDPipe 1 a model
trained for one pass on a part of EWT. Speed depends on the shape of the weights, hardly on what is in them. Each runs in
a process of its own; memory is its peak.
"""
import os
import resource
import subprocess
import sys
import tempfile
import time

WORDS = 40_000


def spacy_run(novel, train):
    import random

    import spacy
    from spacy.training import Example
    random.seed(1)
    nlp = spacy.blank("en")
    nlp.max_length = 10_000_000
    tok2vec = {"@architectures": "spacy.Tok2Vec.v2",
               "embed": {"@architectures": "spacy.MultiHashEmbed.v2", "width": 96, "rows": [5000, 1000, 2500, 2500],
                         "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"], "include_static_vectors": False},
               "encode": {"@architectures": "spacy.MaxoutWindowEncoder.v2", "width": 96, "depth": 4, "window_size": 1,
                          "maxout_pieces": 3}}
    nlp.add_pipe("tok2vec", config={"model": tok2vec})
    listen = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96}
    nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": listen}})
    nlp.add_pipe("parser", config={"model": {"@architectures": "spacy.TransitionBasedParser.v2", "state_type": "parser",
                                             "extra_state_tokens": False, "hidden_width": 64, "maxout_pieces": 2,
                                             "use_upper": True, "tok2vec": listen}})
    examples = []
    words, tags, heads, deps = [], [], [], []
    for line in open(train, encoding="utf-8"):
        c = line.rstrip("\n").split("\t")
        if len(c) == 1 and words:
            doc = spacy.tokens.Doc(nlp.vocab, words=words)
            examples.append(Example.from_dict(doc, {"tags": tags, "heads": heads, "deps": deps}))
            words, tags, heads, deps = [], [], [], []
            if len(examples) == 500:
                break
        elif c[0].isdigit():
            words.append(c[1])
            tags.append(c[4])
            heads.append(int(c[6]) - 1 if c[6] != "0" else int(c[0]) - 1)
            deps.append(c[7])
    optimizer = nlp.initialize(lambda: examples)
    nlp.update(examples[:64], sgd=optimizer)
    text = " ".join(open(novel, encoding="utf-8").read().split()[:WORDS])
    parts = [text[i: i + 5000] for i in range(0, len(text), 5000)]
    start = time.time()
    n = sum(len(d) for d in nlp.pipe(parts, batch_size=8))
    return n / (time.time() - start)


def udpipe_run(novel, train):
    import ufal.udpipe as u
    head = "\n\n".join(open(train, encoding="utf-8").read().split("\n\n")[:1500]) + "\n\n"
    sentences = u.Sentences()
    reader = u.InputFormat.newConlluInputFormat()
    reader.setText(head)
    error = u.ProcessingError()
    while True:
        s = u.Sentence()
        if not reader.nextSentence(s, error):
            break
        sentences.append(s)
    model = u.Trainer.train("morphodita_parsito", sentences, u.Sentences(), "epochs=1;tokenize_url=1",
                            "iterations=2", "iterations=1;embedding_form=50;hidden_layer=200;transition_system=swap;"
                            "transition_oracle=static_lazy", error)
    with tempfile.NamedTemporaryFile() as f:
        f.write(model)
        f.flush()
        m = u.Model.load(f.name)
    text = " ".join(open(novel, encoding="utf-8").read().split()[: WORDS // 10])
    pipeline = u.Pipeline(m, "tokenize", u.Pipeline.DEFAULT, u.Pipeline.DEFAULT, "conllu")
    start = time.time()
    out = pipeline.process(text, error)
    return sum(line[:1].isdigit() for line in out.split("\n")) / (time.time() - start)


def fabula_run(program, novel, *options):
    start = time.time()
    done = subprocess.run([program, "read", novel, "--threads", "1", "--format", "conllu", *options],
                          stdout=subprocess.PIPE, text=True, check=True)
    return sum(line[:1].isdigit() for line in done.stdout.split("\n")) / (time.time() - start)


def main():
    if len(sys.argv) == 5:
        what, program, novel, train = sys.argv[1:]
        run = {"fabula": lambda: fabula_run(program, novel), "spacy": lambda: spacy_run(novel, train),
               "udpipe": lambda: udpipe_run(novel, train)}[what]
        speed = run()
        who = resource.RUSAGE_CHILDREN if what == "fabula" else resource.RUSAGE_SELF
        print(f"{what}: {speed:,.0f} tokens/s, peak {resource.getrusage(who).ru_maxrss / 1024:.0f} MB")
        return
    environment = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", BLIS_NUM_THREADS="1")
    for what in ("fabula", "spacy", "udpipe"):
        subprocess.run([sys.executable, __file__, what, *sys.argv[1:4]], env=environment, check=True)


if __name__ == "__main__":
    main()
