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

-- What an earlier run saw is not shown: until its first result a target is unknown.
SELECT
    s.name,
    CASE WHEN n.fresh THEN s.verdict ELSE 'unknown' END AS verdict,
    CASE WHEN n.fresh THEN coalesce(s.status_code::text, '-') ELSE '-' END AS code,
    CASE WHEN n.fresh THEN round(s.total_us / 1000.0, 1)::text ELSE '-' END AS latency_ms,
    CASE
        WHEN n.fresh THEN round(extract(epoch FROM now() - s.scheduled_at))::text
        ELSE '-'
    END AS age_seconds,
    CASE WHEN n.fresh THEN s.reason ELSE 'not checked yet' END AS reason,
    CASE WHEN n.fresh THEN coalesce(regexp_replace(s.message, '[[:cntrl:]]', ' ', 'g'), '') END
        AS message
FROM current_state AS s
CROSS JOIN LATERAL (
    SELECT
        coalesce(
            s.scheduled_at >= :'started'::timestamptz - s.interval_ms * interval '1 millisecond',
            false
        ) AS fresh
) AS n
WHERE s.source = :'source' AND s.interval_ms IS NOT NULL
ORDER BY s.name;
