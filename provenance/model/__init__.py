"""The nouns. Frozen values and records; nothing here opens a file, a socket or a clock's door.

(The one exception: ``record.now`` and ``record.new_id`` date and name a new record.)
"""
