package io.qail.error;

/**
 * A place in a script. Lines and columns count from 1; columns count UTF-16 units, as editors do.
 *
 * @param file the script as its location names it
 */
public record SourcePosition(String file, int line, int column) {

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
