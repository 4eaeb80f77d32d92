-- For:    the four group roles, made by `vedette-writer migrate --manage-roles` only: managed services
--         often lack CREATEROLE. None can log in; grant them to the users that do.
-- Locks:  nothing.
-- Undo:   DROP OWNED BY ...; DROP ROLE vedette_reader, vedette_writer, vedette_migrate, vedette_owner;

DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['vedette_owner', 'vedette_migrate', 'vedette_writer', 'vedette_reader']
    LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
        END IF;
    END LOOP;
END
$$;

-- The writer takes the owner's role for partition work only (SET ROLE), migrate for migrations.
GRANT vedette_owner TO vedette_migrate;
GRANT vedette_owner TO vedette_writer;

DO $$
BEGIN
    EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO vedette_writer', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO vedette_reader', current_database());
    EXECUTE format('GRANT USAGE, CREATE ON SCHEMA %I TO vedette_owner', current_schema());
    EXECUTE format(
        'GRANT USAGE ON SCHEMA %I TO vedette_writer, vedette_reader, vedette_migrate', current_schema()
    );
    EXECUTE format('GRANT vedette_owner TO %I', current_user);
END
$$;

COMMENT ON ROLE vedette_owner IS 'Owns the tables of Vedette.';
COMMENT ON ROLE vedette_migrate IS 'May run vedette-writer migrate.';
COMMENT ON ROLE vedette_writer IS 'May run vedette-writer run.';
COMMENT ON ROLE vedette_reader IS 'May read everything and write nothing.';
