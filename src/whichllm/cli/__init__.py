"""The command line: argv to calls, answers to formats, errors to exit codes. The one door to Typer."""

from whichllm.cli.running import main

__all__ = ["main"]
