package io.qail.error;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a surface calls the settings. */
@FunctionalInterface
public interface SettingNames {

    /** As a {@link Setting} stands in a sentence, with or without a value. */
    Pattern IN_A_SENTENCE = Pattern.compile("(qail\\.[a-z]+(?:[.-][a-z]+)*)(?:=([^\\s,;)]*[^\\s,;).]))?");

    /**
     * The name in a sentence.
     *
     * @param value that it shall have, or has; null where the sentence speaks of the setting alone
     */
    String name(Setting setting, @Nullable String value);

    /** A sentence of the core, its settings named as the surface does. */
    default String in(String sentence) {
        Matcher found = IN_A_SENTENCE.matcher(sentence);
        return found.replaceAll(match -> {
            Setting setting = Setting.of(match.group(1));
            return Matcher.quoteReplacement(setting == null ? match.group() : name(setting, match.group(2)));
        });
    }
}
