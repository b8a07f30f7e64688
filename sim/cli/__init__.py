"""The command line, `mend`."""
