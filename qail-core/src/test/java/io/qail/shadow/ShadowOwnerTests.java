package io.qail.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qail.error.HistoryException;
import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** S27, S29, S33: a shadow that another role makes and promotes changes neither owners nor privileges. */
@PostgresTest
class ShadowOwnerTests {

    private static final String ACCESS = """
            SELECT concat_ws(' ', object, pg_get_userbyid(owner), (SELECT string_agg(concat_ws('/', a.grantee::regrole, a.privilege_type,
                a.is_grantable), ',' ORDER BY a.grantee, a.privilege_type) FROM aclexplode(acl) a))
            FROM (
                SELECT c.oid::regclass::text, relowner, coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's'::"char" ELSE 'r' END, relowner))
                FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S', 'v')
                UNION ALL
                SELECT p.oid::regprocedure::text, proowner, coalesce(proacl, acldefault('f', proowner))
                FROM pg_proc p WHERE pronamespace = 'public'::regnamespace
                UNION ALL
                SELECT t.oid::regtype::text, typowner, coalesce(typacl, acldefault('T', typowner))
                FROM pg_type t WHERE typnamespace = 'public'::regnamespace AND typtype IN ('d', 'e')
                UNION ALL
                SELECT n.nspname::text, nspowner, coalesce(nspacl, acldefault('n', nspowner)) FROM pg_namespace n WHERE nspname !~ '^pg_'
                    AND nspname NOT IN ('_qail_shadow', 'information_schema')
            ) AS o(object, owner, acl) ORDER BY 1""";

    private final TestDatabase databases;

    ShadowOwnerTests(TestDatabase databases) {
        this.databases = databases;
    }

    @Test
    void anotherRoleMakesAndPromotesAShadowAndTheApplicationGoesOn() throws SQLException {
        try (ShadowProject shop = new ShadowProject(databases.fresh())) {
            String keeper = "keeper_" + shop.name();
            String reader = "reader_" + shop.name();
            shop.asSuperuser("CREATE ROLE " + keeper, "CREATE ROLE " + reader + " LOGIN PASSWORD 'secret'");
            shop.script("V1__a.qail", "table a {\n  id int primary_key\n  v int\n}\n");
            shop.project().migrate();
            shop.database()
                    .execute(
                            "CREATE FUNCTION secret() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
                            "REVOKE ALL ON FUNCTION secret() FROM PUBLIC",
                            "CREATE FUNCTION open() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                            "CREATE DOMAIN hidden AS int",
                            "REVOKE ALL ON TYPE hidden FROM PUBLIC",
                            "CREATE VIEW seen AS SELECT id FROM a",
                            "GRANT SELECT ON seen, _qail_migrations TO " + reader + " WITH GRANT OPTION",
                            "GRANT SELECT (v) ON a TO " + reader,
                            "CREATE SEQUENCE numbers",
                            "GRANT USAGE ON SEQUENCE numbers TO " + reader);
            shop.asSuperuser(
                    "CREATE TABLE kept (id int PRIMARY KEY)",
                    "ALTER TABLE kept OWNER TO " + keeper,
                    // What the superuser makes would be open for everybody.
                    "ALTER DEFAULT PRIVILEGES FOR ROLE postgres GRANT ALL ON TABLES TO PUBLIC",
                    "ALTER DEFAULT PRIVILEGES FOR ROLE postgres GRANT ALL ON SEQUENCES TO PUBLIC",
                    "ALTER DEFAULT PRIVILEGES FOR ROLE postgres REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC");
            shop.script("V2__b.qail", "add a.w int\n");
            shop.project().on(shop.database().superuserDataSource());
            Shadow shadow = shop.qail().shadow();
            shadow.create();
            shop.project().on(shop.database().dataSource());
            assertThatThrownBy(() -> shop.qail().migrate())
                    .isInstanceOf(HistoryException.class)
                    .hasMessageContaining("has a shadow");
            shop.database().execute("INSERT INTO a VALUES (1, 1)");
            shop.project().on(shop.database().superuserDataSource());
            shadow.sync();
            shadow.validate();
            // Any role that can act as the owner of the database takes the next step.
            shop.asSuperuser("GRANT " + keeper + " TO " + shop.database().user());
            shop.project().on(shop.database().dataSource());
            String old = String.valueOf(shop.shadow().promote().oldDatabase());
            assertThat(access(shop, shop.name())).isEqualTo(access(shop, old)).anyMatch(line -> line.contains(keeper));
            assertThat(shop.qail().migrate().applied()).isEmpty();
            shop.script("V3__c.qail", "add a.x int\n");
            assertThat(shop.project().migrateVersions()).containsExactly("3");
            assertThat(shop.shadow().status().phase()).isEqualTo(ShadowPhase.PROMOTED);
            shop.in("postgres").sql("DROP DATABASE " + old + " WITH (FORCE)").update();
            shop.asSuperuser("DROP OWNED BY " + keeper + ", " + reader, "DROP ROLE " + keeper + ", " + reader);
        }
    }

    private static List<String> access(ShadowProject shop, String database) {
        return shop.in(database).sql(ACCESS).query(String.class).list();
    }
}
