package io.qail.error;

/** The policy forbids a migration that puts records at risk. Nothing was changed. */
public final class DataLossException extends QailException {

    private static final long serialVersionUID = 1L;

    private final String version;
    private final long recordsAtRisk;
    private final String report;

    public DataLossException(String version, long recordsAtRisk, String report, String reason, String action) {
        super(reason + "\n\n" + report, action);
        this.version = version;
        this.recordsAtRisk = recordsAtRisk;
        this.report = report;
    }

    public String version() {
        return version;
    }

    /** Records at risk; 0 when the danger is one that cannot be counted, as with raw SQL. */
    public long recordsAtRisk() {
        return recordsAtRisk;
    }

    /** The impact report as it stands in the log. */
    public String report() {
        return report;
    }
}
