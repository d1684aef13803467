package io.qail.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SidesTests {

    @ParameterizedTest
    @CsvSource({
        "v1.qail:v2.qail, v1.qail, v2.qail",
        "postgres://u:p@h:5432/d?sslmode=require:pom.xml, postgres://u:p@h:5432/d?sslmode=require, pom.xml",
        "pom.xml:postgres://u:p@h:5432/d, pom.xml, postgres://u:p@h:5432/d",
        "postgres://h/a:jdbc:postgresql://h/b, postgres://h/a, jdbc:postgresql://h/b",
        "jdbc:postgresql://h/a:pom.xml, jdbc:postgresql://h/a, pom.xml",
        "pom.xml:nowhere.qail, pom.xml, nowhere.qail"
    })
    void theColonBetweenTheSidesIsFound(String text, String from, String to) {
        assertThat(Sides.of(text)).isEqualTo(new Sides(from, to));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1.qail", "v1.qail:", ":v2.qail", "postgres://u:p@h:5432/d"})
    void oneSideAloneIsRefused(String text) {
        assertThatThrownBy(() -> Sides.of(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("OLD:NEW");
    }
}
