"""Controls over the catalogues: row-level security, roles, and who may write what."""

from collections.abc import Sequence

from stack.controls.scene import Connection, Control, Scene, names, reviewed, rows

_UNFORCED = """SELECT n.nspname || '.' || c.relname
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname !~ '^(pg_|information_schema)' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND NOT (c.relrowsecurity AND c.relforcerowsecurity) ORDER BY 1"""
_FOR_EVERYBODY = """SELECT n.nspname || '.' || c.relname
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_policy p ON p.polrelid = c.oid
    WHERE n.nspname !~ '^(pg_|information_schema)' AND p.polroles = '{0}' ORDER BY 1"""
_OWNERS_VIEWS = """SELECT n.nspname || '.' || c.relname
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname !~ '^(pg_|information_schema)' AND c.relkind IN ('v', 'm')
      AND NOT coalesce(c.reloptions::text ~ 'security_invoker=(true|on|1)', false) ORDER BY 1"""
_MIGHTY = """SELECT rolname || ' ' || concat_ws(', ', CASE WHEN rolsuper THEN 'superuser' END,
      CASE WHEN rolbypassrls THEN 'bypassrls' END, CASE WHEN rolcreaterole THEN 'createrole' END,
      CASE WHEN rolcreatedb THEN 'createdb' END, CASE WHEN rolreplication THEN 'replication' END)
    FROM pg_roles WHERE rolname !~ '^pg_' AND rolname <> 'postgres'
      AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)"""
_MEMBERS = """SELECT m.rolname || ' is a member of ' || g.rolname FROM pg_auth_members a
    JOIN pg_roles m ON m.oid = a.member JOIN pg_roles g ON g.oid = a.roleid
    WHERE m.rolname !~ '^pg_' AND m.rolname <> 'postgres'"""
_OWNED = """SELECT r.rolname || ' owns ' || n.nspname || '.' || c.relname FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_roles r ON r.oid = c.relowner
    WHERE n.nspname !~ '^(pg_|information_schema)' AND r.rolname !~ '_owner$' AND r.rolname <> 'postgres'"""
_PARTITIONS = """SELECT r.rolname || ' reaches ' || c.relname || ' past its table' FROM pg_class c
    JOIN pg_roles r ON r.rolname !~ '^pg_' AND r.rolname !~ '_owner$' AND r.rolname <> 'postgres'
    WHERE c.relispartition AND c.relkind = 'r' AND NOT c.relrowsecurity
      AND has_table_privilege(r.oid, c.oid, 'SELECT,INSERT,UPDATE,DELETE')"""
_GRANTS = """SELECT n.nspname, n.nspname || '.' || c.relname, a.privilege_type,
      CASE WHEN a.grantee = 0 THEN 'public' ELSE pg_get_userbyid(a.grantee) END
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL (
      SELECT * FROM aclexplode(c.relacl) UNION ALL
      SELECT x.* FROM pg_attribute t CROSS JOIN LATERAL aclexplode(t.attacl) x WHERE t.attrelid = c.oid) a
    WHERE n.nspname !~ '^(pg_|information_schema)' AND c.relkind IN ('r', 'p', 'v') AND a.grantee <> c.relowner
      AND (a.privilege_type IN ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER') OR a.grantee = 0)"""


def _both(scene: Scene) -> tuple[Connection, Connection]:
    return scene.accounts, scene.assistant


def _unforced(scene: Scene) -> list[str]:
    known: dict[str, str] = reviewed()["without_row_security"]
    return [name for connection in _both(scene) for name in names(connection, _UNFORCED) if name not in known]


def _policies_for_everybody(scene: Scene) -> list[str]:
    return [name for connection in _both(scene) for name in names(connection, _FOR_EVERYBODY)]


def _views(scene: Scene) -> list[str]:
    return [name for connection in _both(scene) for name in names(connection, _OWNERS_VIEWS)]


def _roles(scene: Scene) -> list[str]:
    owned = [found for connection in _both(scene) for found in names(connection, _OWNED)]
    return [*names(scene.assistant, _MIGHTY), *names(scene.assistant, _MEMBERS), *owned]


def _partitions(scene: Scene) -> list[str]:
    return [found for connection in _both(scene) for found in names(connection, _PARTITIONS)]


def _writers(scene: Scene) -> list[str]:
    found: set[str] = set()
    for connection in _both(scene):
        for schema, table, privilege, role in rows(connection, _GRANTS):
            if role not in _may(schema, table, privilege):
                found.add(f"{role} may {privilege} {table}")
    return sorted(found)


def _may(schema: str, table: str, privilege: str) -> Sequence[str]:
    """The roles that may change the table so: by its own line, its schema's, or its room's."""
    writers, rooms = reviewed()["writers"], reviewed()["rooms"]
    rule = writers.get(table, writers.get(f"{schema}.*"))
    allowed: Sequence[str] = rooms.get(schema, ()) if rule is None else rule.get(privilege, ())
    return () if privilege in ("TRUNCATE", "TRIGGER") else allowed


CONTROLS = (
    Control(
        "row-security-forced",
        "Every table forces row-level security, but for those that a person has reviewed",
        "pg_class of both databases; stack/controls/reviewed.yaml",
        _unforced,
    ),
    Control(
        "policies-name-their-roles",
        "No row policy is for everybody",
        "pg_policy of both databases",
        _policies_for_everybody,
    ),
    Control("views-ask-for-the-caller", "Every view runs under its caller's own rights", "pg_class.reloptions", _views),
    Control("partitions-not-reached", "No service reaches a partition past its table's rules", "pg_class", _partitions),
    Control(
        "services-own-nothing",
        "No service's role is mighty, a member of another, or owns a table",
        "pg_roles, pg_auth_members, pg_class.relowner",
        _roles,
    ),
    Control(
        "writers-as-reviewed",
        "Nobody may write where they must not",
        "pg_class.relacl, pg_attribute.attacl; stack/controls/reviewed.yaml",
        _writers,
    ),
)
