-- For:    the facts: one row for each result that Kafka acknowledged, partitioned by UTC day.
-- Locks:  nothing that exists; creates an empty parent. The writer makes the partitions itself.
-- Undo:   DROP TABLE probe_result;

-- Columns are ordered by alignment (8, 4, 2 bytes, text): 12 bytes a row less than in reading order.
-- No foreign keys and no CHECKs: the writer resolves every number before it copies a batch, and a
-- single odd value must never make the server refuse 20 000 rows.
CREATE TABLE probe_result (
    scheduled_at timestamptz NOT NULL,
    verdict_since timestamptz,
    epoch bigint NOT NULL,
    target_id integer NOT NULL,
    late_us integer NOT NULL,
    dns_us integer NOT NULL,
    connect_us integer NOT NULL,
    tls_us integer NOT NULL,
    request_us integer NOT NULL,
    processing_us integer NOT NULL,
    transfer_us integer NOT NULL,
    total_us integer NOT NULL,
    bytes integer NOT NULL,
    prober_id integer NOT NULL,
    address_id integer,
    certificate_id integer,
    location_id smallint NOT NULL,
    outcome smallint NOT NULL,
    reason_id smallint NOT NULL,
    phase smallint,
    status_code smallint,
    verdict smallint NOT NULL,
    http_version smallint,
    redirects smallint NOT NULL,
    flags smallint NOT NULL,
    message text,
    CONSTRAINT probe_result_pkey PRIMARY KEY (target_id, location_id, scheduled_at)
) PARTITION BY RANGE (scheduled_at);

-- Each partition gets its own when it is attached: reads by time alone touch few pages.
CREATE INDEX probe_result_scheduled_at_brin ON probe_result USING brin (scheduled_at);

COMMENT ON TABLE probe_result IS
    'One row per probe. (target_id, location_id, scheduled_at) identifies it; the first stored row wins.';
COMMENT ON COLUMN probe_result.scheduled_at IS 'The slot that was probed.';
COMMENT ON COLUMN probe_result.verdict_since IS
    'Slot of the result that moved the verdict; NULL while none was ever reached.';
COMMENT ON COLUMN probe_result.epoch IS 'Of the shard''s owner, Unix milliseconds.';
COMMENT ON COLUMN probe_result.target_id IS 'target.id.';
COMMENT ON COLUMN probe_result.late_us IS 'Start minus slot, microseconds.';
COMMENT ON COLUMN probe_result.dns_us IS 'Resolving, microseconds; the phases are disjoint.';
COMMENT ON COLUMN probe_result.connect_us IS 'All connection attempts, microseconds.';
COMMENT ON COLUMN probe_result.tls_us IS 'Handshake and verification, microseconds.';
COMMENT ON COLUMN probe_result.request_us IS 'Writing the request, microseconds.';
COMMENT ON COLUMN probe_result.processing_us IS 'Waiting for the first byte, microseconds.';
COMMENT ON COLUMN probe_result.transfer_us IS 'Reading the answer, microseconds.';
COMMENT ON COLUMN probe_result.total_us IS 'Sum of the phases, over redirects, microseconds.';
COMMENT ON COLUMN probe_result.bytes IS 'Decoded bytes of the body.';
COMMENT ON COLUMN probe_result.prober_id IS 'prober.id.';
COMMENT ON COLUMN probe_result.address_id IS 'address.id; NULL when none was tried.';
COMMENT ON COLUMN probe_result.certificate_id IS 'certificate.id; NULL without a certificate.';
COMMENT ON COLUMN probe_result.location_id IS 'location.id.';
COMMENT ON COLUMN probe_result.outcome IS 'outcome.id.';
COMMENT ON COLUMN probe_result.reason_id IS 'reason.id.';
COMMENT ON COLUMN probe_result.phase IS 'phase.id in which the probe failed; NULL when up.';
COMMENT ON COLUMN probe_result.status_code IS 'Of the last answer; NULL without one.';
COMMENT ON COLUMN probe_result.verdict IS 'verdict.id after this result.';
COMMENT ON COLUMN probe_result.http_version IS '10 or 11; NULL without an answer.';
COMMENT ON COLUMN probe_result.redirects IS 'Redirects followed.';
COMMENT ON COLUMN probe_result.flags IS
    'Bits: 1 first run, 2 prober stalled, 4 body truncated, 8 body asserted, 16 body matched.';
COMMENT ON COLUMN probe_result.message IS 'One sentence when not up, at most 2048 bytes.';
