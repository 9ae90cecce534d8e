"""What verbs share: the context they run in, questions, output, exit codes."""
