"""Rule ``california-disclosure-incomplete``."""

from collections.abc import Iterator
from typing import Final

from provenance.model.evidence import Evidence, Integrity, firmly_ai
from provenance.model.finding import Problem, Severity
from provenance.model.manifest import Action, Manifest, SoftwareAgent
from provenance.model.policy import Policy
from provenance.model.vocabulary import read_source_type
from provenance.rules.base import rule
from provenance.standings.claims import AI, claims_ai, told_in
from provenance.standings.completeness import is_told
from provenance.standings.routing import may_reach

_THERE: Final = ("US", "US-CA")
_JUDGED: Final = frozenset({Integrity.VALID, Integrity.NOT_CHECKED})


@rule(Severity.WARNING, kind="law")
def california_disclosure_incomplete(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """A latent disclosure tells provider, system with version, time, and an identifier.

    The file declares generated content and goes to the United States. Of the manifests that say
    so, the one that tells most has to tell: the provider (the signer, or for a stamp of the
    production the tool's vendor as it was disclosed), name and version of the system (the
    software agent or the claim generator), when it was made (of the action, or a time-stamp), and
    a unique identifier (the manifest's label). Without a manifest there is no latent disclosure
    that could be read; that is left to ``manifest-missing`` where the policy lists it. The statute
    binds providers with more than a million users a month, and excepts film, television,
    streaming and games without content of users: for most productions the finding says what came
    from the generator, not what they owe.

    Why:
        From 2027 large platforms have to find, keep and show what is there.

    Source:
        California Business and Professions Code 22757.3(b), SB 942 as amended by AB 853,
        operative since 2 August 2026; platforms from 1 January 2027. Read in secondary sources.

    Fix:
        Disclose tool, version and vendor, and stamp the file: ``provenance stamp FILE --tool NAME
        --tool-version V``; the vendor goes into the tool's entry in provenance.toml.

    Fails:
        [[signals]]
        source_type = "trainedAlgorithmicMedia"

        [store]

        [[store.manifests]]
        signature = { organisation = "Lumen" }
        actions = [{ name = "c2pa.created", source_type = "trainedAlgorithmicMedia" }]

    Passes:
        [[signals]]
        source_type = "trainedAlgorithmicMedia"

        [store]

        [[store.manifests]]
        label = "urn:c2pa:7d6b3a1e-2f0c-4a58-9a44-0d3a1c5f7e21"
        signature = { organisation = "Lumen" }

        [[store.manifests.actions]]
        name = "c2pa.created"
        source_type = "trainedAlgorithmicMedia"
        agent = { name = "Lumen Stills", version = "3.2" }
        when = "2026-11-01T12:00:00Z"
    """
    if not firmly_ai(evidence) or not may_reach(evidence, policy, _THERE):
        return
    store, signals = evidence.store, evidence.declaration.signals
    if store is None:
        absent = evidence.integrity in {Integrity.NO_MANIFEST, Integrity.EXTERNAL_ONLY}
        if absent and not policy.lists("manifest-missing"):
            yield Problem(
                "declares generated content, and holds no latent disclosure that can be read",
                signals,
                key="none",
            )
        return
    if evidence.integrity not in _JUDGED:
        return  # what it tells is worth nothing; manifest-invalid says why
    telling = [node.manifest for node in store.walk() if claims_ai(node.manifest)]
    if not telling:
        yield Problem(
            "declares generated content, and no manifest of it says so", signals, key="mute"
        )
        return
    lacking = min((tuple(_lacking(each)) for each in telling), key=len)
    if lacking:
        yield Problem(f"the latent disclosure lacks {', '.join(lacking)}", signals, key="lacks")


def _lacking(manifest: Manifest) -> Iterator[str]:
    made = [
        each
        for each in manifest.actions
        if each.source_type and read_source_type(each.source_type).ai in AI
    ]
    if not _provider(manifest):
        yield "the provider"
    agents = [each.agent for each in made if each.agent] or list(manifest.claim_generators)
    best = max(agents, key=_weight, default=None)
    if best is None or not is_told(best.name):
        yield "the system"
    elif not is_told(best.version):
        yield "the version of the system"
    if not _dated(manifest, made):
        yield "the time"
    if not (manifest.label.startswith("urn:") or is_told(manifest.instance_id)):
        yield "an identifier"


def _weight(agent: SoftwareAgent) -> int:
    return is_told(agent.name) + is_told(agent.version)


def _provider(manifest: Manifest) -> bool:
    own = told_in(manifest)
    if own:  # the production signed; who provides the system stands in what it disclosed
        tools = own.get("tools")
        return any(
            isinstance(each, dict) and is_told(each.get("vendor"))
            for each in (tools if isinstance(tools, list) else ())
        )
    return manifest.signature is not None and is_told(manifest.signature.name)


def _dated(manifest: Manifest, made: list[Action]) -> bool:
    stamped = manifest.signature is not None and manifest.signature.time is not None
    return stamped or any(is_told(each.when) for each in made)
