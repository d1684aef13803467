package io.qail.migrate;

import io.qail.plan.Absence;
import io.qail.script.Scripts;
import org.jspecify.annotations.Nullable;

/**
 * A step from one written schema to another, for a database that needs no history of the first: it only has to be what the
 * first one says. The second one becomes the next declarative version.
 *
 * @param absence what it means that the second schema leaves something out
 * @param planHash of the plan that was shown; another one is refused. Null to take it as it comes
 */
public record Transition(
        Scripts.Declarative from,
        Scripts.Declarative to,
        Absence absence,
        @Nullable String planHash) {

    /** The step as it may be taken unseen: it lets nothing go that no line says goes. */
    public static Transition between(Scripts.Declarative from, Scripts.Declarative to) {
        return new Transition(from, to, Absence.REFUSED, null);
    }

    public Transition withAbsence(Absence other) {
        return new Transition(from, to, other, planHash);
    }

    public Transition withPlanHash(@Nullable String hash) {
        return new Transition(from, to, absence, hash);
    }
}
