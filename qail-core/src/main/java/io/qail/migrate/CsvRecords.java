package io.qail.migrate;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts the records of a CSV file with a header as they pass: line ends inside of quotes belong to a value. */
final class CsvRecords extends FilterInputStream {

    private long lines;
    private boolean quoted;
    private boolean inLine;
    private int last;

    CsvRecords(InputStream in) {
        super(in);
    }

    /** The records after the header, once the stream was read to its end. */
    long records() {
        return Math.max(0, lines + (inLine ? 1 : 0) - 1);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = in.read(bytes, offset, length);
        for (int i = offset; i < offset + read; i++) {
            count(bytes[i]);
        }
        return read;
    }

    /** A line ends with LF, CR or CRLF. */
    private void count(int next) {
        if (next == '"') {
            quoted = !quoted;
        }
        boolean end = !quoted && ((next == '\n' && last != '\r') || next == '\r');
        if (end) {
            lines++;
            inLine = false;
        } else if (quoted || next != '\n') {
            inLine = true;
        }
        last = next;
    }
}
