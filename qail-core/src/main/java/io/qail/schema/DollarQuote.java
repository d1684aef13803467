package io.qail.schema;

/** A text in dollar quotes, under a tag that does not occur in it. */
public final class DollarQuote {

    private DollarQuote() {}

    /** The quoted text; it means the same whatever {@code standard_conforming_strings} says. */
    public static String quote(String text) {
        String tag = "$$";
        // A text that ends in the beginning of a tag would close too early.
        for (int i = 0; (text + "$").contains(tag); i++) {
            tag = "$body" + (i == 0 ? "" : i) + "$";
        }
        return tag + text + tag;
    }
}
