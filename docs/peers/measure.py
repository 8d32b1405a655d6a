#!/usr/bin/env python3
"""Times the simulator and its peers in turn, on one core, and prints microseconds per draw and ratios as a table.

    python3 docs/peers/measure.py [rounds]

Needs Go, and python3 with numpy and numba (Debian: python3-numpy python3-numba). Each round times every program once, one after the other, so
that all meet the same machine; the fastest of the rounds counts. Start-up and compilation are left out everywhere.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
CASES = ["small", "medium", "large"]
PEERS = ["numba", "numpy"]
ONE_CORE = {"PYTHONDONTWRITEBYTECODE": "1", "GOMAXPROCS": "1", "NUMBA_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def run(*command, where=TOP):
    pinned = ["taskset", "-c", str(max(os.sched_getaffinity(0)))] + list(command)
    return subprocess.run(pinned, cwd=where, env=os.environ | ONE_CORE, check=True, capture_output=True, text=True).stdout


def ours(program, case):
    """Nanoseconds of a draw, as go test prints them."""
    out = run(program, "-test.run", "^$", "-test.bench", f"^BenchmarkSpec$/^{case}$", "-test.benchtime", "1s", where=os.path.join(TOP, "model"))
    return float(re.search(r"([\d.]+) ns/op", out).group(1)) / 1000


def peer(name, case):
    out = json.loads(run(sys.executable, os.path.join(HERE, f"{name}_peer.py"), case, "--seed", "1"))
    return 1e6 * out["run_seconds"] / out["reps"]


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "model.test")
        run("go", "test", "-c", "-o", program, "./model")
        best = {}
        for _ in range(rounds):
            for case in CASES:
                for name in ["ipsplan"] + PEERS:
                    took = ours(program, case) if name == "ipsplan" else peer(name, case)
                    best[case, name] = min(took, best.get((case, name), took))
    print("| case | ipsplan, µs a draw | " + " | ".join(PEERS) + " | the fastest peer takes |")
    print("|---|---" + "|---" * len(PEERS) + "|---|")
    for case in CASES:
        peers = [best[case, name] for name in PEERS]
        figures = " | ".join(f"{x:,.1f}" for x in [best[case, "ipsplan"]] + peers)
        print(f"| {case} | {figures} | {min(peers) / best[case, 'ipsplan']:.1f} times as long |")


main()
