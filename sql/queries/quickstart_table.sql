-- What hack/quickstart shows while it runs: a line about everything, then one per target.
-- psql variables: source; started, settled = the period in which every slot must have its row.

SELECT
    count(*),
    (
        SELECT coalesce(sum(g.missing), 0)
        FROM gap_summary(:'started', greatest(:'settled', :'started')::timestamptz) AS g
        JOIN target AS gt ON gt.id = g.target_id
        WHERE gt.source = :'source'
    ) AS gaps,
    coalesce(
        round(percentile_cont(0.99) WITHIN GROUP (ORDER BY r.late_us)::numeric / 1000, 1)::text,
        '-'
    ) AS late_p99_ms
FROM probe_result AS r
JOIN target AS t ON t.id = r.target_id
WHERE t.source = :'source' AND r.scheduled_at >= :'started' AND r.flags & 1 = 0;

SELECT
    s.name,
    s.verdict,
    coalesce(s.status_code::text, '-') AS code,
    coalesce(round(s.total_us / 1000.0, 1)::text, '-') AS latency_ms,
    coalesce(round(extract(epoch FROM now() - s.scheduled_at))::text, '-') AS age_seconds,
    coalesce(s.reason, 'not checked yet') AS reason,
    coalesce(regexp_replace(s.message, '[[:cntrl:]]', ' ', 'g'), '') AS message
FROM current_state AS s
WHERE s.source = :'source' AND s.interval_ms IS NOT NULL
ORDER BY s.name;
