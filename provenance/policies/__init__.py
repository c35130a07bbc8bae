"""Policy profiles, as data, and what loads them."""

from provenance.policies.files import profile_text, profiles
from provenance.policies.loading import compose, digest_of, load_policy

__all__ = ["compose", "digest_of", "load_policy", "profile_text", "profiles"]
