"""Commands for those who work on whichllm; none of this is in the wheel."""
