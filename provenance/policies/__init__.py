"""Policy profiles, as data, and what loads them."""

from provenance.policies.loading import digest_of, load_policy, profile_text, profiles

__all__ = ["digest_of", "load_policy", "profile_text", "profiles"]
