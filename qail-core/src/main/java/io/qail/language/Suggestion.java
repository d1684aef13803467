package io.qail.language;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The word that was probably meant. */
public final class Suggestion {

    private static final int LONGEST_WORD = 63;

    private Suggestion() {}

    /** {@code did you mean `not_null`?}, or null when no word is near. */
    public static @Nullable String didYouMean(String written, Collection<String> words) {
        return nearest(written, words)
                .map(word -> "did you mean `" + word + "`?")
                .orElse(null);
    }

    private static Optional<String> nearest(String written, Collection<String> words) {
        if (written.isEmpty() || written.length() > LONGEST_WORD) {
            return Optional.empty();
        }
        String lower = written.toLowerCase(Locale.ROOT);
        int allowed = Math.max(1, written.length() / 3);
        return words.stream()
                .filter(word -> Math.abs(word.length() - lower.length()) <= allowed)
                .filter(word -> distance(lower, word.toLowerCase(Locale.ROOT)) <= allowed)
                .min(Comparator.comparingInt((String word) -> distance(lower, word.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Edits between the words, a swap of neighbours counted as one (optimal string alignment). */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
