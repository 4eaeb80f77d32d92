-- For:    the question asked most: what is up now, since when, and why not.
-- Locks:  nothing that exists; creates a view.
-- Undo:   DROP VIEW current_state;

-- For each target and location one probe of the primary key, newest partition first.
CREATE VIEW current_state AS
SELECT
    t.id AS target_id,
    t.source,
    t.namespace,
    t.name,
    l.name AS location,
    coalesce(v.name, 'unknown') AS verdict,
    r.verdict_since AS since,
    o.name AS outcome,
    w.name AS reason,
    p.name AS phase,
    r.status_code,
    r.message,
    r.scheduled_at,
    r.late_us,
    r.total_us,
    a.name AS address,
    c.not_after AS certificate_not_after,
    c.earliest_not_after AS certificate_earliest_not_after,
    b.name AS prober,
    s.interval_ms,
    t.url,
    t.labels
FROM target AS t
CROSS JOIN location AS l
LEFT JOIN LATERAL (
    SELECT ts.interval_ms
    FROM target_schedule AS ts
    WHERE ts.target_id = t.id AND ts.location_id = l.id AND ts.valid_from <= now()
    ORDER BY ts.valid_from DESC
    LIMIT 1
) AS s ON true
LEFT JOIN LATERAL (
    SELECT pr.*
    FROM probe_result AS pr
    WHERE pr.target_id = t.id AND pr.location_id = l.id
    ORDER BY pr.scheduled_at DESC
    LIMIT 1
) AS r ON true
LEFT JOIN verdict AS v ON v.id = r.verdict
LEFT JOIN outcome AS o ON o.id = r.outcome
LEFT JOIN reason AS w ON w.id = r.reason_id
LEFT JOIN phase AS p ON p.id = r.phase
LEFT JOIN address AS a ON a.id = r.address_id
LEFT JOIN certificate AS c ON c.id = r.certificate_id
LEFT JOIN prober AS b ON b.id = r.prober_id
WHERE r.target_id IS NOT NULL OR s.interval_ms IS NOT NULL;

COMMENT ON VIEW current_state IS
    'The last result of each target at each location; declared but never probed ones are unknown with NULLs.';
COMMENT ON COLUMN current_state.since IS 'Since when the verdict holds.';
COMMENT ON COLUMN current_state.scheduled_at IS 'Slot of the last result: how fresh the verdict is.';
COMMENT ON COLUMN current_state.interval_ms IS 'NULL = not scheduled now (suspended, removed or undeclared).';
COMMENT ON COLUMN current_state.message IS 'Why not up, one sentence.';
