"""C2PA manifest stores: read, validate, write, sign. The only code that imports the engine."""
