"""Small media made on the spot, decodable by every player, without any encoder installed."""

from .delivery import MAKERS, make_sample_media

__all__ = ["MAKERS", "make_sample_media"]
