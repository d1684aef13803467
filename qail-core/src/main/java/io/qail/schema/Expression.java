package io.qail.schema;

/**
 * A SQL expression exactly as written, without parentheses around the whole. Two expressions are equal when their texts
 * are; whether different texts mean the same is for PostgreSQL to say.
 */
public record Expression(String text) {

    @Override
    public String toString() {
        return text;
    }
}
