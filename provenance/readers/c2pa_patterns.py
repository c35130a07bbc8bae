"""The rows of the evidence page that manifests fill: data for ``c2pa.READER``.

Names decide by themselves only where no source type is; ``generators.KNOWN`` holds the patterns.
"""

from typing import Final

from provenance.readers.base import Pattern

_PLACES: Final = "every manifest of the store: embedded in any format, or sidecar"
_LANDSCAPE: Final = "wiltodelta/remove-ai-watermarks docs/watermarking-landscape.md"

_ROWS: Final = (
    (
        "openai",
        "OpenAI",
        "claim generator ChatGPT, agent GPT-4o, DALL-E or gpt-image: names the tool",
        _LANDSCAPE,
    ),
    ("openai-api", "OpenAI", "claim generator OpenAI Media Service API", _LANDSCAPE),
    ("sora", "OpenAI Sora", "claim generator or agent Sora; uuid box before mdat", "files of Sora"),
    (
        "google",
        "Google",
        (
            "Google C2PA Core Generator Library; composite beside it is the visible mark, "
            "algorithmicallyEnhanced an upscale"
        ),
        _LANDSCAPE,
    ),
    (
        "pixel-camera",
        "Google Pixel",
        "Google C2PA SDK for Android with computationalCapture: a camera",
        "Wavesonics/C2PAVerify conformant-b.jpg",
    ),
    (
        "microsoft",
        "Microsoft",
        "claim generator Microsoft Responsible AI, agent Image Creator; also without source type",
        _LANDSCAPE,
    ),
    (
        "firefly",
        "Adobe Firefly",
        "claim generator or agent Adobe Firefly; also without source type",
        "digimarc-corp/c2pa-content-credentials-extension",
    ),
    (
        "photoshop-fill",
        "Adobe Photoshop, Premiere Pro",
        "an action with compositeWithTrainedAlgorithmicMedia by Adobe Firefly",
        "Security4Media/c2pa-video-player; digimarc-corp/c2pa-content-credentials-extension",
    ),
    (
        "black-forest-labs",
        "Black Forest Labs",
        "claim generator Black Forest Labs API, agent Flux.N; assertion c2pa.ai_generated_content",
        _LANDSCAPE,
    ),
    (
        "amazon",
        "Amazon Titan, Nova",
        "claim generator Amazon Bedrock, agent Titan Image Generator",
        "TrustNXT/c2pa-ts (test file)",
    ),
    ("runway", "Runway", "claim generator Runway AI, Inc.", "files of Runway"),
    (
        "elevenlabs",
        "ElevenLabs",
        "claim generator Elevenlabs, no source type; ID3 GEOB",
        "files of ElevenLabs",
    ),
    ("samsung", "Samsung Galaxy AI", "agent Photo assist: composite", _LANDSCAPE),
    ("dreamina", "Dreamina (ByteDance)", "claim generator Dreamina, no source type", _LANDSCAPE),
    (
        "volcengine",
        "Volcengine (ByteDance)",
        "signer volcengine: names, never classifies",
        _LANDSCAPE,
    ),
    (
        "byteplus",
        "BytePlus (ByteDance)",
        "signer Byteplus: names, never classifies, since it also signs plain edits",
        _LANDSCAPE,
    ),
    ("tiktok", "TikTok (ByteDance)", "claim generator TikTok Ad Creative Toolbox", _LANDSCAPE),
    ("stability", "Stability AI", "signer Stability AI Ltd", _LANDSCAPE),
    ("canva", "Canva", "signer Canva", _LANDSCAPE),
    (
        "fal",
        "fal.ai",
        "claim generator fal-ai",
        "wiltodelta/remove-ai-watermarks _internal/constants.py",
    ),
    ("bria", "Bria", "claim generator Bria", _LANDSCAPE),
    (
        "higgsfield",
        "Higgsfield",
        "claim generator Higgsfield AI",
        "wiltodelta/remove-ai-watermarks metadata.py",
    ),
    ("topaz", "Topaz Labs", "claim generator topaz labs image api: enhanced", _LANDSCAPE),
    ("suno", "Suno", "assertion com.suno.provenance", _LANDSCAPE),
    ("ai-disclosure", "C2PA", "assertion c2pa.ai-disclosure: a model had a part", "C2PA 2.4"),
    (
        "metadata",
        "CAWG, IPTC",
        "DigitalSourceType and AISystemUsed in cawg.metadata, c2pa.metadata, stds.iptc",
        "CAWG metadata 1.1",
    ),
    (
        "template",
        "C2PA, vendors",
        "source types in templates, changes and vendors' parameters (com.adobe.digitalSourceType)",
        "C2PA 2.2 section 18.15",
    ),
    (
        "input",
        "C2PA",
        "source type of an ingredient; inputTo says nothing of the output",
        "C2PA 2.4",
    ),
    (
        "training-mining",
        "CAWG",
        "cawg.training-mining: a permission, says nothing about generation",
        "CAWG training and data mining 1.1",
    ),
    (
        "procedural",
        "C2PA",
        "algorithmicMedia: procedural, not generated",
        "contentauth/c2pa-rs make_test_images",
    ),
    (
        "soft-binding",
        "C2PA",
        "c2pa.soft-binding: marked, which does not mean generated",
        "c2pa-org/softbinding-algorithm-list",
    ),
)
"""Name, tool, what exactly must stand there, public source."""

PATTERNS: Final = tuple(
    Pattern(f"c2pa-{name}", tool, _PLACES, shape, source) for name, tool, shape, source in _ROWS
)
