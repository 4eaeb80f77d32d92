-- For:    holes in history: slots that were declared and have no row ("not checked").
-- Locks:  nothing that exists; creates functions.
-- Undo:   DROP FUNCTION gap_summary, gap, schedule_period;

CREATE FUNCTION schedule_period(
    p_from timestamptz,
    p_to timestamptz,
    p_target_id integer DEFAULT NULL
)
RETURNS TABLE (
    target_id integer,
    location_id smallint,
    interval_ms integer,
    phase_ms integer,
    first_slot_ms bigint,
    end_ms bigint
)
LANGUAGE sql
STABLE
AS $$
    WITH schedule AS (
        SELECT
            s.target_id,
            s.location_id,
            s.interval_ms,
            s.phase_ms,
            greatest(s.valid_from, p_from) AS starts_at,
            least(
                lead(s.valid_from) OVER (
                    PARTITION BY s.target_id, s.location_id
                    ORDER BY s.valid_from
                ),
                p_to
            ) AS ends_at
        FROM target_schedule AS s
        WHERE p_target_id IS NULL OR s.target_id = p_target_id
    ),
    span AS (
        SELECT
            s.*,
            ceil(extract(epoch FROM s.starts_at) * 1000)::bigint AS start_ms,
            ceil(extract(epoch FROM s.ends_at) * 1000)::bigint AS until_ms
        FROM schedule AS s
        WHERE s.interval_ms IS NOT NULL AND s.starts_at < s.ends_at
    ),
    slot AS (
        SELECT
            s.*,
            s.start_ms + mod(s.interval_ms - mod(s.start_ms - s.phase_ms, s.interval_ms), s.interval_ms)
                AS slot_ms
        FROM span AS s
    )
    SELECT s.target_id, s.location_id, s.interval_ms, s.phase_ms, s.slot_ms, s.until_ms
    FROM slot AS s
    WHERE s.slot_ms < s.until_ms
$$;
COMMENT ON FUNCTION schedule_period(timestamptz, timestamptz, integer) IS
    'Stretches of [p_from, p_to) with an unchanged schedule: slots are first_slot_ms + k * interval_ms, below end_ms, in Unix milliseconds.';

CREATE FUNCTION gap(
    p_from timestamptz,
    p_to timestamptz,
    p_target_id integer DEFAULT NULL
)
RETURNS TABLE (
    target_id integer,
    location_id smallint,
    scheduled_at timestamptz
)
LANGUAGE sql
STABLE
AS $$
    SELECT p.target_id, p.location_id, e.scheduled_at
    FROM schedule_period(p_from, p_to, p_target_id) AS p
    CROSS JOIN LATERAL generate_series(p.first_slot_ms, p.end_ms - 1, p.interval_ms) AS g (slot_ms)
    CROSS JOIN LATERAL (
        SELECT timestamptz 'epoch' + g.slot_ms * interval '1 millisecond' AS scheduled_at
    ) AS e
    WHERE NOT EXISTS (
        SELECT
        FROM probe_result AS r
        WHERE
            r.target_id = p.target_id
            AND r.location_id = p.location_id
            AND r.scheduled_at = e.scheduled_at
    )
    ORDER BY 1, 2, 3
$$;
COMMENT ON FUNCTION gap(timestamptz, timestamptz, integer) IS
    'Every expected slot in [p_from, p_to) without a row, of one target or of all.';

CREATE FUNCTION gap_summary(
    p_from timestamptz,
    p_to timestamptz,
    p_target_id integer DEFAULT NULL
)
RETURNS TABLE (
    target_id integer,
    location_id smallint,
    expected bigint,
    stored bigint,
    missing bigint
)
LANGUAGE sql
STABLE
AS $$
    WITH period AS (
        SELECT
            p.target_id,
            p.location_id,
            (p.end_ms - 1 - p.first_slot_ms) / p.interval_ms + 1 AS expected,
            (
                SELECT count(*)
                FROM probe_result AS r
                WHERE
                    r.target_id = p.target_id
                    AND r.location_id = p.location_id
                    AND r.scheduled_at >= timestamptz 'epoch' + p.first_slot_ms * interval '1 millisecond'
                    AND r.scheduled_at < timestamptz 'epoch' + p.end_ms * interval '1 millisecond'
                    AND mod(
                        (extract(epoch FROM r.scheduled_at) * 1000000)::bigint - p.phase_ms * bigint '1000',
                        p.interval_ms * bigint '1000'
                    ) = 0
            ) AS stored
        FROM schedule_period(p_from, p_to, p_target_id) AS p
    )
    SELECT
        p.target_id,
        p.location_id,
        sum(p.expected)::bigint,
        sum(p.stored)::bigint,
        sum(p.expected - p.stored)::bigint
    FROM period AS p
    GROUP BY p.target_id, p.location_id
    ORDER BY 1, 2
$$;
COMMENT ON FUNCTION gap_summary(timestamptz, timestamptz, integer) IS
    'Expected slots, rows on them and their difference in [p_from, p_to), per target and location.';
