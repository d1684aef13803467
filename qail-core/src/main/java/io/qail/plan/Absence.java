package io.qail.plan;

/** What it means that a declarative schema leaves out a table, a column or another thing that holds values. */
public enum Absence {
    /** An error that prints the lines to write: a lost file must not drop a table. */
    REFUSED,
    /** It goes. For a caller who has shown the plan to a person who said yes. */
    DROPS
}
