"""``python -m provenance.isolation LIMIT``: the child process."""

from provenance.isolation.child import main

main()
