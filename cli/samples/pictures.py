"""Painted pictures: small scenes made of gradients, noise and shapes, equal for equal seeds."""

import math
import random

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from .h264 import MACROBLOCK, Planes

Size = tuple[int, int]
Colour = tuple[int, int, int]

_DUSK = ((24, 32, 72), (196, 96, 112), (250, 190, 120))
_MORNING = ((92, 142, 190), (188, 208, 214), (246, 226, 196))
_NIGHT = ((6, 10, 24), (20, 30, 62), (52, 60, 96))


def _dice(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 (pictures, not cryptography)


def _sky(size: Size, colours: tuple[Colour, Colour, Colour]) -> Image.Image:
    ramp = Image.linear_gradient("L").resize(size, Image.Resampling.BICUBIC)
    top, middle, bottom = colours
    return ImageOps.colorize(ramp, top, bottom, middle)


def _clouds(size: Size, seed: int, drift: float = 0.0) -> Image.Image:
    """Soft noise in three octaves as a mask; `drift` moves it by that part of the width."""
    dice = _dice(seed)
    total = Image.new("L", size, 0)
    for octave, weight in ((6, 0.5), (14, 0.3), (34, 0.2)):
        grid = (octave, octave * 3 // 2)
        noise = Image.frombytes("L", grid, dice.randbytes(grid[0] * grid[1]))
        layer = noise.resize(size, Image.Resampling.BICUBIC).point(
            [round(v * weight) for v in range(256)]
        )
        total = ImageChops.add(total, layer)
    if drift:
        total = ImageChops.offset(total, round(drift * size[0]), 0)
    return total.point([max(0, min(255, (v - 118) * 3)) for v in range(256)])


def _glow(size: Size, centre: tuple[float, float], radius: float) -> Image.Image:
    side = max(2, round(2 * radius))
    fall = [round(255 * max(0.0, (v - 80) / 175) ** 1.5) for v in range(256)]  # 0 at every edge
    disc = ImageOps.invert(Image.radial_gradient("L")).point(fall).resize((side, side))
    mask = Image.new("L", size, 0)
    mask.paste(disc, (round(centre[0] - radius), round(centre[1] - radius)))
    return mask


def _grain(picture: Image.Image, seed: int, strength: float) -> Image.Image:
    width, height = picture.size
    noise = Image.frombytes("L", picture.size, _dice(seed).randbytes(width * height))
    return Image.blend(picture, Image.merge("RGB", (noise,) * 3), strength)


def _ridge(draw: ImageDraw.ImageDraw, size: Size, seed: int, level: float, colour: Colour) -> None:
    """One range of hills, its mean height at `level` (0 top, 1 bottom)."""
    dice = _dice(seed)
    waves = [(dice.uniform(1, 9), dice.uniform(0, 7), dice.uniform(0.005, 0.05)) for _ in range(6)]
    width, height = size
    line = [
        (x, height * (level + sum(a * math.sin(f * x / width * 6 + p) for f, p, a in waves)))
        for x in range(0, width + 4, 4)
    ]
    draw.polygon([(0, height), *line, (width + 4, height)], fill=colour)


def _towers(
    draw: ImageDraw.ImageDraw, size: Size, seed: int, ground: float, colour: Colour
) -> None:
    """One row of buildings standing on `ground`, some windows lit."""
    dice = _dice(seed)
    width, height = size
    x, base = -4, round(height * ground)
    while x < width:
        wide, tall = dice.randint(width // 30, width // 12), dice.uniform(0.12, 0.42) * height
        top = round(base - tall)
        draw.rectangle((x, top, x + wide, base), fill=colour)
        if dice.random() < 0.3:  # noqa: PLR2004 (every third has a mast)
            draw.line((x + wide // 2, top - tall * 0.15, x + wide // 2, top), fill=colour)
        for column in range(x + 3, x + wide - 3, 5):
            for row in range(top + 4, base - 3, 7):
                if dice.random() < 0.22:  # noqa: PLR2004 (share of lit windows)
                    light = dice.randint(150, 250)
                    draw.rectangle((column, row, column + 1, row + 2), fill=(light, light - 30, 90))
        x += wide + dice.randint(0, width // 60)


def skyline(size: Size = (480, 270), *, seed: int = 1, drift: float = 0.0) -> Image.Image:
    """A city at dusk; clouds moved by `drift`, a part of the width."""
    picture = _sky(size, _DUSK)
    picture.paste(
        (255, 226, 190), mask=_clouds(size, seed, drift).point([v // 3 for v in range(256)])
    )
    sun = _glow(size, (size[0] * 0.68, size[1] * 0.66), size[1] * 0.5)
    picture.paste((255, 214, 150), mask=sun)
    draw = ImageDraw.Draw(picture)
    _towers(draw, size, seed + 1, 1.0, (92, 66, 96))
    _towers(draw, size, seed + 2, 1.05, (38, 32, 58))
    return picture


def harbour(size: Size = (480, 270), *, seed: int = 2, drift: float = 0.0) -> Image.Image:
    """A harbour in the morning, its water a broken mirror of the sky."""
    width, height = size
    picture = _sky(size, _MORNING)
    picture.paste(
        (255, 255, 255), mask=_clouds(size, seed, drift).point([v // 2 for v in range(256)])
    )
    draw = ImageDraw.Draw(picture)
    _ridge(draw, size, seed + 1, 0.50, (120, 146, 168))
    _ridge(draw, size, seed + 2, 0.56, (74, 100, 118))
    shore = round(height * 0.62)
    mirror = ImageOps.flip(picture.crop((0, 0, width, shore))).resize((width, height - shore))
    picture.paste(mirror.filter(ImageFilter.BoxBlur(2)), (0, shore))
    dice = _dice(seed + 3)
    for _ in range(90):
        y = dice.randint(shore + 1, height - 1)
        x, reach = dice.randint(0, width), (y - shore) // 3 + 4
        draw.line((x, y, x + reach, y), fill=(226, 234, 236))
    for place in (0.2, 0.36, 0.74):
        x, y = round((place + drift) * width), shore + dice.randint(6, height // 8)
        draw.polygon([(x, y), (x + 44, y), (x + 36, y + 9), (x + 6, y + 9)], fill=(46, 40, 44))
        draw.polygon([(x + 20, y - 40), (x + 20, y - 3), (x + 42, y - 3)], fill=(236, 230, 218))
    return picture


def poster_wall(size: Size = (480, 270), *, seed: int = 3) -> Image.Image:
    """A brick wall with posters: shapes only, no letters."""
    dice = _dice(seed)
    width, height = size
    picture = Image.new("RGB", size, (112, 66, 54))
    draw = ImageDraw.Draw(picture)
    for row, y in enumerate(range(0, height, 12)):
        for x in range(-24 if row % 2 else 0, width, 48):
            tint = dice.randint(-14, 14)
            fill = (132 + tint, 74 + tint // 2, 58 + tint // 2)
            draw.rectangle((x + 1, y + 1, x + 46, y + 10), fill=fill)
    for number in range(3):
        left, top = width * (0.06 + 0.31 * number), height * dice.uniform(0.08, 0.16)
        right, bottom = left + width * 0.25, top + height * 0.74
        ink: Colour = (dice.randint(20, 90), dice.randint(30, 110), dice.randint(60, 140))
        draw.rectangle((left, top, right, bottom), fill=(238, 228, 206))
        draw.rectangle((left + 6, top + 6, right - 6, bottom - 6), fill=ink)
        across, down, r = (left + right) / 2, top + height * 0.28, height * 0.15
        draw.ellipse(
            (across - r, down - r, across + r, down + r), fill=(240, 196 - 30 * number, 96)
        )
        for bar in range(3):
            upper = bottom - height * (0.1 + 0.06 * bar)
            draw.rectangle(
                (left + 18, upper, right - 18 - 12 * bar, upper + 6), fill=(238, 228, 206)
            )
    return _grain(picture, seed + 1, 0.06)


def mountains(size: Size = (480, 270), *, seed: int = 4) -> Image.Image:
    """Ranges of mountains in mist, as a matte painting has them."""
    picture = _sky(size, _MORNING)
    picture.paste((250, 240, 230), mask=_clouds(size, seed))
    draw = ImageDraw.Draw(picture)
    for number in range(5):
        shade = 170 - 30 * number
        colour = (shade - 20, shade, shade + 18)
        _ridge(draw, size, seed + number + 1, 0.42 + 0.13 * number, colour)
    return picture


def spark(size: Size = (320, 180), *, seed: int = 5) -> Image.Image:
    """A burst of light on black, as effects elements are delivered."""
    dice = _dice(seed)
    width, height = size
    picture = Image.new("RGB", size)
    draw = ImageDraw.Draw(picture)
    x, y = width / 2, height / 2
    for _ in range(140):
        angle, reach = dice.uniform(0, 2 * math.pi), dice.uniform(0.1, 0.48) * height
        end = (x + reach * math.cos(angle) * 1.4, y + reach * math.sin(angle))
        draw.line((x, y, *end), fill=(255, dice.randint(90, 210), 40))
    picture = picture.filter(ImageFilter.GaussianBlur(1))
    picture.paste((255, 240, 210), mask=_glow(size, (x, y), height * 0.35))
    return picture


def plate(size: Size = (320, 180), *, seed: int = 6, frame: int = 0) -> Image.Image:
    """A filmed plate: a road between hills with grain that changes with the frame."""
    width, height = size
    picture = _sky(size, _MORNING)
    draw = ImageDraw.Draw(picture)
    _ridge(draw, size, seed, 0.52, (92, 104, 82))
    horizon = round(height * 0.6)
    draw.rectangle((0, horizon, width, height), fill=(128, 122, 86))
    draw.polygon(
        [
            (width * 0.47, horizon),
            (width * 0.53, horizon),
            (width * 0.9, height),
            (width * 0.1, height),
        ],
        fill=(84, 84, 88),
    )
    for number in range(6):
        near = ((number + frame / 12) % 6 / 6) ** 2
        y = horizon + near * (height - horizon)
        half = 1 + 5 * near
        draw.rectangle(
            (width / 2 - half, y, width / 2 + half, y + 2 + 12 * near), fill=(220, 214, 190)
        )
    return _grain(picture, seed * 1000 + frame, 0.08)


def drone(size: Size = (320, 176), *, seed: int = 7, frame: int = 0) -> Image.Image:
    """A city at night with a small light flying over it: little changes between frames."""
    width, height = size
    picture = _sky(size, _NIGHT)
    _towers(ImageDraw.Draw(picture), size, seed, 1.0, (14, 16, 30))
    x, y = width * (0.1 + 0.02 * frame), height * (0.3 + 0.06 * math.sin(frame / 4))
    picture.paste((255, 236, 200), mask=_glow(size, (x, y), 9))
    return picture


def planes(picture: Image.Image) -> Planes:
    """The picture as 4:2:0 planes (full range, BT.601); sides must be multiples of 16."""
    if picture.width % MACROBLOCK or picture.height % MACROBLOCK:
        raise ValueError("the sides of an H.264 picture must be multiples of 16")
    luma, blue, red = picture.convert("YCbCr").split()
    small = (picture.width // 2, picture.height // 2)
    return Planes(
        *picture.size,
        luma.tobytes(),
        blue.resize(small, Image.Resampling.BOX).tobytes(),
        red.resize(small, Image.Resampling.BOX).tobytes(),
    )
