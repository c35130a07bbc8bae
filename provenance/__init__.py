"""Record which media was AI-generated, how and for what use; check deliveries."""
