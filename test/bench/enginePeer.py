# What NumPy and SciPy make of the same, one line in, one line out: CPU seconds of one run.
#   gemm32 N | gemm64 N        the product of two N x N matrices
#   gram FILE N LAMBDA         takes a Gram matrix (float64, row-major) and adds LAMBDA to its diagonal
#   inverse32 | inverse64      its inverse by potrf and potri
import sys
import time

import numpy as np
from scipy.linalg import lapack

operands = {}
gram = None


def gemm(dtype, n):
    if (dtype, n) not in operands:
        random = np.random.default_rng(1)
        operands[dtype, n] = [random.uniform(-1, 1, (n, n)).astype(dtype) for _ in range(2)]
    a, b = operands[dtype, n]
    started = time.process_time()
    a @ b
    return time.process_time() - started


def inverse(dtype, potrf, potri):
    # Fortran order of a symmetric matrix is the matrix itself, and nothing is copied in the time that counts.
    a = np.asfortranarray(gram.astype(dtype))
    started = time.process_time()
    factor, info = potrf(a, lower=1, overwrite_a=1)
    _, info2 = potri(factor, lower=1, overwrite_c=1)
    taken = time.process_time() - started
    assert info == 0 and info2 == 0
    return taken


for line in sys.stdin:
    verb, *words = line.split()
    taken = 0.0
    if verb == "gemm32":
        taken = gemm(np.float32, int(words[0]))
    elif verb == "gemm64":
        taken = gemm(np.float64, int(words[0]))
    elif verb == "gram":
        n = int(words[1])
        gram = np.fromfile(words[0], np.float64).reshape(n, n) + float(words[2]) * np.eye(n)
    elif verb == "inverse32":
        taken = inverse(np.float32, lapack.spotrf, lapack.spotri)
    elif verb == "inverse64":
        taken = inverse(np.float64, lapack.dpotrf, lapack.dpotri)
    print(taken, flush=True)
