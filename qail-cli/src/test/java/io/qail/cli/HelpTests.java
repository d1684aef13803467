package io.qail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The page of the documentation is made of the commands themselves; {@code -Dqail.docs.write=true} writes it anew. */
class HelpTests {

    private static final Path PAGE = Path.of("..", "docs", "command-line.md");

    private static List<CommandLine> commands(CommandLine of) {
        List<CommandLine> commands = new ArrayList<>();
        of.getSubcommands().values().stream().distinct().forEach(sub -> {
            if (sub.getSubcommands().isEmpty()) {
                commands.add(sub);
            } else {
                commands.addAll(commands(sub));
            }
        });
        return commands;
    }

    private static boolean isOurs(CommandLine command) {
        return command.getCommandSpec().userObject().getClass().getName().startsWith("io.qail.");
    }

    /** Of the commands that do something. */
    static Set<String> names() {
        return commands(Main.commandLine()).stream()
                .filter(HelpTests::isOurs)
                .map(command -> command.getCommandSpec().qualifiedName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Of all commands. */
    static String usage() {
        return commands(Main.commandLine()).stream()
                .map(command -> command.getUsageMessage(Ansi.OFF))
                .collect(Collectors.joining());
    }

    @Test
    void everyCommandHasAnExampleAndEveryOptionADescription() {
        assertThat(commands(Main.commandLine()).stream().filter(HelpTests::isOurs))
                .hasSizeGreaterThan(12)
                .allSatisfy(command -> {
                    assertThat(command.getUsageMessage(Ansi.OFF)).containsPattern("Examples?:\n  qail ");
                    assertThat(command.getCommandSpec().args())
                            .allSatisfy(arg -> assertThat(arg.description()).isNotEmpty());
                    assertThat(command.getUsageMessage(Ansi.OFF)).contains("--json");
                });
    }

    @Test
    void theCompletionScriptKnowsTheCommands() {
        assertThat(AutoComplete.bash("qail", Main.commandLine())).contains("--backup-mode", "snapshot purge");
    }

    @Test
    void thePageInTheDocumentationIsFresh() throws IOException {
        String page = page();
        if (Boolean.getBoolean("qail.docs.write")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("mvn test -pl qail-cli -am -Dqail.docs.write=true writes it")
                .isEqualTo(page);
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # The command line

                `qail-cli/target/qail.jar` is one executable jar (`java -jar qail.jar`), `qail-cli/bin/qail` its launcher.
                `source <(qail generate-completion)` completes commands and options in bash and zsh.

                ## Exit codes

                | code | meaning |
                |---|---|
                """);
        for (ExitCode code : ExitCode.values()) {
            page.append("| ")
                    .append(code.code())
                    .append(" | ")
                    .append(code.meaning())
                    .append(" |\n");
        }
        commands(Main.commandLine()).stream()
                .filter(HelpTests::isOurs)
                .forEach(command -> page.append("\n## ")
                        .append(command.getCommandSpec().qualifiedName())
                        .append("\n\n```\n")
                        .append(command.getUsageMessage(Ansi.OFF))
                        .append("```\n"));
        return page.toString();
    }
}
