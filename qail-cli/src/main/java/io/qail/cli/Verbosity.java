package io.qail.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Decides what the log shows before the first class that logs is loaded. */
final class Verbosity {

    private Verbosity() {}

    static int run(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        if (last.hasMatchedOption("--verbose")) {
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "info");
            System.setProperty("org.slf4j.simpleLogger.log.io.qail", "debug");
        } else if (last.hasMatchedOption("--quiet")) {
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
        }
        return new CommandLine.RunLast().execute(parsed);
    }
}
