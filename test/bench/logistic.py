"""One-vs-rest logistic regression on tf-idf, as scikit-learn has it.

    logistic.py train TRAIN.tsv MODEL     lines: tag numbers with commas, a tab, words
    logistic.py suggest MODEL ALL.tsv     the same lines; prints for each one "tag score tag score ...", the best first
"""

import pickle
import sys

import numpy
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.preprocessing import MultiLabelBinarizer

TOP = 20


def read(path):
    tags, words = [], []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            left, right = line.rstrip("\n").split("\t")
            tags.append([int(tag) for tag in left.split(",") if tag])
            words.append(right)
    return tags, words


def train(path, model_path):
    tags, words = read(path)
    vectorizer = TfidfVectorizer(
        sublinear_tf=True, min_df=2, max_df=0.5, tokenizer=str.split, token_pattern=None, lowercase=False
    )
    binarizer = MultiLabelBinarizer()
    labels = binarizer.fit_transform(tags)
    features = vectorizer.fit_transform(words)
    classifier = OneVsRestClassifier(LogisticRegression(C=30, solver="liblinear"))
    classifier.fit(features, labels)
    with open(model_path, "wb") as file:
        pickle.dump((vectorizer, binarizer.classes_, classifier), file)


def suggest(model_path, path):
    with open(model_path, "rb") as file:
        vectorizer, classes, classifier = pickle.load(file)
    _, words = read(path)
    scores = classifier.decision_function(vectorizer.transform(words))
    for row in scores:
        best = numpy.argsort(-row, kind="stable")[:TOP]
        print(" ".join(f"{classes[tag]} {row[tag]:.6g}" for tag in best))


if __name__ == "__main__":
    {"train": train, "suggest": suggest}[sys.argv[1]](*sys.argv[2:])
