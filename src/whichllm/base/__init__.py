"""What all else builds on: data classes, words, errors, the language of rules, tables of what was compiled."""
