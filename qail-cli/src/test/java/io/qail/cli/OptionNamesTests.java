package io.qail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.error.Setting;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OptionNamesTests {

    @ParameterizedTest
    @EnumSource
    void everySettingIsCalledByAnOptionThatThereIs(Setting setting) {
        Matcher option = Pattern.compile("--[a-z-]+").matcher(OptionNames.INSTANCE.name(setting, "x"));
        while (option.find()) {
            assertThat(HelpTests.usage()).contains(option.group());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "or set qail.backup-mode=proceed. Nothing was changed.|or set --backup-mode proceed. Nothing was changed.",
                "longer than qail.lock-timeout, or|longer than --lock-timeout, or",
                "(qail.backup-mode=proceed)|(--backup-mode proceed)",
                "qail.target=x1 is not a version|--target x1 is not a version",
                "adopt it (qail.baseline-on-migrate), before|adopt it (qail migrate apply --baseline), before",
                "the file qail.yml of qail.impact.timeout|the file qail.yml of qail.impact.timeout"
            })
    void sentencesOfTheCoreNameOptions(String sentence, String said) {
        assertThat(OptionNames.INSTANCE.in(sentence)).isEqualTo(said);
    }
}
