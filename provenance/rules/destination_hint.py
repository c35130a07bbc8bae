"""Rule ``destination-hint``."""

from collections.abc import Iterator

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import rule
from provenance.standings.labelling import speaks_of_ai
from provenance.standings.routing import reaches, territories_of
from provenance.standings.standing import disclosure_standing


@rule(Severity.INFO, kind="law", fixed=True)
def destination_hint(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """Nobody learns late that a destination has rules which no profile of ours covers.

    Generated content goes to a territory whose law speaks of it: an advertisement with a synthetic
    performer to New York, anything to India or South Korea. It is told as information and judges
    nothing. Where territories are not told, there is nothing to hint at.

    Why:
        Marketing learns of a notice that is due from the first complaint.

    Source:
        New York General Business Law 396-b (S.8420-A), 9 June 2026: a conspicuous notice in
        advertisements with a synthetic performer; excepted are advertisements for expressive
        works if the use is that of the work, sound alone, and translation. India, IT Amendment
        Rules 2026 (G.S.R. 120(E)), in force since 20 February 2026: prominent label and permanent
        metadata, by intermediaries. South Korea, AI Basic Act, Art. 31, in force since 22 January
        2026: notice or machine mark by AI operators, softer for creative works. Read in secondary
        sources.

    Fix:
        Ask whoever clears the territory. If it is due, name the notice under ``labels`` of the
        destination in your policy: ``label-missing`` then looks for it.

    Fails:
        [[disclosures]]
        territories = ["KR"]

    Passes:
        [[disclosures]]
        territories = ["FR"]
    """
    standing = disclosure_standing(evidence, policy)
    territories = territories_of(evidence, policy)
    if not territories or not speaks_of_ai(evidence, standing):
        return
    records = [held.record for held in standing.counting]
    synthetic = any(
        each.genre == "ad" and any(talent.type == "synthetic" for talent in each.talent)
        for each in records
    )
    if synthetic and reaches(territories, {"US", "US-NY"}):
        yield Problem(
            "an advertisement with a synthetic performer goes to the United States: New York asks "
            "for a conspicuous notice, with exceptions",
            key="NY",
        )
    if reaches(territories, {"IN"}):
        yield Problem(
            "generated content goes to India, where intermediaries have to label it", key="IN"
        )
    if reaches(territories, {"KR"}):
        yield Problem(
            "generated content goes to South Korea, where operators of AI have to give notice",
            key="KR",
        )
