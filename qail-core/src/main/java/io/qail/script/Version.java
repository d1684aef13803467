package io.qail.script;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A version as in {@code V1_2__name.qail}: numbers separated by dots (in file names also by underscores), compared part by
 * part as numbers, so that {@code 2 < 10} and {@code 1.9 < 1.10}; {@code 1} and {@code 1.0} are the same version.
 */
public record Version(List<BigInteger> parts) implements Comparable<Version> {

    private static final Pattern FORM = Pattern.compile("\\d+([._]\\d+)*");
    private static final Pattern SEPARATOR = Pattern.compile("[._]");

    public Version {
        int length = parts.size();
        while (length > 1 && parts.get(length - 1).signum() == 0) {
            length--;
        }
        parts = List.copyOf(parts.subList(0, length));
    }

    /** Reads a version; empty for a text that is none. */
    public static Optional<Version> parse(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        return Optional.of(
                new Version(SEPARATOR.splitAsStream(text).map(BigInteger::new).toList()));
    }

    @Override
    public int compareTo(Version other) {
        for (int i = 0; i < Math.max(parts.size(), other.parts.size()); i++) {
            int order = part(i).compareTo(other.part(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private BigInteger part(int index) {
        return index < parts.size() ? parts.get(index) : BigInteger.ZERO;
    }

    @Override
    public String toString() {
        return parts.stream().map(BigInteger::toString).collect(Collectors.joining("."));
    }
}
