"""The merging rules, one test each; then what must hold for every list of signals."""

from hypothesis import given
from hypothesis import strategies as st

from provenance.model.evidence import Declaration, Declared, Signal, Strength, class_of
from provenance.model.manifest import SoftwareAgent
from provenance.model.vocabulary import IPTC_SOURCE_TYPES, SOURCE_TYPES, AiClass
from provenance.standings.declaring import declare

P, M, S, H = Strength.PROVEN, Strength.MATCHED, Strength.STATED, Strength.HINT
GEN, COM, ENH, NOT = (
    AiClass.GENERATED,
    AiClass.COMPOSITE,
    AiClass.ENHANCED,
    AiClass.NOT_GENERATED,
)


def signal(strength, ai=None, source_type="", *, ingredient=False, tool=None):
    agent = SoftwareAgent(*tool) if tool else None
    return Signal("t", "here", "v", strength, ai, source_type, agent, ingredient)


def test_nothing_is_silent():
    assert declare(()) == Declaration()


def test_source_type_speaks_where_the_signal_has_no_word_of_its_own():
    found = declare([signal(S, source_type="https://cv.iptc.org/x/trainedalgorithmicmedia")])
    assert found.declared is Declared.SILENT  # another vocabulary
    found = declare([signal(S, source_type="trainedAlgorithmicMedia")])
    assert found.declared is Declared.GENERATED
    assert found.source_types == (IPTC_SOURCE_TYPES + "trainedAlgorithmicMedia",)


def test_ambiguous_and_neutral_never_declare_but_are_listed():
    for code in ("composite", "screenCapture", "virtualRecording", "digitalArt", "empty", "typo"):
        found = declare([signal(P, source_type=code)])
        assert (found.declared, found.strength, found.signals) == (Declared.SILENT, None, ())
        assert len(found.source_types) == 1


def test_stronger_word_decides_and_the_weaker_contradicts():
    found = declare([signal(S, GEN), signal(P, COM)])
    assert found.declared is Declared.COMPOSITE
    assert (found.strength, found.signals, found.contradicting) == (P, (1,), (0,))
    assert declare([signal(M, COM), signal(S, GEN)]).declared is Declared.COMPOSITE
    assert declare([signal(M, COM), signal(P, GEN)]).declared is Declared.GENERATED


def test_equal_strength_generated_before_composite_and_both_are_seen():
    found = declare([signal(S, COM), signal(S, GEN)])
    assert found.declared is Declared.GENERATED
    assert found.contradicting == (0,)


def test_the_asset_own_word_outranks_its_ingredient_at_equal_strength():
    found = declare([signal(P, COM), signal(P, GEN, ingredient=True)])
    assert found.declared is Declared.COMPOSITE
    assert found.contradicting == ()


def test_captured_over_a_generated_ingredient_is_generated_and_contradicted():
    captured = signal(P, NOT, IPTC_SOURCE_TYPES + "digitalCapture")
    found = declare([captured, signal(S, GEN, ingredient=True)])
    assert found.declared is Declared.GENERATED
    assert found.contradicting == (0,)
    found = declare([captured, signal(P, COM, ingredient=True)])
    assert found.declared is Declared.COMPOSITE
    assert found.contradicting == (0,)


def test_captured_ingredient_does_not_contradict_a_generated_edit():
    found = declare([signal(P, COM), signal(P, NOT, ingredient=True)])
    assert (found.declared, found.contradicting) == (Declared.COMPOSITE, ())


def test_captured_alone_is_not_generated():
    found = declare([signal(P, NOT, "digitalCapture")])
    assert (found.declared, found.strength) == (Declared.NOT_GENERATED, P)


def test_enhancement_is_not_generation_and_contradicts_nothing():
    assert declare([signal(S, ENH)]).declared is Declared.ENHANCED
    found = declare([signal(P, NOT), signal(S, ENH)])
    assert (found.declared, found.contradicting) == (Declared.ENHANCED, ())
    found = declare([signal(P, GEN), signal(P, ENH)])
    assert (found.declared, found.contradicting) == (Declared.GENERATED, ())
    assert declare([signal(P, NOT), signal(H, ENH)]).declared is Declared.NOT_GENERATED


def test_a_hint_alone_declares_with_the_strength_of_a_hint():
    found = declare([signal(H, GEN)])
    assert (found.declared, found.strength) == (Declared.GENERATED, H)


def test_a_hint_does_not_outweigh_a_statement_but_is_seen():
    found = declare([signal(S, NOT), signal(H, GEN)])
    assert (found.declared, found.contradicting) == (Declared.NOT_GENERATED, (1,))
    found = declare([signal(S, COM), signal(H, GEN)])
    assert (found.declared, found.contradicting) == (Declared.COMPOSITE, ())


def test_generators_once_the_declaring_ones_first_the_versioned_kept():
    found = declare(
        [
            signal(S, COM, tool=("Editor", "2")),
            signal(P, GEN, tool=("Maker",)),
            signal(P, GEN, tool=("Maker", "4")),
            signal(P, NOT, tool=("Camera",)),
        ]
    )
    assert found.generators == (SoftwareAgent("Maker", "4"), SoftwareAgent("Editor", "2"))


def test_source_types_of_silent_ingredients_stay_out():
    found = declare([signal(P, source_type="composite"), signal(P, NOT, "print", ingredient=True)])
    assert found.declared is Declared.NOT_GENERATED
    found = declare([signal(P, COM), signal(P, NOT, "print", ingredient=True)])
    assert found.source_types == ()


signals_ = st.lists(
    st.builds(
        Signal,
        reader=st.just("t"),
        where=st.just(""),
        value=st.just(""),
        strength=st.sampled_from(Strength),
        ai=st.none() | st.sampled_from(AiClass),
        source_type=st.sampled_from(["", "typo", *SOURCE_TYPES]),
        in_ingredient=st.booleans(),
    ),
    max_size=6,
)


@given(signals_)
def test_an_ai_statement_is_never_lost(signals):
    found = declare(signals)
    ai = {i for i, each in enumerate(signals) if class_of(each) in {GEN, COM}}
    firm = {i for i in ai if signals[i].strength is not H}
    assert not firm or found.is_ai
    assert found.is_ai or ai <= set(found.contradicting)
    if found.is_ai and any(signals[i].strength is not H for i in ai):
        captured = {
            i
            for i, each in enumerate(signals)
            if class_of(each) is NOT and not each.in_ingredient and each.strength is not H
        }
        assert captured <= set(found.contradicting)


@given(signals_)
def test_what_declares_is_consistent(signals):
    found = declare(signals)
    assert not set(found.signals) & set(found.contradicting)
    assert (found.strength is None) == (found.declared is Declared.SILENT)
    assert all(class_of(signals[i]).value == found.declared.value for i in found.signals)
    ranks = [signals[i].strength.rank for i in found.signals]
    assert not ranks or found.strength.rank == max(ranks)
