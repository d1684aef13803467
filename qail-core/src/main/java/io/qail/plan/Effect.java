package io.qail.plan;

/** What an operation does to its object. */
public enum Effect {
    /** Makes something that was not there: an object, a column, a privilege. */
    CREATE,
    /** Changes what is there, and takes nothing away. */
    ALTER,
    /** Takes something away. */
    DROP,
    /** Writes rows; the structure stays. */
    DATA
}
