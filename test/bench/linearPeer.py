"""scikit-learn's LinearSVC (liblinear), one tag against the rest: linearPeer.py DIRECTORY, which linear.mjs has filled.
For each line of standard input, a tolerance, it fits all tags once, writes the weights, and prints the CPU seconds of the fits."""

import json
import os
import sys
import time
import warnings

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

directory = sys.argv[1]
shape = json.load(open(os.path.join(directory, "shape.json")))


def read(name, kind):
    return np.fromfile(os.path.join(directory, name), dtype=kind)


# liblinear computes in float64; the conversion is not measured.
features = csr_matrix(
    (read("values", np.float32).astype(np.float64), read("columns", np.int32), read("rowStart", np.int32)),
    shape=(shape["rows"], shape["columns"]),
)
start, rows = read("tagStart", np.int32), read("tagRows", np.int32)
tags = len(start) - 1
warnings.simplefilter("ignore")
print("ready", flush=True)

for line in sys.stdin:
    table = np.zeros((shape["columns"] + 1, tags), dtype=np.float32)
    began = time.process_time()
    for tag in range(tags):
        labels = np.zeros(shape["rows"], dtype=np.int8)
        labels[rows[start[tag] : start[tag + 1]]] = 1
        machine = LinearSVC(C=shape["cost"], tol=float(line), random_state=1).fit(features, labels)
        table[:-1, tag] = machine.coef_[0]
        table[-1, tag] = machine.intercept_[0]
    seconds = time.process_time() - began
    table.tofile(os.path.join(directory, "weights"))
    print(seconds, flush=True)
