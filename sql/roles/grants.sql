-- For:    what the roles may do; run after every migration, for those roles that exist.
-- Locks:  nothing that readers or the writer wait for.
-- Undo:   REVOKE ALL ON ALL TABLES IN SCHEMA ... FROM vedette_writer, vedette_reader;

DO $$
DECLARE
    app text := current_schema();
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'vedette_writer') THEN
        EXECUTE format('GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA %I TO vedette_writer', app);
        EXECUTE format('GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA %I TO vedette_writer', app);
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'vedette_reader') THEN
        EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO vedette_reader', app);
        EXECUTE format('GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA %I TO vedette_reader', app);
    END IF;
END
$$;
