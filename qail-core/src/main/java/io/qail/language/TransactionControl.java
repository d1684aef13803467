package io.qail.language;

import io.qail.language.Token.Kind;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds commands in SQL of a script that would end the transaction of its migration. Savepoints are not among them; what
 * stands in quotes, comments, dollar bodies and bodies {@code BEGIN ATOMIC … END} is left to the server, which refuses
 * to end a transaction from there.
 */
public final class TransactionControl {

    private static final Set<String> COMMANDS = Set.of("commit", "end", "abort", "begin", "start");

    private final Lexer lexer;
    private Token token;

    private TransactionControl(String sql) {
        this.lexer = new Lexer(sql);
        this.token = lexer.nextOfSql(0);
    }

    /** What is wrong with the SQL, as a sentence without its end: such a command, or a quote that is never closed. */
    public static Optional<String> find(String sql) {
        try {
            return new TransactionControl(sql).find();
        } catch (SyntaxError e) {
            return Optional.of("the SQL cannot be read: " + e.finding);
        }
    }

    private Optional<String> find() {
        while (token.kind() != Kind.END) {
            String word = word();
            boolean create = word.equals("create");
            if (endsTransaction(word)) {
                return Optional.of("a sql block cannot use " + word.toUpperCase(Locale.ROOT)
                        + ": it would end the transaction of the migration");
            }
            skipStatement(create);
        }
        return Optional.empty();
    }

    private boolean endsTransaction(String word) {
        if (COMMANDS.contains(word)) {
            return true;
        }
        if (word.equals("prepare")) {
            advance();
            return word().equals("transaction");
        }
        if (!word.equals("rollback")) {
            return false;
        }
        advance();
        if (word().equals("work") || word().equals("transaction")) {
            advance();
        }
        return !word().equals("to");
    }

    /** Goes behind the semicolon: not one in parentheses (a rule has some) nor in the body of a SQL function. */
    private void skipStatement(boolean create) {
        int parentheses = 0;
        int blocks = 0;
        String previous = "";
        while (token.kind() != Kind.END) {
            String word = word();
            // Behind these a keyword is the name of a column.
            boolean name = previous.equals("as") || previous.equals(".");
            if (word.equals("(")) {
                parentheses++;
            } else if (word.equals(")")) {
                parentheses--;
            } else if (word.equals(";") && parentheses <= 0 && blocks <= 0) {
                advance();
                return;
            } else if (create && !name && (blocks > 0 ? word.equals("case") : word.equals("begin") && beforeAtomic())) {
                blocks++;
            } else if (blocks > 0 && !name && word.equals("end")) {
                blocks--;
            }
            previous = word;
            advance();
        }
    }

    private boolean beforeAtomic() {
        Token next = lexer.nextOfSql(token.end());
        return text(next).equals("atomic");
    }

    private void advance() {
        token = lexer.nextOfSql(token.end());
    }

    private String word() {
        return text(token);
    }

    /** Empty for what is quoted; a string may be long. */
    private String text(Token read) {
        return read.kind() == Kind.WORD || read.kind() == Kind.PUNCTUATION
                ? lexer.text.substring(read.start(), read.end()).toLowerCase(Locale.ROOT)
                : "";
    }
}
