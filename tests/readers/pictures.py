"""Pictures made here: plain, noisy, saved, and with a text hidden in their pixels."""

import io
import random

from PIL import Image

TEXT = "a lighthouse\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 42, Size: 512x512"


def hide(image, kind, payload, *, length=None):
    """Writes a hidden text pixel by pixel, as the published encoders do."""
    image = image.copy()
    size = 8 * len(payload) if length is None else length
    raw = kind.encode() + size.to_bytes(4, "big") + payload
    bits = "".join(f"{each:08b}" for each in raw)
    channels = (0, 1, 2) if "rgb" in kind else (len(image.getbands()) - 1,)
    access = image.load()
    places = ((x, y, c) for x in range(image.width) for y in range(image.height) for c in channels)
    for bit, (x, y, channel) in zip(bits, places, strict=False):
        pixel = list(access[x, y])
        pixel[channel] = pixel[channel] & 0xFE | int(bit)
        access[x, y] = tuple(pixel)
    return image


def plain(size=(41, 53), mode="RGBA"):
    return Image.new(mode, size, (120, 130, 140, 255)[: len(mode)])


def saved(image, kind="PNG", **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return Image.open(io.BytesIO(out.getvalue()))


def noise(size, seed=7, spread=70):
    """Soft colour noise: what a photograph is to this algorithm."""
    chance = random.Random(seed)
    small = Image.new("RGB", (size[0] // 8, size[1] // 8))
    small.putdata(
        [
            tuple(130 + chance.randint(-spread, spread) for _ in range(3))
            for _ in range(size[0] * size[1] // 64)
        ]
    )
    return small.resize(size, Image.Resampling.BICUBIC)
