"""The command line. One module per command; what they do is in the library."""
