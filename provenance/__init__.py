"""Record which media was AI-generated, how and for what use; check deliveries before handoff.

The same verbs as on the command line, typed and without global state::

    import provenance

    house = provenance.load_production()
    told = provenance.disclose(house, told={"digital_source_type": "trainedAlgorithmicMedia"})
    provenance.stamp("bg_0010.png", told, signer=house.signer())
    report = provenance.scan("delivery", "netflix", trust=["editor-ca.pem"])
    print(report.verdict, report.sentence)

Every function raises a child of ``ProvenanceError`` or nothing; its ``advice()`` says what to do.

Names are loaded when they are first used (PEP 562): the engines behind them take a second to
import, and ``provenance --help`` needs none.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.approving import Approved, approve
    from provenance.assessing import assess
    from provenance.bundling import Imported, export_register, import_bundle
    from provenance.config import Production, find_config, load_production
    from provenance.consenting import Consented, consent, revoke_consent
    from provenance.disclosing import disclose
    from provenance.errors import ProvenanceError
    from provenance.gathering import Gatherer, gather
    from provenance.initialising import Completed, Founded, complete, create_register, init
    from provenance.judging import judge
    from provenance.labelling import Labelled, label
    from provenance.merging import merge
    from provenance.model.approval import Approval, Waiver
    from provenance.model.consent import Consent
    from provenance.model.disclosure import Disclosure
    from provenance.model.evidence import Evidence
    from provenance.model.package import Package
    from provenance.model.planned import PlannedUse
    from provenance.model.policy import Policy
    from provenance.model.report import EvidenceDocument, Report
    from provenance.model.vocabulary import Effort, Stage, UseCategory
    from provenance.opening import load_policy, open_register, register_place
    from provenance.reading import read, thumbnails
    from provenance.register import Register
    from provenance.rehearsing import Rehearsal, rehearse
    from provenance.revoking import revoke, satisfy
    from provenance.scanning import scan
    from provenance.sealing import Sealed, seal
    from provenance.sequencing import StampedList, stamp_list
    from provenance.sharding import Sharded, scan_shard, share_of
    from provenance.stamping import Stamped, Stamper, stamp
    from provenance.streaming import EvidenceStream
    from provenance.triage.assessment import Assessment
    from provenance.understanding import understand
    from provenance.waiving import Waived, waive

__all__ = [
    "Approval",
    "Approved",
    "Assessment",
    "Completed",
    "Consent",
    "Consented",
    "Disclosure",
    "Effort",
    "Evidence",
    "EvidenceDocument",
    "EvidenceStream",
    "Founded",
    "Gatherer",
    "Imported",
    "Labelled",
    "Package",
    "PlannedUse",
    "Policy",
    "Production",
    "ProvenanceError",
    "Register",
    "Rehearsal",
    "Report",
    "Sealed",
    "Sharded",
    "Stage",
    "Stamped",
    "StampedList",
    "Stamper",
    "UseCategory",
    "Waived",
    "Waiver",
    "approve",
    "assess",
    "complete",
    "consent",
    "create_register",
    "disclose",
    "export_register",
    "find_config",
    "gather",
    "import_bundle",
    "init",
    "judge",
    "label",
    "load_policy",
    "load_production",
    "merge",
    "open_register",
    "read",
    "register_place",
    "rehearse",
    "revoke",
    "revoke_consent",
    "satisfy",
    "scan",
    "scan_shard",
    "seal",
    "share_of",
    "stamp",
    "stamp_list",
    "thumbnails",
    "understand",
    "waive",
]

_HOMES = {
    "approving": ("Approved", "approve"),
    "assessing": ("assess",),
    "bundling": ("Imported", "export_register", "import_bundle"),
    "config": ("Production", "find_config", "load_production"),
    "consenting": ("Consented", "consent", "revoke_consent"),
    "disclosing": ("disclose",),
    "errors": ("ProvenanceError",),
    "gathering": ("Gatherer", "gather"),
    "initialising": ("Completed", "Founded", "complete", "create_register", "init"),
    "judging": ("judge",),
    "labelling": ("Labelled", "label"),
    "merging": ("merge",),
    "model.approval": ("Approval", "Waiver"),
    "model.consent": ("Consent",),
    "triage.assessment": ("Assessment",),
    "model.disclosure": ("Disclosure",),
    "model.evidence": ("Evidence",),
    "model.package": ("Package",),
    "model.planned": ("PlannedUse",),
    "model.policy": ("Policy",),
    "model.report": ("EvidenceDocument", "Report"),
    "model.vocabulary": ("Effort", "Stage", "UseCategory"),
    "opening": ("load_policy", "open_register", "register_place"),
    "reading": ("read", "thumbnails"),
    "register": ("Register",),
    "rehearsing": ("Rehearsal", "rehearse"),
    "revoking": ("revoke", "satisfy"),
    "scanning": ("scan",),
    "sealing": ("Sealed", "seal"),
    "sequencing": ("StampedList", "stamp_list"),
    "sharding": ("Sharded", "scan_shard", "share_of"),
    "stamping": ("Stamped", "Stamper", "stamp"),
    "streaming": ("EvidenceStream",),
    "waiving": ("Waived", "waive"),
    "understanding": ("understand",),
}
"""Where each public name lives. The imports above say the same to type checkers; a test compares
the two."""


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            value: object = getattr(import_module(f"{__name__}.{home}"), name)
            globals()[name] = value  # asked for once only
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
