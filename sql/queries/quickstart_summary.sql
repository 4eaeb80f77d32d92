-- Judges a run of hack/quickstart: for each target its rows, gaps and lateness, what was seen,
-- and what is wrong with that (empty = nothing).
-- psql variables: source; started, ended = the period that is judged;
--   expectations = a line per target: its name, a tab, outcome and reason pairs between commas.
-- An outcome that is unknown (the prober could not say) is counted and held against nobody.

WITH expectation AS (
    SELECT
        split_part(e.line, E'\t', 1) AS name,
        array_remove(regexp_split_to_array(split_part(e.line, E'\t', 2), '\s*,\s*'), '') AS wanted
    FROM string_to_table(:'expectations', E'\n') AS e (line)
    WHERE e.line <> ''
),
found AS (
    SELECT
        t.name,
        r.late_us,
        r.flags & 1 = 0 AS on_schedule,
        o.name AS outcome,
        o.name || ' ' || w.name AS pair
    FROM probe_result AS r
    JOIN target AS t ON t.id = r.target_id
    JOIN outcome AS o ON o.id = r.outcome
    JOIN reason AS w ON w.id = r.reason_id
    WHERE t.source = :'source' AND r.scheduled_at >= :'started' AND r.scheduled_at < :'ended'
),
lateness AS (
    SELECT
        f.name,
        count(*) AS stored,
        percentile_cont(0.99) WITHIN GROUP (ORDER BY f.late_us) FILTER (WHERE f.on_schedule)
            AS late_us
    FROM found AS f
    GROUP BY f.name
),
seen AS (
    SELECT
        p.name,
        string_agg(p.pair || ' ×' || p.times, ', ' ORDER BY p.pair DESC) AS text,
        array_agg(p.pair) AS pairs,
        array_agg(p.pair) FILTER (WHERE p.outcome <> 'unknown') AS certain
    FROM (
        SELECT f.name, f.pair, f.outcome, count(*) AS times
        FROM found AS f
        GROUP BY f.name, f.pair, f.outcome
    ) AS p
    GROUP BY p.name
),
slot AS (
    SELECT t.name, sum(g.expected) AS expected, sum(g.missing) AS missing
    FROM gap_summary(:'started', :'ended') AS g
    JOIN target AS t ON t.id = g.target_id
    WHERE t.source = :'source'
    GROUP BY t.name
),
judged AS (
    SELECT
        e.name,
        coalesce(l.stored, 0) AS stored,
        coalesce(g.expected, 0) AS expected,
        coalesce(g.missing, 0) AS missing,
        coalesce(round(l.late_us::numeric / 1000, 1)::text, '-') AS late_p99_ms,
        coalesce(s.text, 'nothing') AS seen,
        concat_ws(
            '; ',
            CASE WHEN g.expected IS NULL THEN 'no schedule' END,
            CASE WHEN l.stored IS NULL THEN 'no rows' END,
            CASE WHEN g.missing > 0 THEN g.missing || ' slots without a row' END,
            (
                SELECT 'never seen: ' || string_agg(w.pair, ', ')
                FROM unnest(e.wanted) AS w (pair)
                WHERE w.pair <> ALL (coalesce(s.pairs, '{}'))
            ),
            (
                SELECT 'not expected: ' || string_agg(c.pair, ', ')
                FROM unnest(s.certain) AS c (pair)
                WHERE c.pair <> ALL (e.wanted)
            )
        ) AS fault
    FROM expectation AS e
    LEFT JOIN lateness AS l ON l.name = e.name
    LEFT JOIN seen AS s ON s.name = e.name
    LEFT JOIN slot AS g ON g.name = e.name
)
SELECT j.*
FROM judged AS j
UNION ALL
SELECT
    '',
    sum(j.stored)::bigint,
    sum(j.expected),
    sum(j.missing),
    (
        SELECT
            coalesce(
                round(
                    percentile_cont(0.99) WITHIN GROUP (ORDER BY f.late_us)::numeric / 1000, 1
                )::text,
                '-'
            )
        FROM found AS f
        WHERE f.on_schedule
    ),
    '',
    count(*) FILTER (WHERE j.fault <> '')::text
FROM judged AS j
ORDER BY 1;
