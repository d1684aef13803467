package io.qail.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTests {

    private static Version version(String text) {
        return Version.parse(text).orElseThrow();
    }

    @Test
    void partsCompareAsNumbers() {
        List<Version> sorted = Stream.of("10", "1.10", "2", "1.9", "1", "1.9.1", "20260101120000", "1_2")
                .map(VersionTests::version)
                .sorted()
                .toList();
        assertThat(sorted.toString()).isEqualTo("[1, 1.2, 1.9, 1.9.1, 1.10, 2, 10, 20260101120000]");
    }

    @Test
    void trailingZerosHaveNoMeaning() {
        assertThat(version("1.0.0")).isEqualTo(version("1")).hasSameHashCodeAs(version("1"));
        assertThat(version("0")).hasToString("0");
        assertThat(version("007.010")).hasToString("7.10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "1.", ".1", "1..2", "1-2", "1.x", "-1", " 1"})
    void whatIsNoVersionIsNone(String text) {
        assertThat(Version.parse(text)).isEmpty();
    }

    @Test
    void theOrderIsTotalAndAgreesWithEquality() {
        Random random = new Random(7);
        List<Version> versions = Stream.generate(
                        () -> version(random.nextInt(3) + "." + random.nextInt(12) + "." + random.nextInt(2)))
                .limit(60)
                .toList();
        for (Version a : versions) {
            for (Version b : versions) {
                assertThat(a.compareTo(b)).isEqualTo(-b.compareTo(a));
                assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b));
                for (Version c : versions) {
                    if (a.compareTo(b) <= 0 && b.compareTo(c) <= 0) {
                        assertThat(a.compareTo(c)).isNotPositive();
                    }
                }
            }
        }
    }
}
