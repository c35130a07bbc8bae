-- A register of schema version 1, as the program of 22 November 2026 wrote it.
BEGIN TRANSACTION;
CREATE TABLE approvals (
	sequence INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	record TEXT NOT NULL, 
	attestation TEXT NOT NULL, 
	PRIMARY KEY (sequence), 
	UNIQUE (id)
);
INSERT INTO "approvals" VALUES(4,'0193-approval','{"approver":{"contact":"","name":"Production counsel","organisation":"","role":""},"author":"","conditions":[],"created_at":"2026-11-22T00:00:00Z","decision":"approved","evidence_sha256":null,"expires":null,"granted_at":"2026-11-01T00:00:00Z","id":"0193-approval","note":"","policy":"","reference":"letter 12","requested_at":null,"revokes":"","schema":"provenance.approval/1","scope":{"asset_ids":[],"categories":[],"digests":["sha256:ea0890697a77af0a2e054cccec587c8a42feb5cf38e778c6c6e2a96bfb945c0b"],"patterns":[],"stages":[],"talents":[],"territories":[],"title_id":"T-1","tools":[]}}','{"integrity":"valid","signature":{"algorithm":"es256","fingerprint":"","issuer":"","not_after":null,"not_before":null,"organisation":"Studio","serial":"","subject":"Counsel","time":"2026-11-01T00:00:00Z"},"source":"approvals/12.json","trust":{"list_name":"studio","state":"trusted"}}');
CREATE TABLE entries (
	sequence INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	path TEXT NOT NULL, 
	as_made TEXT NOT NULL, 
	as_stamped TEXT NOT NULL, 
	size BIGINT NOT NULL, 
	made_size BIGINT, 
	media_type TEXT NOT NULL, 
	manifest_label TEXT NOT NULL, 
	location TEXT NOT NULL, 
	disclosure TEXT NOT NULL, 
	at TEXT NOT NULL, 
	PRIMARY KEY (sequence), 
	UNIQUE (id)
);
INSERT INTO "entries" VALUES(3,'0193-entry','shots/a.png','sha256:ea0890697a77af0a2e054cccec587c8a42feb5cf38e778c6c6e2a96bfb945c0b','sha256:ca2fe80680584cc13ea8288c0ca1db7159e62f523c73775ef7ceecd062bf15a1',1500,1000,'image/png','urn:c2pa:a','embedded','{"approval_refs":[],"author":"","created_at":"2026-11-22T00:00:00Z","department":"","destinations":[],"digital_source_type":"","genai_used":"full","genre":"","human_contribution":"","id":"0193-disclosure","inputs":[{"is_proprietary":false,"kind":"prompt","licence_ref":"","names_person_or_work":[],"owner":"","personal_data":"none","rights_basis":"","sha256":null,"text":"a café","third_party_ip":false}],"labels":[],"note":"","principles":{"p1_no_replication":"unsure","p2_no_store_train":"unsure","p3_enterprise_env":"unsure","p4_temporary":"unsure","p5_no_replacement":"unsure"},"real_person_depicted":false,"realistic_event_risk":false,"schema":"provenance.disclosure/1","stage":null,"story_relevance":"unknown","subject":{"bytes":1000,"derived_from":[],"media_type":"","path":"shots/a.png","sha256":"sha256:ea0890697a77af0a2e054cccec587c8a42feb5cf38e778c6c6e2a96bfb945c0b","shot_id":""},"supersedes":"","talent":[],"territories":[],"title":"","title_id":"","tools":[{"account_tier":"","deployment":"unknown","environment":"unknown","model":"","model_version":"","name":"Imager","stores_inputs":"unsure","stores_outputs":"unsure","terms_checked_at":null,"terms_sha256":null,"terms_url":"","trains_on_inputs":"unsure","trains_on_outputs":"unsure","vendor":"","version":"3"}],"union_work_affected":false,"use_category":null,"vendor":""}','2026-11-22T10:00:00+00:00');
CREATE TABLE events (
	sequence INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	payload TEXT NOT NULL, 
	previous_hash TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	PRIMARY KEY (sequence)
);
INSERT INTO "events" VALUES(1,'2026-11-23T02:12:11.504013+00:00','created','{"id":"01a2062c-d66e-7837-8e2e-9b1d2ab5cdf2","schema_version":1}','','sha256:adf6405dddd4b7254d749b9f47d4bd7229e8a24a6c6364488fdfb30aa27a4c60');
INSERT INTO "events" VALUES(2,'2026-11-23T02:12:11.504013+00:00','setting','{"name":"salt","value_sha256":"sha256:46251dda71a066c486875bf2c08eec3f69c2cedebaf815ec1170711e88e7cfa9"}','sha256:adf6405dddd4b7254d749b9f47d4bd7229e8a24a6c6364488fdfb30aa27a4c60','sha256:fc35c5a950406ba505a4ea97985b3e318d414b4ce4840c58fb864cce0c1b12aa');
INSERT INTO "events" VALUES(3,'2026-11-23T02:12:11.527235+00:00','entry','{"as_made":"sha256:ea0890697a77af0a2e054cccec587c8a42feb5cf38e778c6c6e2a96bfb945c0b","as_stamped":"sha256:ca2fe80680584cc13ea8288c0ca1db7159e62f523c73775ef7ceecd062bf15a1","at":"2026-11-22T10:00:00+00:00","disclosure":{"approval_refs":[],"author":"","created_at":"2026-11-22T00:00:00Z","department":"","destinations":[],"digital_source_type":"","genai_used":"full","genre":"","human_contribution":"","id":"0193-disclosure","inputs":[{"is_proprietary":false,"kind":"prompt","licence_ref":"","names_person_or_work":[],"owner":"","personal_data":"none","rights_basis":"","sha256":null,"text":"a café","third_party_ip":false}],"labels":[],"note":"","principles":{"p1_no_replication":"unsure","p2_no_store_train":"unsure","p3_enterprise_env":"unsure","p4_temporary":"unsure","p5_no_replacement":"unsure"},"real_person_depicted":false,"realistic_event_risk":false,"schema":"provenance.disclosure/1","stage":null,"story_relevance":"unknown","subject":{"bytes":1000,"derived_from":[],"media_type":"","path":"shots/a.png","sha256":"sha256:ea0890697a77af0a2e054cccec587c8a42feb5cf38e778c6c6e2a96bfb945c0b","shot_id":""},"supersedes":"","talent":[],"territories":[],"title":"","title_id":"","tools":[{"account_tier":"","deployment":"unknown","environment":"unknown","model":"","model_version":"","name":"Imager","stores_inputs":"unsure","stores_outputs":"unsure","terms_checked_at":null,"terms_sha256":null,"terms_url":"","trains_on_inputs":"unsure","trains_on_outputs":"unsure","vendor":"","version":"3"}],"union_work_affected":false,"use_category":null,"vendor":""},"id":"0193-entry","location":"embedded","manifest_label":"urn:c2pa:a","media_type":"image/png","path":"shots/a.png","size":1500}','sha256:fc35c5a950406ba505a4ea97985b3e318d414b4ce4840c58fb864cce0c1b12aa','sha256:2f5126cc318a9e7ebc14ffc121c8c81cc44c307bee2731ebd2610bf1f09e43a7');
INSERT INTO "events" VALUES(4,'2026-11-23T02:12:11.534422+00:00','approval','{"attestation":{"integrity":"valid","signature":{"algorithm":"es256","fingerprint":"","issuer":"","not_after":null,"not_before":null,"organisation":"Studio","serial":"","subject":"Counsel","time":"2026-11-01T00:00:00Z"},"source":"approvals/12.json","trust":{"list_name":"studio","state":"trusted"}},"record":{"approver":{"contact":"","name":"Production counsel","organisation":"","role":""},"author":"","conditions":[],"created_at":"2026-11-22T00:00:00Z","decision":"approved","evidence_sha256":null,"expires":null,"granted_at":"2026-11-01T00:00:00Z","id":"0193-approval","note":"","policy":"","reference":"letter 12","requested_at":null,"revokes":"","schema":"provenance.approval/1","scope":{"asset_ids":[],"categories":[],"digests":["sha256:ea0890697a77af0a2e054cccec587c8a42feb5cf38e778c6c6e2a96bfb945c0b"],"patterns":[],"stages":[],"talents":[],"territories":[],"title_id":"T-1","tools":[]}}}','sha256:2f5126cc318a9e7ebc14ffc121c8c81cc44c307bee2731ebd2610bf1f09e43a7','sha256:a1dd742079941bd58bb32128f23a190d7f41fd0d1748430b17f3debad131b09d');
CREATE TABLE head (
	id INTEGER NOT NULL, 
	schema_version INTEGER NOT NULL, 
	sequence INTEGER NOT NULL, 
	hash TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "head" VALUES(1,1,4,'sha256:a1dd742079941bd58bb32128f23a190d7f41fd0d1748430b17f3debad131b09d');
CREATE TABLE settings (
	sequence INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (sequence), 
	UNIQUE (name)
);
INSERT INTO "settings" VALUES(2,'salt','1edc065e8a982a8b84760b0d649916a7c59cfcddcbe1cf95a1c5da8d5315a25e');
CREATE TRIGGER events_never_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_never_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE INDEX entries_size ON entries (size);
CREATE INDEX entries_as_stamped ON entries (as_stamped);
CREATE INDEX entries_made_size ON entries (made_size);
CREATE INDEX entries_as_made ON entries (as_made);
COMMIT;
