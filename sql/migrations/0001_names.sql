-- For:    the words that rows refer to by number: closed sets, and names met in results.
-- Locks:  nothing that exists; creates empty tables only.
-- Undo:   DROP TABLE outcome, verdict, phase, reason, location, prober, address, certificate;

CREATE TABLE outcome (
    id smallint NOT NULL,
    name text NOT NULL,
    CONSTRAINT outcome_pkey PRIMARY KEY (id),
    CONSTRAINT outcome_name_key UNIQUE (name)
);
COMMENT ON TABLE outcome IS 'What a single probe said. Closed set; the numbers never change.';
COMMENT ON COLUMN outcome.id IS 'The number that probe_result.outcome carries.';
COMMENT ON COLUMN outcome.name IS 'The word on the wire, lower case.';

INSERT INTO outcome (id, name)
VALUES
    (0, 'unknown'),
    (1, 'up'),
    (2, 'down');

CREATE TABLE verdict (
    id smallint NOT NULL,
    name text NOT NULL,
    CONSTRAINT verdict_pkey PRIMARY KEY (id),
    CONSTRAINT verdict_name_key UNIQUE (name)
);
COMMENT ON TABLE verdict IS
    'What several results in a row said, after thresholds. Closed set; the numbers never change.';
COMMENT ON COLUMN verdict.id IS 'The number that probe_result.verdict carries.';
COMMENT ON COLUMN verdict.name IS 'The word on the wire, lower case.';

INSERT INTO verdict (id, name)
VALUES
    (0, 'unknown'),
    (1, 'up'),
    (2, 'down');

CREATE TABLE phase (
    id smallint NOT NULL,
    name text NOT NULL,
    CONSTRAINT phase_pkey PRIMARY KEY (id),
    CONSTRAINT phase_name_key UNIQUE (name)
);
COMMENT ON TABLE phase IS 'The part of a probe that was open when it failed. Closed set.';
COMMENT ON COLUMN phase.id IS 'The number that probe_result.phase carries.';
COMMENT ON COLUMN phase.name IS 'The word on the wire, lower case.';

INSERT INTO phase (id, name)
VALUES
    (1, 'dns'),
    (2, 'connect'),
    (3, 'tls'),
    (4, 'request'),
    (5, 'processing'),
    (6, 'transfer');

CREATE TABLE reason (
    id smallint NOT NULL,
    name text NOT NULL,
    CONSTRAINT reason_pkey PRIMARY KEY (id),
    CONSTRAINT reason_name_key UNIQUE (name)
);
COMMENT ON TABLE reason IS
    'Why an outcome is what it is. Closed set; a word that the writer does not know is stored as other.';
COMMENT ON COLUMN reason.id IS 'The number that probe_result.reason_id carries.';
COMMENT ON COLUMN reason.name IS 'The word on the wire, lower case.';

INSERT INTO reason (id, name)
VALUES
    (0, 'other'),
    (1, 'ok'),
    (2, 'prober_stalled'),
    (3, 'prober_resources'),
    (4, 'prober_offline'),
    (5, 'config_error'),
    (10, 'dns_not_found'),
    (11, 'dns_timeout'),
    (12, 'dns_error'),
    (13, 'connection_refused'),
    (14, 'connection_reset'),
    (15, 'connection_closed'),
    (16, 'network_unreachable'),
    (17, 'timeout'),
    (18, 'tls_handshake'),
    (19, 'certificate_expired'),
    (20, 'certificate_not_yet_valid'),
    (21, 'certificate_untrusted'),
    (22, 'certificate_name_mismatch'),
    (23, 'protocol_error'),
    (24, 'header_too_large'),
    (25, 'body_truncated'),
    (26, 'body_too_large'),
    (27, 'decode_error'),
    (28, 'redirect_limit'),
    (29, 'redirect_invalid'),
    (30, 'proxy_error'),
    (31, 'status_mismatch'),
    (32, 'header_mismatch'),
    (33, 'body_mismatch'),
    (34, 'json_mismatch'),
    (35, 'latency_exceeded'),
    (36, 'certificate_expiring'),
    (37, 'tls_policy'),
    (38, 'blocked_by_policy');

CREATE TABLE location (
    id smallint GENERATED ALWAYS AS IDENTITY,
    name text NOT NULL,
    CONSTRAINT location_pkey PRIMARY KEY (id),
    CONSTRAINT location_name_key UNIQUE (name)
);
COMMENT ON TABLE location IS 'Places that probe, from declared locations and from results.';
COMMENT ON COLUMN location.id IS 'Number used in rows.';
COMMENT ON COLUMN location.name IS 'Name of the prober group, [a-z0-9-], at most 63 characters.';

CREATE TABLE prober (
    id integer GENERATED ALWAYS AS IDENTITY,
    name text NOT NULL,
    CONSTRAINT prober_pkey PRIMARY KEY (id),
    CONSTRAINT prober_name_key UNIQUE (name)
);
COMMENT ON TABLE prober IS 'Prober processes that were met in results.';
COMMENT ON COLUMN prober.id IS 'Number used in rows.';
COMMENT ON COLUMN prober.name IS 'Name of the process, in a cluster its pod.';

CREATE TABLE address (
    id integer GENERATED ALWAYS AS IDENTITY,
    name text NOT NULL,
    CONSTRAINT address_pkey PRIMARY KEY (id),
    CONSTRAINT address_name_key UNIQUE (name)
);
COMMENT ON TABLE address IS 'Socket addresses that probes connected to.';
COMMENT ON COLUMN address.id IS 'Number used in rows.';
COMMENT ON COLUMN address.name IS 'Address and port: 192.0.2.7:443, [2001:db8::7]:443.';

CREATE TABLE certificate (
    id integer GENERATED ALWAYS AS IDENTITY,
    not_before timestamptz,
    not_after timestamptz,
    earliest_not_after timestamptz,
    sha256 text NOT NULL,
    issuer text NOT NULL,
    tls_version text NOT NULL,
    cipher text NOT NULL,
    verify_error text,
    CONSTRAINT certificate_pkey PRIMARY KEY (id),
    CONSTRAINT certificate_seen_key UNIQUE NULLS NOT DISTINCT (
        sha256, earliest_not_after, tls_version, cipher, verify_error
    )
);
COMMENT ON TABLE certificate IS
    'A certificate as probes saw it, with the TLS session and the verification that went with it.';
COMMENT ON COLUMN certificate.id IS 'Number used in rows.';
COMMENT ON COLUMN certificate.not_before IS 'Start of the leaf''s validity.';
COMMENT ON COLUMN certificate.not_after IS 'End of the leaf''s validity.';
COMMENT ON COLUMN certificate.earliest_not_after IS
    'Earliest end of validity over the chains of every hop, sent certificates when not verified.';
COMMENT ON COLUMN certificate.sha256 IS 'Fingerprint of the leaf''s DER, 64 hexadecimal digits.';
COMMENT ON COLUMN certificate.issuer IS 'The leaf''s issuer, at most 512 bytes.';
COMMENT ON COLUMN certificate.tls_version IS '1.0 to 1.3; empty when the handshake did not get there.';
COMMENT ON COLUMN certificate.cipher IS 'Cipher suite as OpenSSL names it; may be empty.';
COMMENT ON COLUMN certificate.verify_error IS 'Why verification failed; NULL = verified.';
