"""What a field or a word means, where the code has no text of its own below it.

One line each: name, two spaces, meaning. A text in the code wins; a name that the code does not
know is an error, and so is a field of a record or a document without any text.
"""


def _read(text: str) -> dict[str, str]:
    pairs = (line.split("  ", 1) for line in text.strip().splitlines() if line.strip())
    return {name.strip(): meaning.strip() for name, meaning in pairs}


COMMON = _read("""
schema  Which record or document this is, and the version of its schema.
id  What other records call it.
created_at  When it was written.
author  Who wrote it.
tool  The program that wrote it, and the engines that it asked.
generated_at  When it was written.
limits  What the document does not prove.
effort  How much was read: `fast`, `normal` or `deep`.
""")
"""Fields with one meaning wherever they stand, unless FIELDS says otherwise."""

FIELDS = _read("""
Disclosure.author  Who wrote it; veiled in a file that leaves the house.
Disclosure.supersedes  Id of the disclosure that this one replaces.
Disclosure.title_id  The production: an EIDR, or the house's own number.
Disclosure.title  Name of the production.
Disclosure.department  Who made the asset: VFX, art department, sound, editorial.
Disclosure.vendor  The company that made the asset.
Disclosure.subject  The file that is spoken of.
Disclosure.genai_used  How much of it is generated. `none` is a statement too; silence is not.
Disclosure.use_category  What the generated material is for.
Disclosure.stage  How far towards the audience it goes.
Disclosure.story_relevance  How much it carries the story.
Disclosure.human_contribution  What people did to it, in words.
Disclosure.tools  Every generative tool that took part, one entry for each step.
Disclosure.inputs  What went into the tools.
Disclosure.talent  Performers whose likeness or voice is involved.
Disclosure.principles  Answers to the five principles.
Disclosure.realistic_event_risk  Whether it could be taken for a real event or statement.
Disclosure.real_person_depicted  Whether a real person is seen or heard.
Disclosure.union_work_affected  Whether it replaces work that a union covers.
Disclosure.genre  What kind of production it is.
Disclosure.labels  Notices that the audience perceives.
Disclosure.territories  Where it will be shown.
Disclosure.destinations  To whom it will be delivered.
Disclosure.approval_refs  Ids of approvals that cover it.
Disclosure.note  Free text for the house; never leaves it.
Subject.path  Where the file lay when it was disclosed.
Subject.sha256  Digest of the file as it was made, before a stamp was embedded.
Subject.bytes  Size of the file as it was made.
Subject.media_type  Media type of the file.
Subject.shot_id  The shot it belongs to.
Subject.derived_from  Digests of the files that it was made from.
PlannedUse.title  Name of the production.
PlannedUse.title_id  The production: an EIDR, or the house's own number.
PlannedUse.department  Who will make it.
PlannedUse.vendor  The company that will make it.
PlannedUse.use_category  What it is for; null: not decided, which escalates.
PlannedUse.story_relevance  How much the story depends on it.
PlannedUse.genre  What kind of programme it is for.
PlannedUse.genai_used  How much of what comes out will be generated.
PlannedUse.principles  Answers to the five principles; `yes` is harmless.
PlannedUse.concerns  What it may touch; `no` is harmless.
PlannedUse.inputs  What goes into the tools.
PlannedUse.talent  Performers whose likeness or voice is involved.
PlannedUse.training  A model that is trained or fine-tuned for it; null: none.
PlannedUse.territories  Where it goes.
PlannedUse.destinations  Names of the policy's destinations that it goes to.
PlannedUse.legal_review_ref  Legal review, where there was one.
PlannedUse.rights_clearance_ref  Clearance of rights, where there is one.
Assessment.policy  The policy whose tool catalogue and exceptions counted.
Assessment.way  The heaviest way that a reason asks for.
AssessedUnder.name  Of the policy.
AssessedUnder.version  Of the policy.
AssessedUnder.digest  Of what the policy asks for.
ReasonView.text  Why, in a clause.
ReasonView.asks  What is to be got first.
Principles.p1_no_replication  The output does not replicate or recreate unowned or copyrighted work.
Principles.p2_no_store_train  The tool does not store, reuse or train on inputs or outputs.
Principles.p3_enterprise_env  An enterprise-secured environment was used.
Principles.p4_temporary  The material is temporary and no part of a final deliverable.
Principles.p5_no_replacement  No performance or union-covered work is replaced without consent.
Tool.name  The tool as its vendor calls it.
Tool.version  Its version; an approval may cover some versions only.
Tool.vendor  Who offers it.
Tool.model  The generative model behind it.
Tool.model_version  Version of the model.
Tool.deployment  Where it runs.
Tool.account_tier  The plan it was used under.
Tool.environment  Who secures the place where it runs.
Tool.stores_inputs  Whether it keeps what goes in.
Tool.stores_outputs  Whether it keeps what comes out.
Tool.trains_on_inputs  Whether models are trained on what goes in.
Tool.trains_on_outputs  Whether models are trained on what comes out.
Tool.terms_url  Where its terms stand.
Tool.terms_sha256  Digest of the kept copy of the terms.
Tool.terms_checked_at  When somebody read the terms.
Input.kind  What it is.
Input.sha256  Its digest. For a prompt without one, a salted digest goes into the manifest.
Input.owner  Who owns it.
Input.rights_basis  Why it may be used: owned, licensed, public domain.
Input.licence_ref  The licence or clearance.
Input.is_proprietary  Whether it is material of the buyer or the production.
Input.personal_data  Whether it holds personal data, and of which kind.
Input.third_party_ip  Whether it holds protected material of others.
Input.names_person_or_work  Works, artists or people that it names; veiled outside the house.
Talent.status  Whether the performer is alive, deceased or a minor.
Talent.type  What is done with the likeness or the voice.
Talent.recognisable  Whether the audience recognises the performer.
Talent.consent_ref  The consent.
Label.type  Kind of notice: text, icon, spoken.
Label.where  Where the audience meets it.
Label.text  What it says.
Label.start_tc  Timecode at which it begins.
Approval.decision  What was decided.
Approval.approver  Who decided.
Approval.evidence_sha256  Digest of the letter, e-mail or ticket, as it was kept.
Approval.scope  What the decision covers.
Approval.conditions  What the approver asks for.
Approval.requested_at  When it was asked for.
Approval.granted_at  When it was decided.
Approval.legal_review_ref  The legal review that it rests on.
Approval.rights_clearance_ref  The clearance of rights that it rests on.
Approval.note  Free text.
Talent.union  The performer's union.
Talent.union_notice_ref  When the union was told: letter, e-mail or ticket.
Talent.source_language  Of a dub: the language that was performed, as a BCP 47 tag ("en", "pt-BR").
Disclosure.notice  That the buyer was told, before the work began.
Disclosure.legal_review_ref  The lawyers' review.
Disclosure.rights_clearance_ref  The clearance of its rights.
Training.fine_tuned  Whether a model was trained or fine-tuned.
Training.dataset_ref  What it was trained on.
Training.rights_cleared  Whether that material may be trained on.
Training.licence_ref  The licence that says so.
Training.scope_limited_to_title  Whether the model serves this production only.
Training.destruction_date  When the model will be destroyed.
Notice.at  When.
Consent.minor  Whether the performer is a minor.
Consent.guardian  Name of the guardian who signed.
Consent.union  The performer's union.
Consent.signed_at  When it was given.
Consent.compensation_ref  Where the compensation is agreed on.
Consent.scan_reason  Why the performer was scanned.
Consent.note  Free text for the house.
PartView.kind  What kind of package: `sequence`.
PackageRow.kind  As in `provenance packages`: `sequence`, `imp`, `dcp`, `mhl`, `checksums`, ...
PackageRow.name  Short name: that of its folder, list or frame pattern.
PackageRow.path  Its folder, list or pattern as seen from the root.
PackageRow.id  UUID of its asset map, or null.
PackageRow.title  Content title, annotation or shot name.
PackageRow.standard  The standard or dialect it is written in, in words.
PackageRow.size  Bytes of all that is here; null where nobody asked.
SealView.path  Of the list, as seen from the root.
SealView.kind  A `hash list` of a sequence or a package, or the `seal` of a delivery.
SealView.id  Of the record.
SealView.title  What it is of, by its own word.
SealView.title_id  The production that a seal is of.
SealView.integrity  Whether its signature fits its bytes, as for a file.
SealView.trust  Whether its signer is on a list that was named, as for a file.
SealView.trust_list  Name of that list.
SealView.signer  Name of who signed it.
SealView.stage  That a seal was judged for.
SealView.policy  Name and version of the policy that a seal was judged by.
SealView.at  When it was made.
SealView.unreadable  Why it could not be read, or null.
Bundle.title_id  The production.
Bundle.title  Name of the production.
Bundle.head  The last event of the register when the bundle was made.
Bundle.entries  Every registered asset.
Bundle.approvals  Every approval, rejection and revocation.
Bundle.waivers  Every signed waiver; its author is veiled.
Bundle.labellings  Every record of notices; its author is veiled, its note left out.
BundledEntry.path  Where the asset lay when it was registered.
BundledEntry.as_made  Digest of the file before it was stamped.
BundledEntry.as_stamped  Digest of the file as it was stamped.
BundledEntry.size  Bytes of the file as it was stamped.
BundledEntry.media_type  Its media type.
BundledEntry.manifest_label  Label of its active manifest.
BundledEntry.location  Where the manifest store is: `embedded` or `sidecar`.
BundledEntry.at  When it was registered.
BundledEntry.disclosure  What was disclosed, names and prompts veiled.
RegisterHead.sequence  Number of the event.
RegisterHead.hash  Its hash, which stands for all events up to it.
HashList.members  The files, in the order of their paths.
ListedFile.path  Relative to the folder of the list, with forward slashes.
ListedFile.size  Bytes.
ListedFile.sha256  Of the whole file.
Seal.title_id  The production.
Seal.title  Name of the production.
Seal.vendor  Who sends the delivery.
Seal.stage  That the delivery was judged for.
Seal.policy  That it was judged by.
Seal.members  Every file but the seal and its signature, in the order of their paths.
SealedFile.path  Relative to the folder of the delivery, with forward slashes.
SealedFile.size  Bytes.
SealedFile.sha256  Of the whole file.
SealedFile.verdict  That the scan came to; empty for what is no deliverable: sidecars, records.
SealedFile.disclosures  Ids of the disclosures that counted for it.
SealedFile.approvals  Ids of the approvals that it rests on.
SealedPolicy.name  Its name.
SealedPolicy.version  Its version.
SealedPolicy.digest  Of its text, with all that it extends.
SealedPolicy.fail_on  Lightest severity that failed.
Approver.name  Name of the person.
Approver.role  What the person is in the organisation.
Approver.organisation  For whom the person decides.
Approver.contact  Where to ask.
Scope.title_id  The production.
Scope.categories  Uses that are covered.
Scope.stages  Stages that are covered.
Scope.tools  Tools, and their versions, that are covered.
Scope.models  Generative models that are covered.
Scope.talents  Performers that are covered.
Scope.territories  Where the asset may be shown.
Scope.destinations  Destinations of the policy that are covered.
Condition.id  What evidence calls it.
Condition.text  What is asked for.
ToolRule.name  The tool.
ToolRule.versions  Comparisons with commas between them, as `>=3,<4`; empty covers every version.
Waiver.rule  The rule whose findings may pass.
Waiver.patterns  Shell patterns on the path within the delivery.
Waiver.digests  Digests of the files; with no pattern and no digest it covers every file.
Waiver.reason  Why.
Waiver.owner  Who answers for it.
EvidenceDocument.assets  Each file that was read.
ToolView.name  Name of the program.
ToolView.version  Its version.
ToolView.engines  Versions of the engines, by name.
AssetView.path  Relative to what was scanned, with forward slashes.
AssetView.format  The format that the content shows; empty where unknown.
AssetView.family  What kind of thing the format holds.
AssetView.media_type  Media type of that format.
AssetView.name_contradicts  The format that the name promises, where the content shows another.
AssetView.size  Bytes.
AssetView.digest  Of the whole file; null where hashing was not asked for.
AssetView.coverage  How much of the file was read.
AssetView.failures  What was not read, and why.
AssetView.integrity  State of the hard binding. Says nothing about trust.
AssetView.trust  State of the signer. Says nothing about integrity.
AssetView.trust_list  Name of the list on which the signer stands.
AssetView.ai  What all signals together declare.
AssetView.manifest  The manifest store; null without a readable one.
AssetView.signals  Every observation.
AssetView.disclosure  State of the disclosure, and the disclosures it rests on.
AssetView.approval  State of the approval, and the approvals it rests on.
AssetView.sidecars  Paths of its sidecars.
AssetView.facts  Technical facts: duration in seconds, raster in pixels, codecs, timecode and so on.
Result.verdict  What the policy makes of the file.
Result.findings  What the rules found.
AiView.declaration  What is declared.
AiView.strength  Of the strongest signal that says so; null when silent.
AiView.source_types  URIs of the digital source types.
AiView.generators  Tools that are named.
AiView.signals  Places, in the asset's list of signals, of those that say so.
AiView.contradicting  Places of those that say otherwise.
RecordState.state  The state in a word.
RecordState.records  Ids of the records that it rests on.
RecordState.reasons  Why.
FailureView.reader  What was to be read.
FailureView.reason  Why it was not.
ManifestView.active  Label of the active manifest.
ManifestView.location  Where the store was found.
ManifestView.where  Path of the sidecar, or the place in the file.
ManifestView.claim_generator  The program that made the active claim.
ManifestView.signer  Who signed it.
ManifestView.time  Time of a validated time-stamp; null without one.
ManifestView.status  C2PA status codes: `success`, `informational`, `failure`.
ManifestView.manifests  Every manifest of the store.
SignalView.reader  The reader that made it.
SignalView.where  Exact place in the file.
SignalView.value  Exact value, cut to 500 characters.
SignalView.strength  How far to believe it, from `hint` to `proven`.
SignalView.source_type  Digital source type as written.
SignalView.generator  The tool that it names.
SignalView.in_ingredient  Whether an ingredient's manifest says it, not the asset's own.
GeneratorView.name  Name of the tool.
GeneratorView.version  Its version.
ManifestNodeView.label  Label of the manifest.
ManifestNodeView.path  Labels from the active manifest down to this one.
ManifestNodeView.referenced  Whether the active manifest leads to it.
ManifestNodeView.title  Title of its asset.
ManifestNodeView.claim_generator  The program that made its claim.
ManifestNodeView.signer  Who signed it.
ManifestNodeView.time  Time of a validated time-stamp; null without one.
ManifestNodeView.actions  What was done.
ManifestNodeView.ingredients  What went into it.
ManifestNodeView.assertions  Labels of its assertions.
StatusView.code  The code.
StatusView.url  What it speaks of.
StatusView.explanation  The engine's words.
ActionView.action  The C2PA action.
ActionView.where  The assertion and the place in it.
ActionView.source_type  Its digital source type.
ActionView.software_agent  The tool that did it.
ActionView.when  When, as written.
IngredientView.title  Title of the ingredient.
IngredientView.relationship  `parentOf`, `componentOf` or `inputTo`.
IngredientView.manifest  Label of its manifest.
IngredientView.source_type  Its digital source type.
IngredientView.failures  Status codes of what failed in it.
Report.verdict  What the policy makes of the delivery.
Report.policy  The policy that was applied.
Report.stage  The stage that was judged.
Report.trust_lists  Names of the lists on which signers were looked up.
Report.counts  How many files ended how.
Report.results  Each file.
Report.waivers  Waivers that were used.
Report.next_steps  What to do.
PolicyView.name  Name of the policy.
PolicyView.version  Its version.
PolicyView.digest  SHA-256 over the policy as it was applied.
PolicyView.title  What it is.
PolicyView.source  Whose rule it is.
PolicyView.fail_on  The lightest severity with which a finding fails a file.
Counts.files  All files.
Counts.passed  Files with the verdict pass.
Counts.failed  Files with the verdict fail.
Counts.warned  Files with the verdict warn.
Counts.undetermined  Files with the verdict undetermined.
Counts.unreadable  Files that could not be read, or are missing.
Counts.waived  Findings that a waiver lets pass.
WaiverView.id  Id of the waiver.
WaiverView.rule  The rule.
WaiverView.reason  Why.
WaiverView.owner  Who answers for it.
WaiverView.expires  Last day on which it holds.
FindingView.id  The same in every scan of the same bytes under the same policy.
FindingView.rule  The rule that found it.
FindingView.severity  How much it weighs at this stage.
FindingView.message  What is wrong, where and why.
FindingView.advice  What to do.
FindingView.signals  Places, in the asset's list of signals, of those that it rests on.
FindingView.undetermined  Whether the rule could not decide.
FindingView.waived_by  Id of the waiver that lets it pass.
""")

WORDS = _read("""
UseCategory.ideation  Mood boards and reference pictures.
UseCategory.background_element  Signs, posters and the like on camera.
UseCategory.character_or_key_visual  Characters, key visuals, settings central to the story.
UseCategory.talent_replica  A performer's likeness or voice.
UseCategory.unowned_training  A model trained on material that nobody cleared.
UseCategory.proprietary_input  Material of the buyer or the production went in.
Decision.notified_only  The buyer was told; nobody decided.
Decision.revoked  An earlier approval ends.
Decision.conditions_met  Conditions of an earlier approval are met.
Stage.ideation  Never leaves the house.
Stage.temp  Stands in for something and is to be replaced.
Stage.turnover  Handed from one department or vendor to the next.
Stage.final  Delivered.
Stage.marketing  Trailers, posters, social media.
Severity.blocking  The delivery does not go out.
Severity.overridable  Needs a named approval or a waiver to pass.
Severity.warning  To be looked at.
Severity.info  To be known.
Severity.off  The rule is silent.
Verdict.undetermined  Something could not be decided. Never counts as pass.
""")
