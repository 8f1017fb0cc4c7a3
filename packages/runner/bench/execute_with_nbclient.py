"""Executes a notebook with nbclient once for every line on standard input, each time on a fresh kernel.

Prints one line of JSON for each: the seconds that all its cells took, without the start of the kernel, and the
processor seconds of this process meanwhile. OUTPUT gets the executed notebook.

Usage: python execute_with_nbclient.py NOTEBOOK [OUTPUT]
"""

import json
import sys
import time

import nbclient
import nbformat

for _ in sys.stdin:
    notebook = nbformat.read(sys.argv[1], as_version=4)
    client = nbclient.NotebookClient(notebook, kernel_name="python3", allow_errors=True)
    with client.setup_kernel():
        started, cpu = time.perf_counter(), time.process_time()
        for index, cell in enumerate(notebook.cells):
            client.execute_cell(cell, index)
        seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    if len(sys.argv) > 2:
        nbformat.write(notebook, sys.argv[2])
    print(json.dumps({"seconds": seconds, "cpuSeconds": cpu}), flush=True)
