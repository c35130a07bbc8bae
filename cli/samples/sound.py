"""Synthesised sound: a small cue, a room, a tone. 16-bit little-endian samples."""

import math
import random
import struct
from array import array
from collections.abc import Sequence

RATE = 48_000  # hertz, the rate of film sound
_PEAK = 32_767
_DECAY = 5.0  # a note falls by e in 1/5 of its length
_CHORDS = ((57, 64, 69, 73), (54, 61, 69, 73), (50, 62, 66, 69), (52, 64, 68, 71))  # MIDI notes
_A4, _A4_HERTZ, _OCTAVE = 69, 440.0, 12


def _pack(values: "array[float]") -> bytes:
    samples = array("h", (max(-_PEAK, min(_PEAK, round(v))) for v in values))
    return struct.pack(f"<{len(samples)}h", *samples)


def _note(note: int, length: int) -> "array[float]":
    """A plucked note of `length` samples, by two-pole resonators: no sine per sample."""
    hertz = _A4_HERTZ * 2 ** ((note - _A4) / _OCTAVE)
    total = array("d", bytes(8 * length))
    for partial, share in ((1, 1.0), (2, 0.35)):
        angle = 2 * math.pi * hertz * partial / RATE
        fall = math.exp(-_DECAY * partial / RATE)
        one, two = 2 * fall * math.cos(angle), fall * fall
        before, last = 0.0, share * math.sin(angle)
        for index in range(length):
            total[index] += last
            before, last = last, one * last - two * before
    return total


def _mix(track: "array[float]", start: int, note: "array[float]", loudness: float) -> None:
    end = min(len(track), start + len(note))
    old = track[start:end]
    track[start:end] = array("d", [a + loudness * b for a, b in zip(old, note, strict=False)])


def cue(seconds: float, *, seed: int) -> bytes:
    """A broken-chord cue in stereo at 48 kHz; `seconds` long."""
    dice = random.Random(seed)  # noqa: S311 (music, not cryptography)
    total = int(seconds * RATE)
    left, right = (array("d", bytes(8 * total)) for _ in range(2))
    beat = RATE // 4
    for number in range(math.ceil(total / beat)):
        chord = _CHORDS[number // 4 % len(_CHORDS)]
        note = _note(chord[number % len(chord)] + dice.choice((0, 0, 12)), 3 * beat)
        loudness, pan = _PEAK * dice.uniform(0.16, 0.26), dice.uniform(0.25, 0.75)
        _mix(left, number * beat, note, loudness * (1 - pan))
        _mix(right, number * beat, note, loudness * pan)
        if number % 4 == 0:
            bass = _note(chord[0] - _OCTAVE, 4 * beat)
            for side in (left, right):
                _mix(side, number * beat, bass, _PEAK * 0.14)
    both = array("d", bytes(16 * total))
    both[::2], both[1::2] = left, right
    return _pack(both)


def room(seconds: float, *, seed: int) -> bytes:
    """The tone of an empty room in mono at 48 kHz: soft low noise and a trace of mains hum."""
    dice = random.Random(seed)  # noqa: S311 (sound, not cryptography)
    total = int(seconds * RATE)
    noise = array("h", dice.randbytes(2 * total))
    hum = [90 * math.sin(2 * math.pi * 50 * n / RATE) for n in range(RATE // 50)]
    period, low, values = len(hum), 0.0, array("d")
    for index, value in enumerate(noise):
        low += (value - low) * 0.02
        values.append(low * 0.12 + hum[index % period])
    return _pack(values)


def tone(samples: int, *, period: int = 96, peak: int = 6000, channels: int = 1) -> bytes:
    """A triangle tone made with whole numbers only: the same bytes on every machine.

    Args:
        samples: per channel.
        period: of the tone in samples, a multiple of 4.
        peak: highest sample value.
        channels: all alike.
    """
    quarter = period // 4
    wave = []
    for index in range(samples):
        place = index % period
        slope = place if place < quarter else 2 * quarter - place
        if place >= 3 * quarter:
            slope = place - period
        wave += [slope * peak // quarter] * channels
    return struct.pack(f"<{len(wave)}h", *wave)


def swapped(pcm: bytes) -> bytes:
    """The same 16-bit samples with their bytes in the other order."""
    out = bytearray(len(pcm))
    out[::2], out[1::2] = pcm[1::2], pcm[::2]
    return bytes(out)


def peak(pcm: bytes) -> int:
    """The highest absolute sample value."""
    values: Sequence[int] = struct.unpack(f"<{len(pcm) // 2}h", pcm)
    return max(map(abs, values), default=0)
