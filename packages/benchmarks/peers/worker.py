"""A measuring process: python worker.py pytorch|torch-compile|jax

Reads requests and writes answers, one JSON document on a line (src/process/protocol.ts). A library makes from the name
of a work and its inputs, which another process has written, a function to time.
"""

import json
import os
import sys
import time

import numpy
from safetensors.numpy import load_file

import memory


# A tensor this much smaller than the largest one holds nothing but rounding, such as the gradient of a blind bias.
NOTHING = 1e-3


def distance(found, expected):
    """The largest |found - expected| / |expected| over the tensors, with Euclidean norms."""
    norm = lambda values: numpy.linalg.norm(numpy.asarray(values, numpy.float64))
    floor = NOTHING * max(norm(values) for values in expected.values())
    distances = [
        norm(found[name] - values) / max(norm(values), floor)
        for name, values in expected.items()
        if max(norm(values), norm(found[name])) >= floor
    ]
    return float(max(distances))


def median_seconds(run, rounds=5):
    seconds = []
    for _ in range(rounds):
        begin = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - begin)
    return sorted(seconds)[rounds // 2]


class Worker:
    def __init__(self, library):
        self.library = library
        self.task = None

    def prepare(self, request):
        folder = request["folder"]
        inputs = load_file(os.path.join(folder, "inputs.safetensors"))
        with open(os.path.join(folder, "about.json"), encoding="utf8") as file:
            about = json.load(file)
        layouts = self.library.layouts(request["work"])
        candidates = []
        for layout in layouts:
            task = self.library.task(request["work"], inputs, layout)
            memory.reset_peak()
            before = memory.resident_bytes()
            begin = time.perf_counter()
            outputs = task.run()
            first = time.perf_counter() - begin
            after = memory.resident_bytes()
            for _ in range(about["comparedAfter"] - 1):
                outputs = task.run()
            found = task.to_numpy(outputs)
            seconds = median_seconds(task.run) if len(layouts) > 1 else 0
            candidates.append((seconds, first, found, layout, task))
        seconds, first, found, layout, self.task = min(candidates, key=lambda candidate: candidate[0])
        expected_path = os.path.join(folder, "expected.safetensors")
        difference = distance(found, load_file(expected_path))
        answer = {"kind": "prepared", "firstCall": 1000 * first, "difference": difference}
        # Works whose memory is of interest have one layout.
        if before is not None and after is not None:
            answer["peakBytes"] = max(0, after["peak"] - before["now"])
        return {**answer, "layout": layout} if len(layouts) > 1 else answer

    def measure(self, request):
        milliseconds = []
        for _ in range(request["runs"]):
            begin = time.perf_counter()
            self.task.run()
            milliseconds.append(1000 * (time.perf_counter() - begin))
        return {"kind": "measured", "milliseconds": milliseconds}

    def release(self, _request):
        self.task = None
        self.library.release()
        return {"kind": "released"}


def library_of(name):
    if name == "jax":
        from jax_library import JaxLibrary

        return JaxLibrary()
    from torch_library import TorchLibrary

    return TorchLibrary(compiled=name == "torch-compile")


def main():
    # Libraries print; the answers keep a channel of their own.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def say(answer):
        answers.write(json.dumps(answer) + "\n")
        answers.flush()

    library = library_of(sys.argv[1])
    worker = Worker(library)
    say({"kind": "ready", "versions": {"python": sys.version.split()[0], **library.versions()}})
    for line in sys.stdin:
        request = json.loads(line)
        try:
            say(getattr(worker, request["do"])(request))
        except Exception as error:
            say({"kind": "failed", "message": f"{type(error).__name__}: {error}"})


main()
