"""Where bytes sit: recognise a container by its content, find its metadata blocks, write XMP."""
