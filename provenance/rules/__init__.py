"""What has to hold: one module per rule, found by its name."""

from functools import cache
from typing import Final

from provenance import plugins
from provenance.errors import PluginError
from provenance.rules.actions_incomplete import actions_incomplete
from provenance.rules.approval_attested import approval_attested
from provenance.rules.approval_authority import approval_authority
from provenance.rules.approval_by_maker import approval_by_maker
from provenance.rules.approval_conditions_open import approval_conditions_open
from provenance.rules.approval_expired import approval_expired
from provenance.rules.approval_late import approval_late
from provenance.rules.approval_missing import approval_missing
from provenance.rules.approval_out_of_scope import approval_out_of_scope
from provenance.rules.approval_territory import approval_territory
from provenance.rules.approval_tool import approval_tool
from provenance.rules.approved_missing import approved_missing
from provenance.rules.archival_undisclosed import archival_undisclosed
from provenance.rules.background_unapproved import background_unapproved
from provenance.rules.base import Rule
from provenance.rules.california_disclosure_incomplete import california_disclosure_incomplete
from provenance.rules.china_aigc_malformed import china_aigc_malformed
from provenance.rules.china_aigc_missing import china_aigc_missing
from provenance.rules.china_labels_disagree import china_labels_disagree
from provenance.rules.consent_by_whom import consent_by_whom
from provenance.rules.consent_delivered import consent_delivered
from provenance.rules.consent_expired import consent_expired
from provenance.rules.consent_missing import consent_missing
from provenance.rules.consent_out_of_scope import consent_out_of_scope
from provenance.rules.consent_weak import consent_weak
from provenance.rules.delivery_list_mismatch import delivery_list_mismatch
from provenance.rules.destination_hint import destination_hint
from provenance.rules.disclosure_contradicted import disclosure_contradicted
from provenance.rules.disclosure_incomplete import disclosure_incomplete
from provenance.rules.dub_agreement_missing import dub_agreement_missing
from provenance.rules.enhancement_by_generator import enhancement_by_generator
from provenance.rules.environment_contradicted import environment_contradicted
from provenance.rules.eu_label_missing import eu_label_missing
from provenance.rules.eu_mark_unsigned import eu_mark_unsigned
from provenance.rules.eu_watermark_undetermined import eu_watermark_undetermined
from provenance.rules.file_unaccounted import file_unaccounted
from provenance.rules.generator_hint import generator_hint
from provenance.rules.human_contribution_missing import human_contribution_missing
from provenance.rules.ingredient_laundered import ingredient_laundered
from provenance.rules.input_names_uncleared import input_names_uncleared
from provenance.rules.label_missing import label_missing
from provenance.rules.legal_review_missing import legal_review_missing
from provenance.rules.manifest_invalid import manifest_invalid
from provenance.rules.manifest_missing import manifest_missing
from provenance.rules.mark_lost import mark_lost
from provenance.rules.notice_missing import notice_missing
from provenance.rules.orphan_transcode import orphan_transcode
from provenance.rules.performance_altered import performance_altered
from provenance.rules.personal_data_unapproved import personal_data_unapproved
from provenance.rules.placeholder_in_final import placeholder_in_final
from provenance.rules.principle_unsure import principle_unsure
from provenance.rules.proprietary_input_exposed import proprietary_input_exposed
from provenance.rules.public_label import public_label
from provenance.rules.realistic_event_unapproved import realistic_event_unapproved
from provenance.rules.record_duplicate import record_duplicate
from provenance.rules.record_of_other_bytes import record_of_other_bytes
from provenance.rules.record_orphaned import record_orphaned
from provenance.rules.record_unsigned import record_unsigned
from provenance.rules.rights_basis_missing import rights_basis_missing
from provenance.rules.seal_broken import seal_broken
from provenance.rules.sequence_mixed import sequence_mixed
from provenance.rules.signer_untrusted import signer_untrusted
from provenance.rules.source_type_ambiguous import source_type_ambiguous
from provenance.rules.source_type_disagrees import source_type_disagrees
from provenance.rules.source_type_unknown import source_type_unknown
from provenance.rules.synthetic_performer_unjustified import synthetic_performer_unjustified
from provenance.rules.talent_model_reused import talent_model_reused
from provenance.rules.temp_in_final import temp_in_final
from provenance.rules.time_stamp_missing import time_stamp_missing
from provenance.rules.tool_contradicts_catalogue import tool_contradicts_catalogue
from provenance.rules.tool_not_listed import tool_not_listed
from provenance.rules.tool_step_missing import tool_step_missing
from provenance.rules.tool_terms_stale import tool_terms_stale
from provenance.rules.tool_trains_on_data import tool_trains_on_data
from provenance.rules.training_unlicensed import training_unlicensed
from provenance.rules.undisclosed import undisclosed
from provenance.rules.union_work_unapproved import union_work_unapproved
from provenance.rules.unreadable import unreadable

__all__ = ["BUILTIN", "Rule", "load"]

BUILTIN: Final[tuple[Rule, ...]] = (
    unreadable,
    delivery_list_mismatch,
    sequence_mixed,
    seal_broken,
    approved_missing,
    record_of_other_bytes,
    record_unsigned,
    record_orphaned,
    record_duplicate,
    undisclosed,
    disclosure_contradicted,
    disclosure_incomplete,
    source_type_disagrees,
    enhancement_by_generator,
    notice_missing,
    approval_missing,
    background_unapproved,
    principle_unsure,
    approval_authority,
    approval_out_of_scope,
    approval_tool,
    approval_territory,
    approval_expired,
    approval_late,
    approval_conditions_open,
    approval_by_maker,
    approval_attested,
    temp_in_final,
    placeholder_in_final,
    human_contribution_missing,
    tool_trains_on_data,
    tool_terms_stale,
    tool_not_listed,
    tool_contradicts_catalogue,
    tool_step_missing,
    environment_contradicted,
    proprietary_input_exposed,
    personal_data_unapproved,
    training_unlicensed,
    input_names_uncleared,
    rights_basis_missing,
    legal_review_missing,
    consent_missing,
    consent_out_of_scope,
    consent_expired,
    consent_by_whom,
    consent_weak,
    performance_altered,
    synthetic_performer_unjustified,
    talent_model_reused,
    dub_agreement_missing,
    consent_delivered,
    realistic_event_unapproved,
    archival_undisclosed,
    union_work_unapproved,
    manifest_invalid,
    manifest_missing,
    mark_lost,
    ingredient_laundered,
    orphan_transcode,
    signer_untrusted,
    source_type_unknown,
    source_type_ambiguous,
    generator_hint,
    file_unaccounted,
    actions_incomplete,
    time_stamp_missing,
    label_missing,
    public_label,
    eu_label_missing,
    eu_mark_unsigned,
    eu_watermark_undetermined,
    california_disclosure_incomplete,
    china_aigc_missing,
    china_aigc_malformed,
    china_labels_disagree,
    destination_hint,
)
"""Every rule of ours, in the order in which the reference lists them."""


@cache
def load() -> tuple[Rule, ...]:
    """All rules: ours, then those of the entry point group ``provenance.rules``.

    Raises:
        PluginError: A plug-in is no rule, does not load, or takes a name that is taken.
    """
    found = plugins.load("rules", BUILTIN)
    for each in found:
        if not isinstance(each, Rule):
            raise PluginError(f"plug-in {each!r} of rules is no Rule")
    return found
