"""One quick look at a file of each common container; see ``formats.glancing``."""
