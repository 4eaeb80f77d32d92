-- For:    targets, and since when which of their slots are expected (what is declared, not what ran).
-- Locks:  nothing that exists; creates empty tables only.
-- Undo:   DROP TABLE target_schedule, target, config_file;

CREATE TABLE config_file (
    id integer GENERATED ALWAYS AS IDENTITY,
    epoch bigint NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now(),
    rendered boolean NOT NULL,
    source text NOT NULL,
    file text NOT NULL,
    sha256 text NOT NULL,
    CONSTRAINT config_file_pkey PRIMARY KEY (id),
    CONSTRAINT config_file_source_file_key UNIQUE (source, file)
);
COMMENT ON TABLE config_file IS
    'Target files whose content is in target_schedule. An equal or lower epoch is never applied again.';
COMMENT ON COLUMN config_file.id IS 'Number used in target.config_file_id.';
COMMENT ON COLUMN config_file.epoch IS
    'The header''s epoch; of a hand-written file, how often its content changed.';
COMMENT ON COLUMN config_file.applied_at IS 'When this content was applied.';
COMMENT ON COLUMN config_file.rendered IS 'True when the operator wrote it, false when a person did.';
COMMENT ON COLUMN config_file.source IS 'Cluster or repository, --source.';
COMMENT ON COLUMN config_file.file IS 'Name without ending (targets-07); hand-written: the path.';
COMMENT ON COLUMN config_file.sha256 IS 'Of the bytes applied, 64 hexadecimal digits.';

CREATE TABLE target (
    id integer GENERATED ALWAYS AS IDENTITY,
    config_file_id integer,
    uuid uuid NOT NULL,
    generation bigint,
    described_at timestamptz NOT NULL,
    source text NOT NULL,
    namespace text NOT NULL,
    name text NOT NULL,
    url text NOT NULL,
    labels jsonb NOT NULL,
    CONSTRAINT target_pkey PRIMARY KEY (id),
    CONSTRAINT target_uuid_key UNIQUE (uuid),
    CONSTRAINT target_config_file_fkey FOREIGN KEY (config_file_id) REFERENCES config_file (id)
);
CREATE INDEX target_name_idx ON target (namespace, name);
COMMENT ON TABLE target IS
    'Every website that was ever declared or met in a result. Rows stay, so history keeps its names.';
COMMENT ON COLUMN target.id IS 'Number used in rows.';
COMMENT ON COLUMN target.config_file_id IS
    'The file that declared it last; NULL = only ever met in results.';
COMMENT ON COLUMN target.uuid IS 'UUIDv5 of source/namespace/name: the id in messages and files.';
COMMENT ON COLUMN target.generation IS 'metadata.generation of the spec below; NULL = hand-written.';
COMMENT ON COLUMN target.described_at IS 'Of which moment url, labels and generation speak.';
COMMENT ON COLUMN target.source IS 'Cluster or repository, --source.';
COMMENT ON COLUMN target.namespace IS 'Kubernetes namespace.';
COMMENT ON COLUMN target.name IS 'Name within the namespace.';
COMMENT ON COLUMN target.url IS 'What is fetched.';
COMMENT ON COLUMN target.labels IS 'spec.labels as a JSON object of strings.';

CREATE TABLE target_schedule (
    valid_from timestamptz NOT NULL,
    generation bigint,
    target_id integer NOT NULL,
    interval_ms integer,
    phase_ms integer NOT NULL,
    location_id smallint NOT NULL,
    CONSTRAINT target_schedule_pkey PRIMARY KEY (target_id, location_id, valid_from),
    CONSTRAINT target_schedule_target_fkey FOREIGN KEY (target_id) REFERENCES target (id),
    CONSTRAINT target_schedule_location_fkey FOREIGN KEY (location_id) REFERENCES location (id)
);
COMMENT ON TABLE target_schedule IS
    'Which slots are expected: each row holds from valid_from until the next row of the same target and location.';
COMMENT ON COLUMN target_schedule.valid_from IS
    'scheduleSince of the renderer; for hand-written files, when the writer saw it first.';
COMMENT ON COLUMN target_schedule.generation IS 'metadata.generation that set this schedule.';
COMMENT ON COLUMN target_schedule.target_id IS 'target.id.';
COMMENT ON COLUMN target_schedule.interval_ms IS
    'Milliseconds between slots; NULL = not scheduled (suspended or removed) from here on.';
COMMENT ON COLUMN target_schedule.phase_ms IS
    'Slots are phase_ms + k * interval_ms of Unix time; 0 when not scheduled.';
COMMENT ON COLUMN target_schedule.location_id IS 'location.id.';
