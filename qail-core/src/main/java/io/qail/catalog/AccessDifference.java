package io.qail.catalog;

import java.util.List;

/**
 * What an access control list has too little and too much.
 *
 * @param lost in words
 * @param gained in words
 * @param steps that put it right
 */
public record AccessDifference(List<String> lost, List<String> gained, List<StateStatements.Step> steps) {

    static final AccessDifference NONE = new AccessDifference(List.of(), List.of(), List.of());

    public AccessDifference {
        lost = List.copyOf(lost);
        gained = List.copyOf(gained);
        steps = List.copyOf(steps);
    }
}
