package io.qail.language;

import java.util.ArrayList;
import java.util.List;

/** Reads the names of roles. */
final class RoleReader {

    private RoleReader() {}

    /** {@code app, "Other", public}; the last is empty in the list. */
    static List<String> read(Cursor cursor) {
        List<String> roles = new ArrayList<>();
        do {
            boolean group = cursor.atKeyword("group") && Cursor.isName(cursor.peekSecond());
            if (group) {
                cursor.next();
            }
            String role = cursor.name("the name of a role");
            roles.add(role.equals("public") ? "" : role);
        } while (cursor.accept(","));
        return roles;
    }
}
