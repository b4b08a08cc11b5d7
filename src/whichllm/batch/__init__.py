"""Many descriptions at once: the lines of a file, answered by one process or several."""
