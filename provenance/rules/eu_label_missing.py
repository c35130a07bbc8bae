"""Rule ``eu-label-missing``."""

from collections.abc import Iterator

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.model.summary import one_line
from provenance.rules.base import rule
from provenance.standings.deceiving import ARTISTIC, ARTISTIC_PLACES, PLACES
from provenance.standings.labelling import EU_LABEL_MISSING, EVERY_PLACE, label_standing


@rule(
    Severity.OVERRIDABLE,
    kind="law",
    parameters={"places": PLACES, "places_artistic": ARTISTIC_PLACES, "artistic": ARTISTIC},
    choices={
        "places": frozenset(EVERY_PLACE),
        "places_artistic": frozenset(EVERY_PLACE),
        "artistic": frozenset({"scripted", "documentary", "news", "ad", "trailer"}),
    },
)
def eu_label_missing(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """What could appear to be authentic carries a declared notice where it reaches the EU.

    The disclosure says that a real person is depicted, a performer recognisable, a voice
    generated, or that the content could be mistaken for a real event; and the asset goes to the
    European Union or one of its countries. Then a notice to the audience has to be declared at
    one of the ``places``: opening, on screen, spoken, or in the platform's own interface. For a
    genre that counts as ``artistic`` (scripted) the end credits and the synopsis are enough too.
    Where nobody says where an asset goes it counts as going there, since whoever lists this rule
    means what they scan. What was generated and never disclosed, and a genre that is not told
    where all depends on it, leave the file undetermined. Whether an asset is a deep fake is a
    question for people; the rule looks at what the maker answered.

    Why:
        The text asks deployers for a notice that people perceive. A mark by the maker of the
        tool does not take its place.

    Source:
        Regulation (EU) 2024/1689 (AI Act), Art. 50(4) and 3(60), applies since 2 August 2026
        without a period of grace; Commission guidelines C(2026) 5054, paragraph 117; Code of
        Practice of 10 June 2026, section 2, measures 1.1 and 1.2 and commitment 3. Read in
        secondary sources.

    Fix:
        Put the notice in, and declare it with its place: ``provenance label FILE --where opening
        --text TEXT --start-tc TIMECODE``.

    Fails:
        [[disclosures]]
        real_person_depicted = true
        genre = "documentary"
        territories = ["DE"]

    Passes:
        [[disclosures]]
        real_person_depicted = true
        genre = "documentary"
        territories = ["DE"]
        labels = [{ where = "on_screen", text = "Generated with AI", start_tc = "00:02:00:00" }]
    """
    standing = label_standing(evidence, policy)
    asks = [each for each in standing.asks if each.rule == EU_LABEL_MISSING and not each.met]
    lacking = [each for each in asks if not each.unsure]
    if lacking:
        names = " and ".join(each.destination for each in lacking if each.destination)
        message = f"{lacking[0].why}, and no notice to the audience is declared"
        message += f" for {names}" if names else ""
        message += f" at one of: {', '.join(lacking[0].places)}"
        if standing.reasons:
            message += f" ({'; '.join(standing.reasons)})"
        yield Problem(one_line(message), key="missing")
    elif asks:
        message = f"whether a notice is due or declared cannot be said: {asks[0].unsure}"
        yield Problem(one_line(message), undetermined=True, key="unsure")
