package io.qail.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * How a command speaks: text for people, or one JSON document on standard output. Colour only on a terminal, and not where
 * {@code NO_COLOR} is set.
 */
final class Output {

    /** Back to the begin of the line, and everything behind it away. */
    private static final String CLEAR = "\r\033[K";

    @Option(names = "--json", description = "Print one JSON document and nothing else on standard output.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print only errors, and what a question needs.")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            description = "Print what QAIL logs, and stack traces of errors.")
    private boolean verbose;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    boolean json() {
        return json;
    }

    boolean verbose() {
        return verbose;
    }

    /** Whether a person sits in front of it. */
    @SuppressWarnings("SystemConsoleNull") // Main asks for the console that is null without a terminal.
    boolean interactive() {
        return System.console() != null && !json;
    }

    /** For people; nothing under {@code --json} and {@code --quiet}. */
    void say(String text) {
        if (!json && !quiet) {
            out().println(text);
        }
    }

    /** A line that the next one takes the place of; only on a terminal that may be told so. */
    void sayUnfinished(String text) {
        if (!json && !quiet && canClear()) {
            out().print(CLEAR + text);
            out().flush();
        }
    }

    /** A line in the place of an unfinished one. */
    void sayFinished(String text) {
        say(canClear() ? CLEAR + text : text);
    }

    /** {@code NO_COLOR} speaks of colours; who sets it wants no escape sequences. */
    private boolean canClear() {
        return interactive() && Ansi.AUTO.enabled();
    }

    /** What came of a command, as text: under {@code --quiet} only where not all is well. */
    void result(String text, ExitCode code) {
        if (code == ExitCode.OK) {
            say(text);
        } else {
            product(text);
        }
    }

    /** What the command is for, as text: also under {@code --quiet}. */
    void product(String text) {
        if (!json) {
            out().println(text);
        }
    }

    /** What the command is for, as JSON. */
    void result(Object document) {
        if (json) {
            document(document);
        }
    }

    /** The same whatever {@code --json} says. */
    void document(Object document) {
        out().println(Json.write(document));
    }

    /** Belongs to a question, and so is never left out. */
    void ask(String text) {
        out().print(text);
        out().flush();
    }

    void error(String text) {
        spec.commandLine().getErr().println(text);
    }

    String good(String text) {
        return styled(text, Ansi.Style.fg_green);
    }

    String bad(String text) {
        return styled(text, Ansi.Style.fg_red);
    }

    String bold(String text) {
        return styled(text, Ansi.Style.bold);
    }

    private static String styled(String text, Ansi.IStyle style) {
        // The text may hold "@|", which only markup must not be made of.
        return Ansi.AUTO.enabled() ? style.on() + text + style.off() : text;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
