package io.qail.cli;

/** What a pipeline can tell from the end of a command. */
enum ExitCode {
    OK(0, "done, or nothing to do"),
    FAILED(1, "failed; a migration was rolled back"),
    USAGE(2, "the command line is wrong"),
    REFUSED(3, "records are at risk, and nobody said what shall happen to them; nothing was changed"),
    CANCELLED(4, "cancelled at the prompt; nothing was changed"),
    DRIFTED(5, "the database, its history and the files do not agree"),
    WRONG_SCRIPT(6, "a file is wrong, or not in order (fmt --check)"),
    UNREACHABLE(7, "the database cannot be reached, or refuses the login"),
    LOCKED(8, "somebody else holds a lock"),
    INTERRUPTED(130, "Ctrl-C; what was not committed is rolled back by the database");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    int code() {
        return code;
    }

    String meaning() {
        return meaning;
    }
}
