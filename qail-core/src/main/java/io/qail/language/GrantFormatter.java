package io.qail.language;

import io.qail.schema.Grant;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes grants: one line for all privileges of a role on an object. */
final class GrantFormatter {

    private final String defaultSchema;

    GrantFormatter(String defaultSchema) {
        this.defaultSchema = defaultSchema;
    }

    /** What stands on one line. */
    private record Line(ObjectAddress target, String grantee, boolean revoked, boolean grantable, boolean column)
            implements Comparable<Line> {

        static Line of(Grant grant) {
            ObjectAddress target = grant.target();
            boolean column = target.kind() == ObjectKind.COLUMN;
            return new Line(
                    column ? ObjectAddress.table(target.name()) : target,
                    grant.grantee(),
                    grant.revoked(),
                    grant.grantable(),
                    column);
        }

        @Override
        public int compareTo(Line other) {
            return Comparator.comparing(Line::target)
                    .thenComparing(Line::column)
                    .thenComparing(Line::grantee)
                    .thenComparing(Line::revoked)
                    .thenComparing(Line::grantable)
                    .compare(this, other);
        }
    }

    /** The lines of all grants, or of all default privileges, in a fixed order. */
    List<String> format(Collection<Grant> grants) {
        Map<Line, Map<String, List<String>>> lines = new TreeMap<>();
        for (Grant grant : grants) {
            String member =
                    grant.target().kind() == ObjectKind.COLUMN ? grant.target().member() : null;
            List<String> columns = lines.computeIfAbsent(Line.of(grant), line -> new TreeMap<>())
                    .computeIfAbsent(grant.privilege(), privilege -> new ArrayList<>());
            if (member != null) {
                columns.add(Identifier.quote(member));
            }
        }
        return lines.entrySet().stream()
                .map(line -> line(line.getKey(), line.getValue()))
                .toList();
    }

    private String line(Line line, Map<String, List<String>> privileges) {
        String list = privileges.entrySet().stream()
                .map(privilege -> privilege.getKey().toLowerCase(Locale.ROOT)
                        + (privilege.getValue().isEmpty() ? "" : " (" + String.join(", ", privilege.getValue()) + ")"))
                .collect(Collectors.joining(", "));
        String verb = line.revoked ? "revoke " + (line.grantable ? "grant_option_for " : "") : "grant ";
        String behind = (line.revoked ? " from " : " to ")
                + roles(List.of(line.grantee))
                + (line.grantable && !line.revoked ? " with_grant_option" : "");
        if (line.target.kind() != ObjectKind.DEFAULT_PRIVILEGES) {
            return verb + list + " on " + target(line.target) + behind;
        }
        ObjectName name = line.target.name();
        String role = line.target.member();
        return "alter default privileges" + (role == null ? "" : " for role " + Identifier.quote(role))
                + (name.schema().isEmpty() ? "" : " in schema " + Identifier.quote(name.schema()))
                + " " + verb + list + " on " + name.name().toLowerCase(Locale.ROOT) + behind;
    }

    /** Tables and views need no kind, and columns of either have their table as target. */
    private String target(ObjectAddress target) {
        return switch (target.kind()) {
            case TABLE, VIEW, MATERIALIZED_VIEW -> "table " + target.name().display(defaultSchema);
            default -> HintFormatter.address(target, defaultSchema);
        };
    }

    /** Names of roles, the empty one being everybody. */
    static String roles(List<String> roles) {
        return roles.stream()
                .map(role -> role.isEmpty() ? "public" : role.equals("group") ? "\"group\"" : Identifier.quote(role))
                .collect(Collectors.joining(", "));
    }
}
