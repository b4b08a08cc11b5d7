"""The answers to commands as data, from end to end, a module for each command or its like; nothing is printed."""
