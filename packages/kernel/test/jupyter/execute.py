"""Executes the notebook that is named first with nbclient and writes it to the file that is named second."""

import sys

import nbformat
from nbclient import NotebookClient

notebook = nbformat.read(sys.argv[1], as_version=4)
NotebookClient(notebook, timeout=60, kernel_name="tslab").execute()
nbformat.write(notebook, sys.argv[2])
