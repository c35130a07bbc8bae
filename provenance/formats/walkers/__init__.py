"""One module per container family; each finds the metadata blocks of its containers.

A walker takes a `Collector` and keeps what it finds there. Damage that ends the walk is a
`DamagedFileError`, which `formats.walk` turns into a problem of the container.
"""
