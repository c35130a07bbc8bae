"""Container editors: each one decides which pieces form the file with a new XMP packet."""
