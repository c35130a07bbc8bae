"""Record which media was AI-generated, how and for what use; check deliveries before handoff.

The same verbs as on the command line, typed and without global state::

    import provenance

    house = provenance.load_production()
    told = provenance.disclose(house, told={"digital_source_type": "trainedAlgorithmicMedia"})
    provenance.stamp("bg_0010.png", told, signer=house.signer())
    report = provenance.scan("delivery", "netflix", trust=["editor-ca.pem"])
    print(report.verdict, report.sentence)

Every function raises a child of ``ProvenanceError`` or nothing; its ``advice()`` says what to do.
"""

from provenance.approving import Approved, approve, revoke
from provenance.config import Production, find_config, load_production
from provenance.disclosing import disclose
from provenance.errors import ProvenanceError
from provenance.gathering import Gatherer, gather
from provenance.initialising import Founded, init
from provenance.judging import judge
from provenance.model.approval import Approval, Waiver
from provenance.model.disclosure import Disclosure
from provenance.model.evidence import Evidence
from provenance.model.policy import Policy
from provenance.model.report import EvidenceDocument, Report
from provenance.model.vocabulary import Effort, Stage, UseCategory
from provenance.opening import open_register, register_place
from provenance.policies.loading import load_policy
from provenance.reading import read, thumbnails
from provenance.register import Register
from provenance.scanning import scan
from provenance.stamping import Stamped, Stamper, stamp

__all__ = [
    "Approval",
    "Approved",
    "Disclosure",
    "Effort",
    "Evidence",
    "EvidenceDocument",
    "Founded",
    "Gatherer",
    "Policy",
    "Production",
    "ProvenanceError",
    "Register",
    "Report",
    "Stage",
    "Stamped",
    "Stamper",
    "UseCategory",
    "Waiver",
    "approve",
    "disclose",
    "find_config",
    "gather",
    "init",
    "judge",
    "load_policy",
    "load_production",
    "open_register",
    "read",
    "register_place",
    "revoke",
    "scan",
    "stamp",
    "thumbnails",
]
