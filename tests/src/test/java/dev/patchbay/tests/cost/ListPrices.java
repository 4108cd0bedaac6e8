package dev.patchbay.tests.cost;

/**
 * AWS's list prices for us-east-1 in US dollars, of which docs/cost.md says where they are published. Free tiers and discounts are left out.
 */
public final class ListPrices {
    /** HTTP API. */
    public static final double API_REQUEST = 1.00e-6;

    public static final double INVOCATION = 0.20e-6;
    /** On arm64. */
    public static final double GIGABYTE_SECOND = 0.0000133334;

    /** On demand. */
    public static final double WRITE_UNIT = 0.625e-6;

    public static final double READ_UNIT = 0.125e-6;

    public static final double STANDARD_REQUEST = 0.40e-6;
    public static final double FIFO_REQUEST = 0.50e-6;

    public static final double KMS_REQUEST = 3e-6;
    public static final double KMS_KEY_MONTH = 1.00;

    /** A custom event of up to 64 KB. */
    public static final double EVENT = 1.00e-6;

    public static final double LOG_BYTE = 0.50e-9;
    public static final double METRIC_MONTH = 0.30;
    /** For each metric of an alarm. */
    public static final double ALARM_METRIC_MONTH = 0.10;

    private ListPrices() {}
}
