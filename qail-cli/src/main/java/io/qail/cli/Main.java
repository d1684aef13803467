package io.qail.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Where the process begins and ends. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        // From JDK 22 on there is a console without a terminal as well, unless the old one is asked for.
        System.setProperty("jdk.console", "java.base");
        Interruption.watch(System.err);
        int code = commandLine()
                .setOut(utf8(FileDescriptor.out))
                .setErr(utf8(FileDescriptor.err))
                .execute(args);
        Interruption.end();
        System.exit(code);
    }

    /** Whatever the locale says: the report is not made of ASCII, and files are UTF-8. */
    private static PrintWriter utf8(FileDescriptor stream) {
        OutputStream out = new FileOutputStream(stream);
        return new PrintWriter(out, true, StandardCharsets.UTF_8);
    }

    /** Every command, with its parsing and error handling. */
    static CommandLine commandLine() {
        return new CommandLine(new QailCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(100)
                .setExecutionStrategy(Verbosity::run)
                .setParameterExceptionHandler(ErrorReport::usage)
                .setExecutionExceptionHandler(ErrorReport::failure);
    }
}
