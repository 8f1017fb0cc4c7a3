"""Executes a notebook with nbclient and prints the seconds that all its cells took, without the start of the kernel.

Usage: python execute_with_nbclient.py NOTEBOOK [OUTPUT]
"""

import json
import sys
import time

import nbclient
import nbformat

notebook = nbformat.read(sys.argv[1], as_version=4)
client = nbclient.NotebookClient(notebook, kernel_name="python3", allow_errors=True)
with client.setup_kernel():
    started, cpu = time.perf_counter(), time.process_time()
    for index, cell in enumerate(notebook.cells):
        client.execute_cell(cell, index)
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
if len(sys.argv) > 2:
    nbformat.write(notebook, sys.argv[2])
print(json.dumps({"seconds": seconds, "cpuSeconds": cpu, "nbclient": nbclient.__version__}))
