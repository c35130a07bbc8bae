"""One module per rule. The name is the id, the docstring is the page."""
