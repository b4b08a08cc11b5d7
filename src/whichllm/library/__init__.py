"""What `import whichllm` offers, in two parts that are loaded when something in them is first asked for."""
