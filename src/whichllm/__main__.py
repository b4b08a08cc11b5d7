"""`python -m whichllm`: the same as the command."""

from whichllm.cli import main

main()
